"""Lists follow the files: to another station, into another file, and back."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from yimi.accounts.actions import grant
from yimi.accounts.places import of_station
from yimi.clients.actions import (
    Answer,
    answer_transfer,
    ask_transfer,
    merge_people,
    put_particulars,
    undo_merge,
)
from yimi.clients.particulars import ParticularsFields
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Role
from yimi.visiting import actions
from yimi.visiting.models import Listed, Pause, VisitSlot

from .conftest import FIRST

DAY = timedelta(days=1)
ROWS = ("visiting.Listed", "visiting.Pause", "visiting.VisitSlot")


def everything():
    """Every row of lists, pauses and windows, column by column."""
    return {label: sorted(map(str, apps.get_model(label)._base_manager.values_list())) for label in ROWS}


def moved(world, person):
    """The file goes from the station here to the one near."""
    near = world.neighbour
    grant(near, Role.STATION_HEAD, of_station(world.near), by=SYSTEM, from_on=world.opened, because="示例")
    near.forget_grants()
    asked = ask_transfer(person.pk, by=world.head, to=world.near.code, reason="已搬到红毛镇")
    return answer_transfer(asked.pk, by=near, answer=Answer(True))


def rows(person=None, **more):
    found = Listed.objects.unscoped("test").filter(**more)
    return found.filter(person=person) if person else found


def slots(person):
    return VisitSlot.objects.unscoped("test").filter(person=person)


def test_a_file_that_moves_leaves_the_old_list_on_that_day(world, someone, approved):
    one = someone("王桂兰", "DB")
    approved(one)
    pause = actions.pause_visits(one.pk, by=world.head, reason="away", from_on=world.today)

    moved(world, one)

    left = rows(one).get()
    assert (left.until_on, left.leave_reason) == (world.today - DAY, "moved")
    assert not slots(one).exists()
    pause.refresh_from_db()
    assert pause.until_on == world.today


def test_a_file_that_moves_is_not_proposed_any_more(world, someone, draft):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    draft(one, other)

    moved(world, one)

    assert [row.person_id for row in rows()] == [other.pk]


def merged(world, keep, drop):
    return merge_people(by=world.head, keep=keep.pk, drop=drop.pk, reason="同一人重复建档")


def test_the_list_goes_with_the_person_into_the_kept_file_and_back(world, someone, approved):
    keep, drop = someone("王桂兰", "GLLR"), someone("王贵兰", "DB")
    approved(drop)
    pause = actions.pause_visits(drop.pk, by=world.head, reason="away", from_on=FIRST, until_on=FIRST)
    before = everything()

    merge = merged(world, keep, drop)
    assert rows(drop).count() == 0 and rows(keep).get().until_on is None
    assert slots(keep).count() == 1 and not slots(drop).exists()
    pause.refresh_from_db()
    assert pause.person == keep

    undo_merge(merge.pk, by=world.head)
    assert everything() == before


def test_where_both_are_listed_the_kept_one_stays_and_the_other_is_set_aside(world, someone, approved, draft):
    keep, drop = someone("王桂兰", "DB"), someone("王贵兰", "DB")
    approved(keep, drop)
    before = everything()

    merge = merged(world, keep, drop)
    assert rows(keep).get().until_on is None
    assert (rows(drop).get().until_on, rows(drop).get().leave_reason) == (world.today, "merged")
    assert slots(keep).count() == 2 and not slots(drop).exists()

    undo_merge(merge.pk, by=world.head)
    assert everything() == before


def test_a_tier_that_the_merge_raised_is_lowered_again(world, someone, approved):
    keep, drop = someone("王桂兰", "DB"), someone("王贵兰")
    put_particulars(drop.pk, by=world.worker, fields=ParticularsFields(tier="high"))
    approved(keep)
    before = everything()

    merge = merged(world, keep, drop)
    assert [row.tier for row in rows(keep).order_by("since_on")] == ["key", "high"]

    undo_merge(merge.pk, by=world.head)
    assert everything() == before


@pytest.mark.parametrize("also", [False, True], ids=["the dropped one", "both"])
def test_a_proposal_goes_with_the_person_too(world, someone, draft, also):
    keep, drop = someone("王桂兰", "DB"), someone("王贵兰", "DB")
    draft(drop, *([keep] if also else []))
    before = everything()

    merge = merged(world, keep, drop)
    assert [row.person_id for row in rows()] == [keep.pk]

    undo_merge(merge.pk, by=world.head)
    assert everything() == before


def test_files_of_two_stations_become_one_and_two_again(world, someone, approved):
    keep = someone("王桂兰", "DB", by=world.neighbour, station=world.near)
    drop = someone("王贵兰", "DB")
    approved(drop)
    before = everything()

    merge = merge_people(by=world.county, keep=keep.pk, drop=drop.pk, reason="同一人重复建档")
    assert not rows(keep).exists() and not slots(keep).exists() and not slots(drop).exists()

    undo_merge(merge.pk, by=world.county)
    assert everything() == before


histories = st.lists(
    st.one_of(
        st.tuples(st.just("list"), st.sets(st.integers(0, 2), min_size=1)),
        st.tuples(st.just("remove"), st.integers(0, 2)),
        st.tuples(st.just("pause"), st.integers(0, 2), st.integers(0, 25), st.integers(0, 9)),
        st.tuples(st.just("tier"), st.integers(0, 2), st.sampled_from(["high", "key", "general", ""])),
        st.tuples(st.just("propose"), st.integers(0, 2)),
    ),
    max_size=6,
)


@pytest.mark.both_engines
@tried(12)
@given(history=histories, keep=st.integers(0, 2), drop=st.integers(0, 2))
def test_merging_and_undoing_gives_back_every_row(world, someone, approved, draft, history, keep, drop):
    with transaction.atomic():
        people = [someone("王桂兰", "DB"), someone("王贵兰", "DJLR"), someone("王小兰", "GLLR")]
        for act in history:
            _do(world, people, act, approved, draft, someone)
        before = everything()
        if merge := _try(
            lambda: merge_people(by=world.county, keep=people[keep].pk, drop=people[drop].pk, reason="同一人")
        ):
            undo_merge(merge.pk, by=world.county)
        assert everything() == before
        transaction.set_rollback(True)


def _do(world, people, act, approved, draft, someone):
    what, *more = act
    if what == "list":
        _try(lambda: approved(*(people[n] for n in sorted(more[0])), from_on=world.today))
    elif what == "remove":
        _try(lambda: approved(someone("符亚妹", "DB"), removing=[people[more[0]]], from_on=world.today))
    elif what == "propose":
        _try(lambda: draft(people[more[0]]))
    elif what == "tier":
        said = ParticularsFields(tier=more[1], tier_note="核对后调整")
        _try(lambda: put_particulars(people[more[0]].pk, by=world.worker, fields=said))
    else:
        first = date(2026, 11, 20) + more[1] * DAY
        _try(
            lambda: actions.pause_visits(
                people[more[0]].pk, by=world.head, reason="away", from_on=first, until_on=first + more[2] * DAY
            )
        )


def _try(what):
    from django.http import Http404

    try:
        with transaction.atomic():
            return what()
    except (RuleBroken, Invalid, Http404):
        return None


def test_pauses_that_overlap_stay_where_they_are(world, someone, approved):
    keep, drop = someone("王桂兰", "DB"), someone("王贵兰", "DB")
    approved(keep, drop)
    for person in (keep, drop):
        actions.pause_visits(person.pk, by=world.head, reason="away", from_on=world.today)
    before = everything()

    merge = merged(world, keep, drop)
    assert Pause.objects.unscoped("test").filter(person=drop).count() == 1

    undo_merge(merge.pk, by=world.head)
    assert everything() == before


def test_a_tier_that_the_kept_file_gave_goes_with_the_row_and_is_taken_back(world, someone, approved):
    keep, drop = someone("王桂兰", "DB"), someone("王贵兰", "DJLR")
    approved(drop)
    before = everything()

    merge = merged(world, keep, drop)
    assert [row.is_shared for row in rows(keep).order_by("since_on")] == [False, True]

    undo_merge(merge.pk, by=world.head)
    assert everything() == before


def test_who_moves_in_december_is_on_neither_list(world, someone, approved, today):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one, other)
    today(date(2026, 12, 10))
    approved(one, other, year=2027, from_on=None)
    today(date(2026, 12, 15))

    moved(world, one)

    told = [(row.list.year, row.since_on, row.until_on, row.leave_reason) for row in rows(one).order_by("list__year")]
    assert told == [(2026, FIRST, date(2026, 12, 14), "moved"), (2027, None, None, "moved")]
    assert [slot.until_on for slot in slots(one)] == [date(2026, 12, 1)]
    assert rows(other, list__year=2027).get().since_on == date(2027, 1, 1)


def test_who_moves_before_a_changed_tier_begins_leaves_with_the_old_one(world, someone, approved):
    one = someone("王桂兰", "DB")
    approved(one)
    put_particulars(one.pk, by=world.worker, fields=ParticularsFields(tier="high"))

    moved(world, one)

    assert [(row.tier, row.until_on, row.leave_reason) for row in rows(one)] == [("key", world.today - DAY, "moved")]
