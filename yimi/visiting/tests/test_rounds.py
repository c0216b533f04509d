"""How a list comes about: the head makes it, the township looks at it, the county settles it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from yimi.accounts.actions import end_grant, grant
from yimi.accounts.places import of_area, of_station
from yimi.clients.actions import end_file, put_particulars, void_person
from yimi.clients.particulars import ParticularsFields
from yimi.core import journal, seal
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Role
from yimi.visiting import actions
from yimi.visiting.models import Listed, Round, VisitSlot

from .conftest import FIRST


def rows(**more):
    return Listed.objects.unscoped("test").filter(**more)


def also(user, role, place):
    """Somebody who wears two hats."""
    grant(user, role, place, by=SYSTEM, from_on=date(2026, 8, 5), because="示例")
    user.forget_grants()
    return user


def test_a_list_goes_from_the_head_to_the_township_to_the_county(world, someone, workers, submitted):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "GLLR")

    made = submitted(one, other)
    assert (made.state, made.number, made.capacity["workers"]) == ("proposed", 1, 3)
    assert rows(since_on=None).count() == 2 and not VisitSlot.objects.unscoped("test").exists()

    actions.sign_round(made.pk, by=world.township, opinion="名单与底册一致")
    done = actions.approve_round(made.pk, by=world.county, opinion="同意", from_on=FIRST)

    assert (done.state, done.from_on, done.township_by, done.county_by) == (
        "approved", FIRST, world.township, world.county,
    )  # fmt: skip
    seal.read(done, "township_opinion", "county_opinion")
    assert done.opened == {"township_opinion": "名单与底册一致", "county_opinion": "同意"}
    assert {(row.person_id, row.tier, row.interval_days, row.is_shared) for row in rows()} == {
        (one.pk, "key", 30, True), (other.pk, "general", 90, False),
    }  # fmt: skip
    assert [entry.act for entry in journal.entries(object_id=str(made.pk))][::-1] == [
        "visiting.open_round", "visiting.add_people", "visiting.submit_round", "visiting.sign_round",
        "visiting.approve_round",
    ]  # fmt: skip


def test_who_makes_a_list_does_not_check_it(world, someone, draft):
    head = also(world.head, Role.TOWNSHIP_OFFICER, of_area(world.areas["469030104"]))
    made = actions.submit_round(draft(someone()).pk, by=head)

    with pytest.raises(RuleBroken, match="不能是同一个账号"):
        actions.sign_round(made.pk, by=head)
    actions.sign_round(made.pk, by=world.township)


def test_nobody_signs_both_steps(world, someone, submitted):
    both = also(world.township, Role.COUNTY_OFFICER, of_area(world.areas["469030"]))
    made = actions.sign_round(submitted(someone()).pk, by=both)

    with pytest.raises(RuleBroken, match="不能是同一个账号"):
        actions.approve_round(made.pk, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.unscoped("test").filter(pk=made.pk).update(county_by=both)
    actions.approve_round(made.pk, by=world.county)


def test_each_signs_when_it_is_her_turn(world, someone, submitted):
    made = submitted(someone())

    with pytest.raises(RuleBroken, match="乡镇（街道）审核"):
        actions.approve_round(made.pk, by=world.county)
    with pytest.raises(Http404):
        actions.approve_round(made.pk, by=world.far_county)
    actions.sign_round(made.pk, by=world.township)
    with pytest.raises(RuleBroken, match="市县审定"):
        actions.sign_round(made.pk, by=world.township)
    with pytest.raises(Http404):
        actions.sign_round(made.pk, by=world.worker)


def test_without_a_township_officer_the_county_settles_it_alone(world, someone, submitted):
    held = world.township.grants.get()
    end_grant(held.pk, by=world.secadmin, because="调离")
    made = submitted(someone())

    assert actions.approve_round(made.pk, by=world.county).state == "approved"


def test_a_big_community_goes_straight_to_the_county(world, someone, submitted):
    world.here.area.level = "unit"
    world.here.area.save()

    assert actions.approve_round(submitted(someone()).pk, by=world.county).state == "approved"


def test_a_returned_round_says_why_and_comes_again(world, someone, submitted):
    made = submitted(someone())
    with pytest.raises(Invalid, match="请写明退回原因"):
        actions.return_round(made.pk, by=world.township, reason="")

    back = actions.return_round(made.pk, by=world.township, reason="王桂兰已迁出，请核对")
    assert (back.state, back.opened["return_reason"]) == ("returned", "王桂兰已迁出，请核对")
    actions.add_people(made.pk, by=world.head, people=[someone("符亚妹").pk])
    again = actions.submit_round(made.pk, by=world.head)
    actions.sign_round(again.pk, by=world.township)
    back = actions.return_round(again.pk, by=world.county, reason="人数超出能力")

    assert back.state == "returned"
    with pytest.raises(RuleBroken, match="不在审核中"):
        actions.return_round(made.pk, by=world.county, reason="再退一次")
    assert actions.submit_round(made.pk, by=world.head).township_by is None


def test_one_round_at_a_time(world, someone, draft, approved):
    draft()
    with pytest.raises(RuleBroken, match="还有一轮没有核定"):
        draft()
    assert Round.objects.unscoped("test").count() == 1


def test_a_submitted_round_is_not_changed(world, someone, submitted):
    made = submitted(someone())

    with pytest.raises(RuleBroken, match="已经提交"):
        actions.add_people(made.pk, by=world.head, people=[someone("符亚妹").pk])
    with pytest.raises(RuleBroken, match="已经提交"):
        actions.submit_round(made.pk, by=world.head)


def test_only_people_of_the_station_who_are_served_are_proposed(world, someone, draft):
    made = draft()
    ended, mistake = someone("林示例"), someone("陈示例")
    end_file(ended.pk, by=world.worker, state="moved", on=world.today, reason="随子女迁走")
    void_person(mistake.pk, by=world.worker, reason="建错了")
    near = someone("李阿公", by=world.neighbour, station=world.near)
    both = also(world.head, Role.STATION_HEAD, of_station(world.near))

    with pytest.raises(Http404):
        actions.add_people(
            made.pk, by=world.head, people=[someone("吴示例", by=world.stranger, station=world.elsewhere).pk]
        )
    with pytest.raises(RuleBroken, match="只能列入本站"):
        actions.add_people(made.pk, by=both, people=[near.pk])
    for person in (ended, mistake):
        with pytest.raises(RuleBroken, match="已结束、已作废"):
            actions.add_people(made.pk, by=world.head, people=[person.pk])
    known = someone("符亚妹", opened_on=None)
    assert actions.add_people(made.pk, by=world.head, people=[known.pk, someone().pk]) == 2
    assert actions.add_people(made.pk, by=world.head, people=[known.pk]) == 0


def test_nothing_proposed_is_not_submitted(world, draft):
    with pytest.raises(RuleBroken, match="不能提交"):
        actions.submit_round(draft().pk, by=world.head)


def test_the_head_makes_the_list_of_her_station_this_year_or_next(world, draft):
    for year in (2025, 2028):
        with pytest.raises(Invalid, match="今年或明年"):
            actions.open_round(world.here.pk, by=world.head, year=year)
    for user in (world.worker, world.township, world.county):
        with pytest.raises(Http404):
            actions.open_round(world.here.pk, by=user, year=2026)
    with pytest.raises(Http404):
        actions.open_round(world.near.pk, by=world.head, year=2026)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 10, 31), "不能早于本月"), (date(2027, 1, 1), "2026 年内")],
)
def test_a_list_does_not_begin_in_a_month_that_is_over(world, someone, submitted, day, words):
    made = submitted(someone())
    actions.sign_round(made.pk, by=world.township)

    with pytest.raises(Invalid, match=words):
        actions.approve_round(made.pk, by=world.county, from_on=day)
    assert actions.approve_round(made.pk, by=world.county).from_on == world.today


def test_the_county_strikes_people_out(world, someone, submitted):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    made = submitted(one, other)
    with pytest.raises(RuleBroken, match="乡镇（街道）审核"):
        actions.strike_people(made.pk, by=world.township, people=[one.pk])
    actions.sign_round(made.pk, by=world.township)

    assert actions.strike_people(made.pk, by=world.county, people=[one.pk, other.pk]) == 2
    with pytest.raises(RuleBroken, match="请改为退回"):
        actions.approve_round(made.pk, by=world.county)
    assert actions.strike_people(made.pk, by=world.county, people=[one.pk], is_struck=False) == 1
    actions.approve_round(made.pk, by=world.county, from_on=FIRST)

    assert {row.person_id: row.since_on for row in rows()} == {one.pk: FIRST, other.pk: None}
    assert set(VisitSlot.objects.unscoped("test").values_list("person", flat=True)) == {one.pk}


def test_struck_out_in_the_same_act_and_proposed_again_later(world, someone, submitted, approved):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    made = submitted(one, other)
    actions.sign_round(made.pk, by=world.township)
    actions.approve_round(made.pk, by=world.county, from_on=FIRST, struck=[other.pk])

    approved(other, from_on=world.today)

    assert rows(person=other, since_on=world.today).exists()


def test_a_later_round_adds_and_removes(world, someone, approved):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one)

    second = approved(other, removing=[one], from_on=date(2026, 11, 10))

    assert second.number == 2
    left = rows(person=one).get()
    assert (left.until_on, left.leave_reason, left.removed_in) == (date(2026, 11, 9), "not_needed", second)
    assert rows(person=other).get().since_on == date(2026, 11, 10)


def test_a_removal_is_taken_back(world, someone, approved, draft):
    one = someone("王桂兰", "DB")
    approved(one)
    made = draft()
    with pytest.raises(Invalid, match="请选择调出原因"):
        actions.remove_member(made.pk, by=world.head, person=one.pk, reason="tier")

    actions.remove_member(made.pk, by=world.head, person=one.pk, reason="other", note="住到女儿家去了")
    row = actions.keep_member(made.pk, by=world.head, person=one.pk)

    assert (row.removed_in, row.leave_reason, row.leave_note) == (None, "", None)
    with pytest.raises(Http404):
        actions.remove_member(made.pk, by=world.head, person=someone("符亚妹").pk, reason="other")


def test_who_comes_back_begins_the_day_after_she_left(world, someone, approved):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one)
    approved(other, removing=[one], from_on=date(2026, 11, 20))

    approved(one, from_on=date(2026, 11, 10))

    assert sorted(row.since_on for row in rows(person=one)) == [FIRST, date(2026, 11, 20)]


def test_next_years_list_takes_over_at_new_year(world, someone, approved, today):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one, other)
    today(date(2026, 12, 10))

    following = approved(one, year=2027, from_on=None)

    assert following.from_on == date(2027, 1, 1)
    old = {row.person_id: (row.until_on, row.leave_reason) for row in rows(list__year=2026)}
    assert set(old.values()) == {(date(2026, 12, 31), "year_over")} and set(old) == {one.pk, other.pk}
    assert [row.person_id for row in rows(until_on=None)] == [one.pk]


def test_a_person_is_on_one_list_in_the_province(world, someone, approved):
    one = someone("王桂兰", "DB")
    made = approved(one)

    again = Listed(list=made.list, person=one, since_on=world.today, tier="key", added_in=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_list_without_interval_owes_no_visits(world, someone, approved):
    approved(someone("王桂兰"), someone("符亚妹", "JTBL"))

    assert {row.interval_days for row in rows()} == {None}
    assert not VisitSlot.objects.unscoped("test").exists()


def test_a_file_names_its_own_tier(world, someone, approved):
    one = someone("王桂兰", "GLLR")
    put_particulars(one.pk, by=world.worker, fields=ParticularsFields(tier="high"))
    approved(one)

    assert (rows().get().tier, rows().get().interval_days) == ("high", 7)
