"""Programs hold a dispatch and sign for a circular as people do on pages."""

from types import SimpleNamespace

import pytest
from django.test import Client

from yimi.accounts.bearer import issue
from yimi.core.ids import new_id
from yimi.reports import actions as reports


@pytest.fixture
def api():
    """A program that calls as somebody: `api(world.province).put(path, body)`."""

    def calling(user):
        client, headers = Client(raise_request_exception=False), {"Authorization": f"Bearer {issue(user)[0]}"}

        def call(method, path, body=None):
            sent = {"data": body, "content_type": "application/json"} if body is not None else {}
            return getattr(client, method)(f"/api/v1{path}", headers=headers, **sent)

        return SimpleNamespace(
            get=lambda path: call("get", path),
            put=lambda path, **body: call("put", path, body),
            post=lambda path, **body: call("post", path, body),
        )

    return calling


def test_a_program_holds_a_dispatch_to_its_end(world, api, quarter):
    pk, decision, province = new_id(), new_id(), api(world.province)
    reports.submit(quarter.province.pk, by=world.province)
    reports.lock(quarter.province.pk, by=world.province)

    assert province.put(f"/dispatches/{pk}", report=str(quarter.province.pk)).status_code == 201
    assert province.put(f"/dispatches/{pk}", report=str(quarter.province.pk)).status_code == 200
    met = {"held_on": "2026-10-16", "place": "会议室", "chair": "分管领导", "attendees": "各市县"}
    assert province.post(f"/dispatches/{pk}/meeting", **met).json()["minutes_due_on"] == "2026-10-23"
    said = {"dispatch": str(pk), "owner": "area:469030", "title": "补齐资料", "due_on": "2026-11-20"}
    assert province.put(f"/dispatches/decisions/{decision}", **said).json()["decisions"][0]["item"] is None
    issued = province.post(f"/dispatches/{pk}/issue", minutes="听取了进展情况。").json()
    assert (issued["stage"], issued["decisions"][0]["item"]) == ("issued", str(decision))
    refused = province.post(f"/dispatches/{pk}/close", version=None)
    assert (refused.status_code, refused.json()["code"]) == (409, "open_decisions")
    assert [each["period"] for each in api(world.county).get("/dispatches").json()["items"]] == ["2026-Q3"]
    assert api(world.county).post(f"/dispatches/{pk}/close", version=None).json()["code"] == "not_your_turn"
    assert api(world.head).get(f"/dispatches/{pk}").status_code == 404


def test_programs_draft_sign_issue_and_receive_a_circular(world, api, circular):
    province, leader, county = api(world.province), api(world.leader), api(world.county)
    to = f"/circulars/{circular.pk}"

    assert county.get(to).status_code == 404
    assert province.put(to, report=str(circular.report_id)).status_code == 200
    assert province.post(f"{to}/send", version=1).json()["state"] == "review"
    assert province.post(f"{to}/sign", version=2).json()["code"] == "same_person"
    assert leader.post(f"{to}/sign", version=2).json()["state"] == "signed"
    issued = province.post(f"{to}/issue", number="社工通报〔2027〕1 号", receive_by="2027-01-19", reply_by="2027-02-02")
    assert (issued.json()["state"], issued.json()["asked"]) == ("issued", 2)
    assert county.post(f"{to}/receive").json()["signed"] == 1
    assert county.post(f"{to}/reply", text="照办。").json()["receipts"][0]["reply"] == "照办。"
    assert province.post(f"{to}/archive", version=None).json()["code"] == "not_all_answered"
