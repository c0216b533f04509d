"""A finding is followed until somebody else has seen that it is settled; late ones go one level higher."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import Http404
from django.urls import reverse

from tests.sweep.bodies import photo
from yimi.accounts.actions import grant
from yimi.accounts.places import of_area
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.sent import read_sent
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.core.workdays import add_workdays, workdays
from yimi.figures import queries as figures
from yimi.network.actions import put_calendar_day
from yimi.tracking import actions, queries
from yimi.tracking.actions import ItemFields
from yimi.tracking.models import TrackedItem
from yimi.ui.components import Rag

TODAY = date(2026, 11, 20)


def test_a_finding_is_proved_by_the_station_and_closed_by_the_county(world, find, prove):
    item = find(detail="门口没有服务时间牌")
    prove(item, files=[("门口.png", photo())])

    closed = actions.recheck(item.pk, by=world.county, accept=True, words="现场看过")

    assert closed.state == "closed" and closed.closed_on == TODAY
    steps = queries.steps_of(queries.item_for(world.head, item.pk))
    assert [step.what for step in steps] == ["raised", "proof", "closed"]
    assert [file.opened["name"] for file in steps[1].files.all()] == ["门口.jpg"]
    place = figures.place_named(area="469030")
    assert [figures.figure(world.county, code, place, "2026-11").value for code in ("TRACK_NEW", "TRACK_DONE")] == [
        1,
        1,
    ]


def test_nobody_rechecks_what_she_handed_in(world, find, prove):
    item = find()
    prove(item)
    grant(world.head, Role.COUNTY_OFFICER, of_area(world.areas["469030"]), by=SYSTEM, from_on=TODAY, because="示例")
    world.head.forget_grants()

    with pytest.raises(RuleBroken, match="他人复查"):
        actions.recheck(item.pk, by=world.head, accept=True)


def test_what_is_not_settled_is_returned_with_a_reason_and_another_day(world, find, prove):
    item = find()
    prove(item)
    with pytest.raises(Invalid, match="退回原因"):
        actions.recheck(item.pk, by=world.county, accept=False)

    back = actions.recheck(item.pk, by=world.county, accept=False, words="照片看不清", due_on=date(2026, 12, 25))

    assert (back.state, back.due_on) == ("open", date(2026, 12, 25))
    with pytest.raises(RuleBroken, match="待办理"):
        actions.recheck(item.pk, by=world.county, accept=True)


def test_two_who_recheck_at_once_do_not_overwrite_each_other(world, find, prove):
    item = find()
    seen = prove(item).version
    actions.recheck(item.pk, by=world.county, accept=False, words="照片看不清", version=seen)

    with pytest.raises(RuleBroken) as refused:
        actions.recheck(item.pk, by=world.province, accept=True, version=seen)
    assert refused.value.code == "stale"


def test_the_due_day_is_reckoned_in_the_workdays_of_the_place(world, find):
    before = find().due_on
    put_calendar_day(by=world.county, area="469030", on=date(2026, 11, 24), is_workday=False, name="台风停工")

    assert len(workdays(date(2026, 11, 21), before, "46/469030/469030104/")) == 9
    assert find("另一件").due_on > before


def test_whether_it_is_late_is_read_from_the_day(world, find, settings):
    item = find()
    soon = item.due_on - timedelta(days=1)
    for day, expected in ((TODAY, Rag.OK), (soon, Rag.WATCH), (item.due_on + timedelta(days=1), Rag.LATE)):
        settings.YIMI_TODAY = day
        assert queries.status(item, queries.soon_on()) == expected
        listed = queries.items_for(world.county, queries.Asked(status=expected.value))
        assert list(listed) == [item]


def test_what_stays_late_goes_to_the_county_and_then_to_the_province(world, find, settings):
    item = find()
    path = "46/469030/469030104/"
    for after, level, kind in ((3, "station", "notice"), (4, "county", "urged"), (9, "province", "chased")):
        settings.YIMI_TODAY = add_workdays(item.due_on, after, path)
        actions.escalate_overdue(by=SYSTEM, today=settings.YIMI_TODAY)
        now = queries.item_for(world.county, item.pk)
        assert (now.level, now.kind) == (level, kind)
    with pytest.raises(RuleBroken, match="不能再升级"):
        actions.escalate(item.pk, by=world.province, words="仍未办结")


def test_what_was_learnt_goes_into_the_next_plan(world, find, prove):
    item = find()
    prove(item)
    with pytest.raises(RuleBroken, match="待复查"):
        actions.plan(item.pk, by=world.county, year=2027, words="明年统一制作标牌")
    actions.recheck(item.pk, by=world.county, accept=True)

    assert actions.plan(item.pk, by=world.county, year=2027, words="明年统一制作标牌").plan_year == 2027


def test_each_sees_and_settles_what_is_hers(world, find, prove):
    item = find()
    county_owed = actions.raise_item(
        new_id(), by=world.province, fields=ItemFields(title="补报建设台账", county="469030", kind="urged")
    )
    assert list(queries.items_for(world.head)) == [item]
    assert set(queries.items_for(world.county)) == {item, county_owed}
    assert not queries.items_for(world.far_county).exists()
    assert list(queries.items_for(world.county, queries.Asked(whose="mine"))) == [county_owed]
    with pytest.raises(Http404):
        queries.item_for(world.stranger, item.pk)
    with pytest.raises(RuleBroken, match="责任单位"):
        prove(item, by=world.county)
    prove(county_owed, by=world.county)
    with pytest.raises(RuleBroken, match="他人复查"):
        actions.recheck(county_owed.pk, by=world.county, accept=True)
    assert actions.recheck(county_owed.pk, by=world.province, accept=True).state == "closed"


def test_sending_twice_raises_and_proves_once(world, find):
    pk, step = new_id(), new_id()
    item = find(pk=pk)
    assert find(pk=pk) == item
    with pytest.raises(RuleBroken, match="内容不同"):
        find("另一件", pk=pk)
    for _again in range(2):
        actions.submit_proof(pk, by=world.head, step=step, words="已办")
    assert item.steps.filter(what="proof").count() == 1


@pytest.mark.both_engines
def test_a_finding_is_followed_by_one_item_at_a_time(world, find):
    source = new_id()
    find(source_kind="acceptance", source_id=source)
    with pytest.raises(IntegrityError):
        find(source_kind="acceptance", source_id=source)


def test_a_file_that_is_too_large_is_said_before_it_is_read_and_the_words_stay(world, find, sign_in):
    item, step = find(), new_id()
    browser = sign_in(world.head)
    huge = SimpleUploadedFile("大图.jpg", b"x" * (11 * 1024 * 1024), "image/jpeg")
    url = reverse("tracking:proof", args=[item.pk])

    answer = browser.post(url, {"step": str(step), "words": "已挂好，见照片", "file": huge})

    assert answer.status_code == 422
    told = answer.content.decode()
    assert "“大图.jpg”超过 10 MB" in told and "已挂好，见照片" in told
    assert TrackedItem.objects.unscoped("test").get(pk=item.pk).state == "open"


def test_three_hundred_megabytes_never_reach_the_memory(rf):
    request = rf.post("/", CONTENT_LENGTH=str(300 * 1024 * 1024), content_type="multipart/form-data; boundary=x")
    with pytest.raises(Invalid, match="合计超过 20 MB"):
        read_sent(request)


def test_the_pages_show_the_item_its_loop_and_its_table(world, find, sign_in, prove):
    item = find()
    prove(item)
    browser = sign_in(world.county)
    assert "补挂服务时间牌" in browser.get(reverse("tracking:list")).content.decode()
    told = browser.get(reverse("tracking:item", args=[item.pk])).content.decode()
    assert "通过，办结" in told and "已挂好，见照片" in told
    assert browser.get(reverse("tracking:table")).status_code == 200
    browser.post(reverse("tracking:recheck", args=[item.pk]), {"answer": "accept", "version": item.version + 1})
    assert "列入下年度计划" in browser.get(reverse("tracking:item", args=[item.pk])).content.decode()
