"""The pages and the API of papers, as each role meets them."""

import json

import pytest
from django.urls import reverse

from yimi.accounts.bearer import issue
from yimi.core.ids import new_id
from yimi.papers import actions, queries
from yimi.papers.models import Papers

from .conftest import checked


def test_papers_are_received_checked_returned_and_the_notice_says_what_is_missing(world, person, sign_in):
    browser, pk = sign_in(world.worker), new_id()
    assert "收申请资料" in browser.get(reverse("clients:person", args=[person.pk])).content.decode()
    sent = {"id": str(pk), "person": str(person.pk), "kind": "GLJT", "received_on": "2026-11-20"}

    assert browser.post(reverse("papers:receive"), sent).status_code == 302
    found = {"version": "1", "mark_form": "present", "mark_identity": "differs", "remark_identity": "出生日期不同"}
    assert browser.post(reverse("papers:papers", args=[pk]), found | {"mark_account": "missing"}).status_code == 302
    answer = browser.post(reverse("papers:return", args=[pk]), follow=True)

    notice = answer.content.decode()
    assert "补正通知" in notice and "出生日期不同" in notice and "王桂兰" in notice
    assert "申请资料待补正" in browser.get(reverse("clients:person", args=[person.pk])).content.decode()


def test_a_wrong_day_is_said_beside_its_field(world, person, sign_in):
    sent = {"id": str(new_id()), "person": str(person.pk), "kind": "GLJT", "received_on": "2026-11-21"}

    answer = sign_in(world.worker).post(reverse("papers:receive"), sent)

    assert answer.status_code == 422 and "收件日期不能晚于今天" in answer.content.decode()
    assert not Papers.objects.unscoped("test").exists()


def test_the_list_counts_what_waits_and_shows_the_office_only_what_was_handed_over(world, received, sign_in):
    received(kind="DB")
    handed = received()
    checked(handed, world.worker)
    actions.hand_papers(handed.pk, by=world.worker)

    mine = sign_in(world.worker).get(reverse("papers:list")).content.decode()
    office = sign_in(world.township).get(reverse("papers:list")).content.decode()

    assert "待核对 1" in mine and "已移交 1" in mine and "王桂兰" in mine
    assert "待核对 1" not in office and "王**" in office and "王桂兰" not in office
    assert sign_in(world.stranger).get(reverse("papers:papers", args=[handed.pk])).status_code == 404
    assert sign_in(world.township).get(reverse("papers:papers", args=[handed.pk])).status_code == 200


def test_two_who_look_through_the_same_papers_lose_nothing(world, received, sign_in):
    papers, first, second = received(), sign_in(world.worker), sign_in(world.colleague)
    page = reverse("papers:papers", args=[papers.pk])
    found = {"version": "1", "mark_form": "present", "mark_identity": "present", "mark_account": "present"}
    second.post(page, found | {"mark_account": "missing", "remark_account": "要社会保障卡"})

    answer = first.post(page, found | {"remark_identity": "原件已看"})
    shown = answer.content.decode()
    assert answer.status_code == 409 and "别人改过" in shown and "要社会保障卡" in shown and "原件已看" in shown
    hand = first.post(reverse("papers:hand", args=[papers.pk]), {"version": "1"})
    assert hand.status_code == 409 and "别人改过" in hand.content.decode()

    assert first.post(page, found | {"version": "2"}).status_code == 302
    withdrawn = first.post(reverse("papers:withdraw", args=[papers.pk]), {"version": "3", "reason": "字"})
    assert withdrawn.status_code == 422
    assert first.post(reverse("papers:hand", args=[papers.pk]), {"version": "3"}).status_code == 302


def test_the_list_costs_the_same_however_long(world, received, sign_in, django_assert_max_num_queries):
    for _nth in range(8):
        received()
    with django_assert_max_num_queries(9):
        queries.sheets(world.worker, queries.papers_for(world.worker))


@pytest.fixture
def call(client):
    def called(user, method, path, body=None):
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
        sent = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", sent, content_type="application/json", headers=headers)

    return called


def test_a_program_receives_checks_and_hands_over(world, person, call):
    pk, body = new_id(), {"station": "469030104", "client": str(person.pk), "kind": "GLJT", "received_on": "2026-11-19"}

    assert call(world.worker, "PUT", f"/papers/{pk}", body).status_code == 201
    assert call(world.worker, "PUT", f"/papers/{pk}", body).status_code == 200
    assert call(world.worker, "POST", f"/papers/{pk}/hand", {}).json()["code"] == "not_complete"
    items = [{"code": code, "mark": "present"} for code in ("form", "identity", "account")]
    assert call(world.worker, "POST", f"/papers/{pk}/check", {"items": items}).json()["complete"] is True
    assert call(world.worker, "POST", f"/papers/{pk}/hand", {}).json()["state"] == "handed"

    assert call(world.township, "GET", f"/papers/{pk}").json()["name"] == "王**"
    assert call(world.stranger, "GET", f"/papers/{pk}").status_code == 404
    assert len(call(world.worker, "GET", "/papers?station=469030104").json()["items"]) == 1
    assert call(world.worker, "PUT", f"/papers/{new_id()}", body | {"amount": 1}).status_code == 422
