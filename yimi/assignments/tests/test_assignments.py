"""The town hands tasks to its station; hours are the station's, and the share is a number without a blame."""

from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from yimi.assignments import actions, queries
from yimi.assignments.actions import AssignmentFields
from yimi.assignments.models import Spent
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import queries as figures

DAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def hand(world):
    def made(kind="civil_assist", *, by=None, pk=None, title="协助录入高龄津贴信息", station="469030104", **more):
        fields = AssignmentFields(station, kind, title, handed_on=DAY, **more)
        give = actions.note_assignment if by else actions.hand_assignment
        return give(pk or new_id(), by=by or world.township, fields=fields)

    return made


def spend(world, row, half_hours, on=DAY, entry=None):
    return actions.add_hours(row.pk, by=world.worker, entry=entry or new_id(), on=on, half_hours=half_hours)


def figure(world, code):
    place = figures.place_named(area="469030")
    return figures.figure(world.county, code, place, "2026-11").value


def test_a_task_is_handed_accepted_and_done_and_counts_on_the_day_it_was_done(world, hand):
    row = hand()
    with pytest.raises(RuleBroken, match="待接收"):
        actions.finish_assignment(row.pk, by=world.worker)

    actions.accept_assignment(row.pk, by=world.worker)
    actions.finish_assignment(row.pk, by=world.worker, note="已录入 40 人")

    assert figure(world, "TASK_N") == 1
    assert queries.assignment_for(world.township, row.pk).opened["done_note"] == "已录入 40 人"


def test_what_was_said_by_word_of_mouth_is_noted_by_the_station_and_runs_at_once(world, hand):
    assert hand(by=world.worker).state == "accepted"
    with pytest.raises(Http404):
        hand(by=world.stranger)


def test_a_task_is_given_back_with_a_reason_and_sending_twice_hands_it_once(world, hand):
    pk = new_id()
    assert hand(pk=pk) == hand(pk=pk)
    with pytest.raises(Invalid, match="退回原因"):
        actions.return_assignment(pk, by=world.worker, reason="")

    row = actions.return_assignment(pk, by=world.worker, reason="与社工站职责无关")

    assert row.state == "returned" and figure(world, "TASK_N") == 0


def test_the_share_of_administrative_work_is_by_hours(world, hand):
    professional, assist = hand("professional", by=world.worker), hand(by=world.worker)
    entry = new_id()
    spend(world, professional, 5)
    spend(world, assist, 3, entry=entry)
    spend(world, assist, 3, entry=entry)

    assert figure(world, "TASK_MINUTES") == 240
    assert figure(world, "TASK_ADMIN_RATE") == 0.375
    shares = queries.shares(world.leader, figures.place_named(area="469030104"), "2026-11")
    assert [(share.key, share.hours) for share in shares] == [
        ("professional", 2.5), ("civil_assist", 1.5), ("unrelated", 0)
    ]  # fmt: skip

    actions.take_back_hours(entry, by=world.worker)
    assert figure(world, "TASK_ADMIN_RATE") == 0


def test_hours_know_no_time_of_day_and_nobody():
    fields = {field.name for field in Spent._meta.get_fields()}

    assert fields == {"id", "assignment", "station", "on", "half_hours", "is_void"}


def test_the_pages_of_town_and_station(world, hand, sign_in):
    town, pk = sign_in(world.township), new_id()
    sent = {
        "id": str(pk),
        "station": "469030104",
        "title": "张贴医保通知",
        "kind": "unrelated",
        "handed_on": "2026-11-20",
    }
    assert town.post(reverse("assignments:new"), sent).status_code == 302
    assert town.post(reverse("assignments:accept", args=[pk])).status_code == 403

    worker, entry = sign_in(world.worker), new_id()
    assert worker.post(reverse("assignments:accept", args=[pk])).status_code == 302
    hours = {"entry": str(entry), "on": "2026-11-20", "hours": "1.5"}
    page = worker.post(reverse("assignments:hours", args=[pk]), hours, follow=True).content.decode()
    assert "1.5 小时" in page
    assert worker.post(reverse("assignments:hours", args=[pk]), hours | {"hours": "0.4"}).status_code == 422
    assert "张贴医保通知" in worker.get(reverse("assignments:list")).content.decode()
    share = worker.get(reverse("assignments:shares")).content.decode()
    assert "行政性事务占 100" in share
    assert worker.post(reverse("assignments:hours_undo", args=[entry])).status_code == 302
    assert worker.post(reverse("assignments:finish", args=[pk]), {"note": ""}).status_code == 302
    assert sign_in(world.stranger).get(reverse("assignments:assignment", args=[pk])).status_code == 404
