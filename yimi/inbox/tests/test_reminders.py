"""A reminder goes via the county, of each thing once a workday, within the hours of offices."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from yimi.accounts.actions import set_active
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.inbox import plans, queries
from yimi.inbox.actions import remind
from yimi.inbox.models import Message, Reminder
from yimi.network.actions import put_calendar_day
from yimi.tracking import actions as tracking


def wall(day, hour, minute=0):
    """A moment by the clock on the wall in China."""
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


def told(user):
    return queries.opened(Message.objects.unscoped("test").filter(recipient=user, kind="reminder"))


@pytest.fixture
def nudge(world):
    """Remind of items as somebody: `nudge(world.province, item)`."""

    def sent(by, *items, **more):
        return remind(plans.resolved(by, "tracked", [item.pk for item in items]), by=by, **more)

    return sent


def test_the_province_reminds_the_contacts_of_the_counties_and_never_a_station(world, late, nudge):
    here, near = late(world.county, "469030104"), late(world.county, "469030105", "补齐制度上墙")
    far = late(world.far_county, "469028103")

    outcome = nudge(world.province, here, near, far, words="请本周内办结")

    assert {row.item_id for row in outcome.sent} == {here.pk, near.pk, far.pk} and outcome.skipped == []
    (message,) = told(world.county)
    assert message.title == "提醒：2 件督办事项待办理" and message.link == "/app/tracking/?status=late"
    lines = message.opened["text"].split("\n")
    assert lines[0].startswith("请转告") and lines[-1] == "附言：请本周内办结"
    assert lines[1] == "1. 长征镇：补挂服务时间牌（期限 2026-11-19）"
    assert told(world.far_county)[0].link == f"/app/tracking/{far.pk}/"
    assert told(world.head) == [] and told(world.worker) == []


def test_the_county_reminds_the_head_of_its_own_stations_only(world, late, nudge):
    here, far = late(world.county, "469030104"), late(world.far_county, "469028103")

    nudge(world.county, here)

    assert told(world.head)[0].opened["text"].startswith("请尽快办理") and told(world.worker) == []
    with pytest.raises(Http404):
        nudge(world.county, far)
    item = plans.resolved(world.far_county, "tracked", [far.pk])
    with pytest.raises(Http404):
        remind(item, by=world.county)
    with pytest.raises(Http404):
        remind(plans.resolved(world.head, "tracked", [here.pk]), by=world.head)


@pytest.mark.both_engines
def test_of_each_thing_once_a_workday(world, late, nudge, at):
    first, second = late(world.county, "469030104"), late(world.county, "469030105", "补齐制度上墙")
    nudge(world.province, first)

    again = nudge(world.province, first, second)

    assert [row.item_id for row in again.sent] == [second.pk]
    assert [(skip.item.id, skip.why) for skip in again.skipped] == [(first.pk, "今天已提醒过")]
    with pytest.raises(RuleBroken, match="今天已提醒过") as refused:
        nudge(world.province, first)
    assert refused.value.code == "nothing_to_remind"
    row = Reminder.objects.unscoped("test").get(item_id=first.pk)
    row.pk = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    at(wall(23, 9))
    assert len(nudge(world.province, first).sent) == 1
    assert queries.reminded_on("tracked", [first.pk, new_id()]) == {first.pk: date(2026, 11, 23)}


def test_sending_a_batch_twice_reminds_once(world, late, nudge):
    item, batch = late(world.county, "469030104"), new_id()

    first, again = nudge(world.province, item, batch=batch), nudge(world.province, item, batch=batch)

    assert first.sent == again.sent and len(told(world.county)) == 1


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (wall(20, 8, 29), "2026-11-20T08:30:00+08:00"),  # Friday, too early
        (wall(20, 17, 31), "2026-11-23T08:30:00+08:00"),  # Friday evening: Monday
        (wall(21, 10), "2026-11-23T08:30:00+08:00"),  # Saturday
    ],
)
def test_outside_the_hours_it_is_refused_and_says_from_when(world, late, nudge, at, moment, opens):
    item = late(world.county, "469030104")
    at(moment)

    with pytest.raises(RuleBroken, match="8:30–17:30") as refused:
        nudge(world.province, item)

    assert refused.value.code == "not_now" and refused.value.extra["opens_at"] == opens
    assert not Reminder.objects.unscoped("test").exists()
    at(wall(23, 8, 30))
    assert nudge(world.province, item).sent


def test_where_people_rest_today_nobody_is_reminded(world, late, nudge, at):
    here, far = late(world.county, "469030104"), late(world.far_county, "469028103")
    put_calendar_day(by=world.county, area="469030", on=date(2026, 11, 20), is_workday=False, name="三月三")

    outcome = nudge(world.province, here, far)

    assert [row.item_id for row in outcome.sent] == [far.pk]
    assert [(skip.item.id, skip.why) for skip in outcome.skipped] == [(here.pk, "当地今天休息")]
    with pytest.raises(RuleBroken, match="11月23日"):
        nudge(world.province, here)
    at(wall(21, 10))
    put_calendar_day(by=world.county, area="469030", on=date(2026, 11, 21), is_workday=True, name="调休上班")
    assert nudge(world.province, here).sent


def test_who_cannot_be_reminded_is_named(world, late, nudge):
    near, far = late(world.county, "469030105"), late(world.far_county, "469028103")
    owed = late(world.province, county="469030", title="补报建设台账")
    with pytest.raises(RuleBroken, match="没有联系人"):
        nudge(world.county, near)
    with pytest.raises(RuleBroken, match="由本市县办理"):
        nudge(world.county, owed)
    set_active(world.far_county.pk, by=world.sysadmin, is_active=False)

    outcome = nudge(world.province, owed, far)

    assert [row.item_id for row in outcome.sent] == [owed.pk]
    assert [skip.why for skip in outcome.skipped] == ["联系人账号已停用"]


def test_what_is_settled_or_not_yet_due_is_no_matter_of_reminding(world, late, nudge):
    settled = late(world.county, "469030104")
    tracking.submit_proof(settled.pk, by=world.head, step=new_id(), words="已办")
    soon = tracking.raise_item(
        new_id(), by=world.county, fields=tracking.ItemFields(title="补齐制度上墙", station="469030104")
    )

    plan = plans.planned(plans.resolved(world.province, "tracked", [settled.pk, soon.pk]), by=world.province)

    assert plan.letters == [] and {skip.why for skip in plan.skipped} == {"现在是“待复查”", "还没到期"}


def test_words_along_with_it_carry_no_numbers_and_titles_lose_theirs(world, late, nudge):
    item = late(world.county, "469030104", "回访13800000009反映的问题")
    with pytest.raises(Invalid, match="电话号码"):
        nudge(world.province, item, words="请打 13800000009")

    nudge(world.province, item)

    assert "回访…反映的问题" in told(world.county)[0].opened["text"]


def test_from_the_list_it_is_two_clicks_with_a_preview_of_the_exact_words(world, late, sign_in):
    item, other = late(world.county, "469030104"), late(world.county, "469030105", "补齐制度上墙")
    browser = sign_in(world.province)
    listed = browser.get(reverse("tracking:list")).content.decode()
    assert f'value="{item.pk}"' in listed and "一键提醒" in listed

    ticked = {"kind": "tracked", "pick": [str(item.pk), str(other.pk)]}
    preview = browser.post(reverse("inbox:preview"), ticked)
    page = preview.content.decode()
    assert "county·示例" in page and "1. 长征镇：补挂服务时间牌（期限 2026-11-19）" in page
    assert not Reminder.objects.unscoped("test").exists()
    form = preview.context["form"]
    answer = browser.post(reverse("inbox:send"), ticked | {"batch": str(form["batch"].value())}, follow=True)

    assert "已提醒 2 件事项" in answer.content.decode() and "county·示例" in answer.content.decode()
    assert told(world.county)[0].opened["text"] == preview.context["plan"].letters[0].text
    assert "11月20日 周五已提醒" in browser.get(reverse("tracking:list")).content.decode()
    assert "补挂服务时间牌" in sign_in(world.county).get(reverse("inbox:reminders")).content.decode()
    assert "补挂服务时间牌" not in sign_in(world.far_county).get(reverse("inbox:reminders")).content.decode()


def test_outside_the_hours_the_preview_says_so_and_offers_no_sending(world, late, sign_in, at):
    item = late(world.county, "469030104")
    at(wall(21, 10))

    page = sign_in(world.province).post(reverse("inbox:preview"), {"kind": "tracked", "pick": str(item.pk)})

    assert "起可以发送" in page.content.decode() and "发送提醒" not in page.content.decode()


def test_pages_refuse_what_is_out_of_reach_or_not_chosen(world, late, sign_in):
    far = late(world.far_county, "469028103")
    browser = sign_in(world.county)

    assert browser.post(reverse("inbox:preview"), {"kind": "tracked", "pick": str(far.pk)}).status_code == 404
    assert browser.post(reverse("inbox:preview"), {"kind": "tracked", "pick": "x"}).status_code == 404
    assert browser.post(reverse("inbox:preview"), {"kind": "nothing", "pick": str(far.pk)}).status_code == 404
    assert browser.post(reverse("inbox:preview"), {"kind": "tracked"}).status_code == 422
    assert sign_in(world.head).post(reverse("inbox:preview"), {"kind": "tracked"}).status_code == 403


def test_the_head_is_told_of_a_new_item_and_of_one_that_came_back(world, late):
    item = late(world.county, "469030104")
    tracking.submit_proof(item.pk, by=world.head, step=new_id(), words="已办")
    tracking.recheck(item.pk, by=world.county, accept=False, words="照片看不清", due_on=date(2026, 11, 25))

    rows = queries.opened(queries.messages_for(world.head).order_by("sent_at"))

    assert [row.title for row in rows] == ["有新的督办事项，请办理", "督办事项被退回，请再办理"]
    assert rows[1].opened["text"] == "补挂服务时间牌（期限 2026-11-25）" and rows[0].link == f"/app/tracking/{item.pk}/"
    assert not queries.messages_for(world.worker).exists()
