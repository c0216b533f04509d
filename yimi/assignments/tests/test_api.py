"""Tasks of the town for programs, and two people at one task."""

import json
from datetime import date

import pytest
from django.urls import reverse

from yimi.accounts.bearer import issue
from yimi.core.ids import new_id

BODY = {"station": "469030104", "kind": "civil_assist", "title": "协助录入高龄津贴信息", "handed_on": "2026-11-10"}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def call(client):
    def called(user, method, path, body=None):
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
        sent = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", sent, content_type="application/json", headers=headers)

    return called


def test_a_program_hands_a_task_and_the_station_does_it(world, call):
    pk, entry = new_id(), str(new_id())
    task = f"/assignments/{pk}"
    assert call(world.township, "PUT", task, BODY).status_code == 201
    assert call(world.township, "PUT", task, BODY).status_code == 200
    assert call(world.township, "PUT", task, BODY | {"title": "另一件事"}).json()["code"] == "differs"
    assert call(world.township, "POST", f"{task}/accept", {}).status_code == 403

    assert call(world.worker, "POST", f"{task}/accept", {"version": 9}).json()["code"] == "stale"
    assert call(world.worker, "POST", f"{task}/accept", {"version": 1}).json()["state"] == "accepted"
    spent = {"id": entry, "on": "2026-11-11", "hours": 1.5}
    for _twice in range(2):
        assert call(world.worker, "POST", f"{task}/hours", spent).json()["hours"] == 1.5
    shares = call(world.county, "GET", "/assignments/shares?area=469030104&period=2026-11").json()
    assert shares["administrative"] == 1 and [each["hours"] for each in shares["items"]] == [0, 1.5, 0]
    assert call(world.worker, "POST", f"/assignments/hours/{entry}/void").json()["spent"] == []
    assert call(world.worker, "POST", f"{task}/finish", {"note": "已录入"}).json()["done_on"] == "2026-11-20"


def test_a_station_notes_what_came_by_word_of_mouth_and_nobody_reaches_beyond(world, call):
    pk = new_id()
    assert call(world.worker, "PUT", f"/assignments/{pk}", BODY).json()["is_oral"] is True
    assert call(world.stranger, "PUT", f"/assignments/{new_id()}", BODY).status_code == 404
    assert call(world.stranger, "PUT", f"/assignments/{pk}", BODY).json()["code"] == "id_taken"
    assert call(world.stranger, "GET", f"/assignments/{pk}").status_code == 404
    assert call(world.stranger, "GET", "/assignments").json()["items"] == []
    assert len(call(world.worker, "GET", "/assignments?state=accepted&station=469030104").json()["items"]) == 1
    for wrong in ({"hours": 0.4}, {"hours": 80}, {"minutes": 30}):
        body = {"id": str(new_id()), "on": "2026-11-11", "hours": 1} | wrong
        assert call(world.worker, "POST", f"/assignments/{pk}/hours", body).status_code == 422


def test_two_who_finish_and_return_at_once_lose_nothing(world, call, sign_in):
    pk = new_id()
    call(world.worker, "PUT", f"/assignments/{pk}", BODY)
    first, second = sign_in(world.worker), sign_in(world.head)
    assert second.post(reverse("assignments:finish", args=[pk]), {"version": "1", "note": "已录入"}).status_code == 302

    answer = first.post(reverse("assignments:return", args=[pk]), {"version": "1", "reason": "与职责无关"})

    page = answer.content.decode()
    assert answer.status_code == 409 and "刚被别人办理过" in page and "已录入" in page
    wrong = first.post(reverse("assignments:hours", args=[pk]), {"entry": new_id(), "on": "2026-11-30", "hours": "2"})
    assert (
        wrong.status_code == 422
        and "不晚于今天" in wrong.content.decode()
        and 'value="2026-11-30"' in wrong.content.decode()
    )
