"""Which visits are owed, and what meets them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from tests import story
from tests.proof import tried
from yimi.clients.actions import (
    end_category,
    end_file,
    hold_category,
    join_household,
    put_particulars,
    reopen_file,
    void_person,
)
from yimi.clients.fields import CategoryFields
from yimi.clients.models import Person
from yimi.clients.particulars import ParticularsFields
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.jobs import jobs
from yimi.services.models import Participation
from yimi.visiting import actions
from yimi.visiting.actions.slots import rebuild_for
from yimi.visiting.models import Listed, Pause, VisitRule, VisitSlot
from yimi.visiting.standing import with_met
from yimi.visiting.windows import Stretch, windows

from .conftest import FIRST

DAY = timedelta(days=1)
YEAR_END = date(2026, 12, 31)


def slots(person=None):
    rows = VisitSlot.objects.unscoped("test").order_by("from_on")
    return rows.filter(person=person) if person else rows


def days(person):
    return list(slots(person).values_list("from_on", "until_on"))


def met(person):
    return [slot.is_met for slot in with_met(slots(person))]


def listed(person):
    rows = Listed.objects.unscoped("test").filter(person=person, since_on__isnull=False).order_by("since_on")
    return [(row.since_on, row.until_on, row.tier) for row in rows]


def test_windows_follow_one_another_from_the_first_day_to_the_end_of_the_year(world, someone, approved):
    one = someone("王桂兰", "DB")

    approved(one)

    assert days(one) == [(date(2026, 11, 2), date(2026, 12, 1)), (date(2026, 12, 2), YEAR_END)]


def test_a_window_that_would_end_next_year_is_not_owed(world, someone, approved):
    one = someone("王桂兰", "DB")

    approved(one, from_on=date(2026, 11, 3))

    assert days(one) == [(date(2026, 11, 3), date(2026, 12, 2))]


def test_a_seen_visit_inside_meets_the_window_and_nothing_else_does(world, someone, approved):
    one = someone("王桂兰", "DB")
    approved(one)
    assert met(one) == [False, False]

    story.visit(world.worker, world.here, FIRST - DAY, [one])
    story.visit(world.worker, world.here, FIRST, [one], outcome="not_home")
    story.contact(world.worker, world.here, "remote_visit", FIRST, [one])
    mistake = story.visit(world.worker, world.here, FIRST, [one])
    story.void_contact(mistake.pk, by=world.worker, reason="记错人")
    assert met(one) == [False, False]

    story.visit(world.worker, world.here, FIRST, [one])
    assert met(one) == [True, False]


def test_a_call_meets_the_window_where_the_rule_allows(world, someone, approved):
    _rule(world, tiers={"general": 20})
    often, seldom = someone("王桂兰", "DB"), someone("符亚妹", "GLLR")
    approved(often, seldom)
    assert {slot.person_id: slot.remote_counts for slot in slots()} == {often.pk: False, seldom.pk: True}

    for person in (often, seldom):
        story.contact(world.worker, world.here, "remote_visit", FIRST, [person])

    assert (met(often)[0], met(seldom)[0]) == (False, True)


def _draft():
    return VisitRule.objects.unscoped("test").get(state="draft")


def _rule(world, **content):
    actions.put_rule(world.areas["469030"].pk, by=world.county, effective_from=world.today, content=content)
    return actions.publish_rule(_draft().pk, by=world.county, is_confirmed=True)


def test_calls_of_her_own_meet_and_of_her_household_do_not(world, someone, approved):
    _rule(world, tiers={"key": 10}, remote_counts=["key"])
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    join_household(other.pk, by=world.worker, of=one.pk)
    approved(one, other)

    story.contact(world.worker, world.here, "remote_visit", FIRST, [one])

    assert met(one)[0] and not met(other)[0]


def test_one_visit_to_a_household_meets_the_windows_of_those_who_share(world, someone, approved):
    grandmother, son, neighbour = someone("王桂兰", "DB"), someone("王小明", "DB", "LSET"), someone("符亚妹", "DB")
    alone = someone("王阿公", "DJLR")
    for person in (son, alone):
        join_household(person.pk, by=world.worker, of=grandmother.pk)
    approved(grandmother, son, neighbour, alone)

    story.visit(world.worker, world.here, FIRST, [son])

    assert (met(son)[0], met(grandmother)[0]) == (True, True)
    assert (met(neighbour)[0], met(alone)[0]) == (False, False)


def test_windows_that_a_pause_touches_drop_out_and_the_others_stay_put(world, someone, approved):
    _rule(world, tiers={"key": 10})
    one = someone("王桂兰", "DB")
    approved(one)
    before = list(slots(one).values())

    pause = actions.pause_visits(
        one.pk, by=world.head, reason="away", from_on=date(2026, 11, 21), until_on=date(2026, 11, 22), note="回娘家"
    )
    assert [(first - FIRST).days for first, _last in days(one)] == [0, 30, 40, 50]
    actions.resume_visits(pause.pk, by=world.head, on=date(2026, 11, 21))

    assert list(slots(one).values()) == before
    assert not Pause.objects.unscoped("test").exists()


def test_a_pause_is_of_who_is_listed_by_who_is_in_charge(world, someone, approved):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one)
    said = {"reason": "institution", "from_on": world.today}

    with pytest.raises(RuleBroken, match="负责社工或站长"):
        actions.pause_visits(one.pk, by=world.colleague, **said)
    with pytest.raises(RuleBroken, match="负责社工或站长"):
        actions.pause_visits(one.pk, by=world.county, **said)
    with pytest.raises(RuleBroken, match="不在今年的核定服务名单"):
        actions.pause_visits(other.pk, by=world.head, **said)
    with pytest.raises(Invalid, match="请选择暂停的原因"):
        actions.pause_visits(one.pk, by=world.head, reason="busy", from_on=world.today)
    with pytest.raises(Invalid, match="不能早于开始日期"):
        actions.pause_visits(one.pk, by=world.head, **said, until_on=world.today - DAY)
    pause = actions.pause_visits(one.pk, by=world.worker, **said)
    with pytest.raises(RuleBroken, match="已经暂停"):
        actions.pause_visits(one.pk, by=world.worker, **said)
    with pytest.raises(Invalid, match="恢复日期"):
        actions.resume_visits(pause.pk, by=world.worker, on=world.today + 9 * DAY)
    actions.resume_visits(pause.pk, by=world.worker, on=world.today + DAY)
    pause.refresh_from_db()
    assert pause.until_on == world.today


def test_an_ended_file_owes_nothing_more_and_comes_back_when_it_is_opened_again(world, someone, approved, today):
    _rule(world, tiers={"key": 10})
    one = someone("王桂兰", "DB")
    approved(one)
    whole = days(one)

    end_file(one.pk, by=world.worker, state="closed", on=date(2026, 11, 15), reason="本人要求终止")
    assert days(one) == whole[:1]
    today(date(2026, 11, 25))
    reopen_file(one.pk, by=world.worker, on=date(2026, 11, 24), reason="又需要服务")

    assert listed(one) == [(FIRST, date(2026, 11, 15), "key"), (date(2026, 11, 24), None, "key")]
    assert days(one)[1:] == [(date(2026, 11, 24) + n * 10 * DAY, date(2026, 12, 3) + n * 10 * DAY) for n in range(3)]


def test_a_voided_file_is_on_no_list(world, someone, approved, draft):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one)
    draft(other)

    for person in (one, other):
        void_person(person.pk, by=world.worker, reason="建错了")

    assert not slots().exists()
    assert [row.leave_reason for row in Listed.objects.unscoped("test")] == ["voided"]


def test_a_changed_tier_begins_after_the_current_window(world, someone, approved, today):
    one = someone("王桂兰", "DB")
    approved(one)

    put_particulars(one.pk, by=world.worker, fields=ParticularsFields(tier="high"))
    assert listed(one) == [(FIRST, date(2026, 12, 1), "key"), (date(2026, 12, 2), None, "high")]
    assert days(one)[1] == (date(2026, 12, 2), date(2026, 12, 8))
    put_particulars(one.pk, by=world.worker, fields=ParticularsFields(tier="general", tier_note="身体好转"))
    assert [row[2] for row in listed(one)] == ["key", "general"]
    put_particulars(one.pk, by=world.worker, fields=ParticularsFields())

    assert listed(one) == [(FIRST, None, "key")]
    assert days(one) == [(date(2026, 11, 2), date(2026, 12, 1)), (date(2026, 12, 2), YEAR_END)]


def test_categories_that_begin_and_end_change_the_tier(world, someone, approved, today):
    one = someone("王桂兰", "GLLR")
    approved(one, from_on=date(2026, 11, 1))
    assert days(one) == []

    hold_category(one.pk, by=world.worker, category=CategoryFields(code="DJLR", since_on=world.today))
    assert listed(one) == [(date(2026, 11, 1), None, "general")]  # her window lasts beyond the year
    other = someone("符亚妹", "DJLR", "GLLR")
    approved(other)
    end_category(other.pk, by=world.worker, code="DJLR", since_on=date(2026, 1, 1), on=date(2026, 11, 25))
    assert listed(other) == [(FIRST, None, "key")]
    today(date(2026, 11, 27))
    jobs["visiting.retier"].run("2026-11-26")

    assert listed(other) == [(FIRST, date(2026, 12, 1), "key"), (date(2026, 12, 2), None, "general")]


def test_who_leaves_by_a_round_before_a_changed_tier_begins_leaves_the_old_one(world, someone, approved):
    one, other = someone("王桂兰", "DB"), someone("符亚妹", "DB")
    approved(one)
    put_particulars(one.pk, by=world.worker, fields=ParticularsFields(tier="high"))

    approved(other, removing=[one], from_on=date(2026, 11, 20))

    assert listed(one) == [(FIRST, date(2026, 11, 19), "key")]
    assert days(one) == []


def test_who_leaves_by_a_round_keeps_her_tier_until_then(world, someone, approved, submitted):
    one = someone("王桂兰", "DB")
    approved(one)
    submitted(someone("符亚妹", "DB"), removing=[one])

    put_particulars(one.pk, by=world.worker, fields=ParticularsFields(tier="high"))

    assert listed(one) == [(FIRST, None, "key")]


def test_slots_are_rebuilt_to_the_same_rows(world, someone, approved):
    people = [someone("王桂兰", "DB"), someone("符亚妹", "DJLR")]
    approved(*people)
    before = list(slots().values())

    rebuild_for([person.pk for person in people])
    assert list(slots().values()) == before
    VisitSlot.objects.unscoped("test").filter(nth=1).delete()
    rebuild_for([person.pk for person in people])

    assert list(slots().order_by("pk").values()) == sorted(before, key=lambda row: row["id"])


stretches = st.builds(
    lambda first, length: Stretch(date(2026, 1, 1) + first * DAY, length and date(2026, 1, 1) + (first + length) * DAY),
    st.integers(0, 400),
    st.one_of(st.none(), st.integers(1, 90)),
)


@given(
    first=st.integers(0, 364),
    length=st.integers(0, 364),
    interval=st.integers(1, 120),
    pauses=st.lists(stretches, max_size=3),
)
def test_windows_are_what_counting_on_the_fingers_gives(first, length, interval, pauses):
    since = date(2026, 1, 1) + first * DAY
    until = min(since + length * DAY, YEAR_END)

    assert {(w.first, w.last) for w in windows(Stretch(since, until), interval, pauses)} == on_fingers(
        since, until, interval, pauses
    )


def on_fingers(since, until, interval, pauses):
    """Day by day: which window each day is in; those that are whole and have no day away."""
    away = {
        day for pause in pauses for day in _days(pause.first, min(pause.last or YEAR_END, YEAR_END))
    }  # fmt: skip
    boxes = {}
    for day in _days(since, until):
        boxes.setdefault((day - since).days // interval, []).append(day)
    return {(box[0], box[-1]) for box in boxes.values() if len(box) == interval and not away & set(box)}


def _days(first, last):
    return [first + n * DAY for n in range((last - first).days + 1)]


acts = st.lists(
    st.one_of(
        st.tuples(st.just("pause"), st.integers(0, 1), st.integers(0, 40), st.integers(0, 20)),
        st.tuples(st.just("tier"), st.integers(0, 1), st.sampled_from(["high", "key", "general", "none", ""])),
        st.tuples(
            st.just("visit"), st.integers(0, 1), st.integers(0, 40), st.sampled_from(["home_visit", "remote_visit"])
        ),
        st.tuples(st.just("end"), st.integers(0, 1), st.integers(0, 40)),
        st.tuples(st.just("remove"), st.integers(0, 1)),
        st.tuples(st.just("wait"), st.integers(1, 12)),
    ),
    max_size=8,
)


@pytest.mark.both_engines
@tried(12)
@given(told=acts)
def test_whatever_happens_slots_follow_from_the_rows_and_are_met_by_the_ledger(
    world, someone, approved, today, settings, told
):
    with transaction.atomic():
        settings.YIMI_TODAY = date(2026, 11, 20)
        people = [someone("王桂兰", "DB"), someone("王小明", "DB", "LSET")]
        join_household(people[1].pk, by=world.worker, of=people[0].pk)
        approved(*people)
        for act in told:
            _do(world, people, act, approved, settings, someone)
        before = list(slots().order_by("pk").values())
        rebuild_for([person.pk for person in people])

        assert list(slots().order_by("pk").values()) == before
        assert {(s.listed_id, s.from_on, s.until_on) for s in slots()} == _owed()
        assert {slot.pk: slot.is_met for slot in with_met(slots())} == {slot.pk: _met(slot) for slot in slots()}
        _never_twice(people)
        transaction.set_rollback(True)


def _do(world, people, act, approved, settings, someone):
    what, *more = act
    day = settings.YIMI_TODAY
    try:
        with transaction.atomic():
            if what == "wait":
                settings.YIMI_TODAY = day + more[0] * DAY
                jobs["visiting.retier"].run(str(day))
            elif what == "pause":
                first = FIRST + more[1] * DAY
                actions.pause_visits(
                    people[more[0]].pk, by=world.head, reason="away", from_on=first, until_on=first + more[2] * DAY
                )
            elif what == "tier":
                fields = ParticularsFields(tier=more[1], tier_note="核对后调整")
                put_particulars(people[more[0]].pk, by=world.worker, fields=fields)
            elif what == "visit":
                on = min(FIRST + more[1] * DAY, day)
                story.contact(world.worker, world.here, more[2], on, [people[more[0]]])
            elif what == "end":
                on = min(FIRST + more[1] * DAY, day)
                end_file(people[more[0]].pk, by=world.worker, state="moved", on=on, reason="迁走了")
            else:
                approved(someone("符亚妹", "DB"), removing=[people[more[0]]], from_on=day)
    except (RuleBroken, Invalid, Http404):
        pass


def _owed():
    """The windows again, counted on the fingers from rows, pauses and ends."""
    found = set()
    for row in Listed.objects.unscoped("test").filter(since_on__isnull=False, interval_days__isnull=False):
        person = row.person
        until = min(day for day in (YEAR_END, row.until_on, person.ended_on) if day)
        pauses = [Stretch(p.from_on, p.until_on) for p in Pause.objects.unscoped("test").filter(person=person)]
        found |= {
            (row.pk, first, last) for first, last in on_fingers(row.since_on, until, row.interval_days, pauses)
        }  # fmt: skip
    return found


def _met(slot):
    """Visit by visit, in plain words."""
    person = Person.objects.unscoped("test").get(pk=slot.person_id)
    for part in Participation.objects.unscoped("test").select_related("contact", "person"):
        contact = part.contact
        if not part.seen or contact.is_void or not slot.from_on <= contact.service_on <= slot.until_on:
            continue
        own = part.person_id == person.pk
        together = person.household_id and part.person.household_id == person.household_id
        if contact.kind == "home_visit" and (own or (slot.is_shared and together)):
            return True
        if contact.kind == "remote_visit" and own and slot.remote_counts:
            return True
    return False


def _never_twice(people):
    """Nobody is on the list twice on a day, and the days of a person hang together."""
    for person in people:
        rows = listed(person)
        for (_, until, _), (since, _, _) in pairwise(rows):
            assert until and until < since
