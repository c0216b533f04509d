"""Programs raise, prove and recheck tracked items by the rules of the pages."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sweep.bodies import photo
from yimi.accounts.bearer import issue
from yimi.core.ids import new_id

from .conftest import TODAY


@pytest.fixture
def api():
    """A program that calls as somebody: `api(world.head).put(path, body)`; `send` takes files along."""

    def calling(user):
        client, headers = Client(raise_request_exception=False), {"Authorization": f"Bearer {issue(user)[0]}"}

        def call(method, path, body=None, **more):
            sent = {"data": body} | more if body is not None else {}
            return getattr(client, method)(f"/api/v1/tracked-items{path}", headers=headers, **sent)

        kind = {"content_type": "application/json"}
        return SimpleNamespace(
            get=lambda path="": call("get", path),
            put=lambda pk, **body: call("put", f"/{pk}", body, **kind),
            post=lambda pk, act, **body: call("post", f"/{pk}/{act}", body, **kind),
            send=lambda pk, act, **body: call("post", f"/{pk}/{act}", body),
        )

    return calling


def raised(api, world, **more):
    pk = str(new_id())
    said = {"title": "补挂服务时间牌", "station": world.here.code, "detail": "门口没有牌"} | more
    answer = api(world.county).put(pk, **said)
    assert answer.status_code == 201, answer.content.decode()
    return pk, said


def test_programs_read_what_is_open_and_how_it_stands(world, find, api, settings):
    first, second = find("补挂服务时间牌"), find("补齐制度上墙")
    settings.YIMI_TODAY = first.due_on + timedelta(days=1)

    told = api(world.county).get().json()["items"]

    assert {item["id"] for item in told} == {str(first.pk), str(second.pk)}
    assert {(item["station"], item["status"], item["state"]) for item in told} == {(world.here.code, "late", "open")}
    assert api(world.head).get("?status=ok").json()["items"] == []
    assert len(api(world.head).get("?limit=1").json()["items"]) == 1
    assert api(world.far_county).get().json()["items"] == []


def test_an_item_goes_from_its_finding_to_the_next_plan(world, api):
    pk, _said = raised(api, world)
    board = SimpleUploadedFile("门口.jpg", photo(), "image/jpeg")
    proved = api(world.head).send(pk, "answer", step=str(new_id()), words="已挂好，见照片", file=board).json()
    closed = api(world.county).post(pk, "recheck", accept=True, words="现场看过", version=proved["version"]).json()
    planned = api(world.county).post(pk, "plan", year=2027, words="明年统一制作").json()

    assert (proved["state"], closed["state"], closed["closed_on"]) == ("answered", "closed", TODAY.isoformat())
    assert planned["plan_year"] == 2027 and planned["detail"] == "门口没有牌"
    assert [step["what"] for step in planned["steps"]] == ["raised", "proof", "closed", "planned"]
    file = planned["steps"][1]["files"][0]
    shown = api(world.head).get(f"/files/{file['id']}")
    assert file["name"] == "门口.jpg" and shown.headers["Content-Type"] == "image/jpeg"
    assert api(world.stranger).get(f"/files/{file['id']}").status_code == 404


def test_sending_again_changes_nothing_and_other_content_is_refused(world, api):
    pk, said = raised(api, world)
    assert api(world.county).put(pk, **said).status_code == 200
    assert api(world.county).put(pk, **said | {"title": "另一件事"}).json()["code"] == "differs"
    assert api(world.far_county).put(pk, **said).status_code == 409

    step = str(new_id())
    for _again in range(2):
        assert api(world.head).send(pk, "answer", step=step, words="已挂好").status_code == 200
    assert api(world.head).send(pk, "answer", step=step, words="换了说法").json()["code"] == "differs"
    other, _said = raised(api, world, title="补齐制度上墙")
    assert api(world.head).send(other, "answer", step=step, words="已挂好").json()["code"] == "id_taken"


def test_what_pages_refuse_is_refused_to_programs(world, api):
    pk, _said = raised(api, world)
    assert api(world.county).send(pk, "answer", step=str(new_id()), words="已办").status_code == 403
    assert api(world.worker).put(str(new_id()), title="补挂标牌", station=world.here.code).status_code == 403
    assert api(world.county).put(str(new_id()), title="补挂标牌", station="469028103").status_code == 404
    unknown = api(world.head).send(pk, "answer", step=str(new_id()), words="已办", photo="x")
    assert unknown.status_code == 422 and "photo" in unknown.json()["fields"]
    text = SimpleUploadedFile("说明.jpg", b"not a photo", "image/jpeg")
    assert api(world.head).send(pk, "answer", step=str(new_id()), words="已办", file=text).status_code == 422
    assert api(world.head).post(pk, "answer", step=str(new_id()), words="已办").status_code == 415

    owed = str(new_id())
    assert api(world.province).put(owed, title="补报建设台账", county="469030").status_code == 201
    assert api(world.county).send(owed, "answer", step=str(new_id()), words="已补报").status_code == 200
    assert api(world.county).post(owed, "recheck", accept=True).json()["code"] == "own_work"
    assert api(world.province).post(owed, "recheck", accept=False).status_code == 422


def test_an_old_version_is_refused(world, api):
    pk, _said = raised(api, world)
    urged = api(world.county).post(pk, "urge", words="多次未办结", version=1).json()
    assert (urged["kind"], urged["level"], urged["version"]) == ("urged", "county", 2)

    for act, body in (("void", {}), ("extend", {"due_on": "2026-12-31"}), ("urge", {})):
        answer = api(world.county).post(pk, act, words="以旧版本办理", version=1, **body)
        assert answer.json()["code"] == "stale", act
    assert api(world.head).send(pk, "answer", step=str(new_id()), words="已办", version=1).json()["code"] == "stale"
    assert api(world.county).post(pk, "void", words="重复提出", version=2).json()["state"] == "void"
