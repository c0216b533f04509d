"""The rates of the approved list: what counts when, what opens, and that nothing makes them stale."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests import story
from tests.proof import tried
from yimi.accounts.bearer import issue
from yimi.clients.actions import (
    end_category,
    hold_category,
    join_household,
    leave_household,
    merge_people,
    undo_merge,
)
from yimi.clients.fields import CategoryFields
from yimi.clients.measures import PERSON_BREAKDOWNS
from yimi.core import db
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.periods import Period
from yimi.figures import fold, opening, queries
from yimi.figures.cells import cell
from yimi.figures.measure import measures
from yimi.figures.reading import Asked, read
from yimi.services.models import Contact
from yimi.visiting import actions
from yimi.visiting.models import Pause

from . import brute
from .conftest import FIRST

RATES = ("DUE_RATE", "ELDER_MONTH_RATE", "MS_RATE")
SPANS = ("2026-11", "2026-12", "2026-Q4", "2026-12-01..2026-12-31", "2026-11-10..2026-12-08", "2026-W49")
TODAYS = (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 20), date(2027, 1, 4))
BETWEEN = date(2026, 12, 20)


def rate(world, code, period, **place):
    found = queries.figure(world.county, code, queries.place_named(**(place or {"area": "469030104"})), period)
    return found.value, found.numerator, found.denominator


def test_a_window_counts_when_its_last_day_is_over(world, someone, approved, today):
    one, other = someone("王桂兰", "DB"), someone("李桂英", "DB")
    approved(one, other)
    story.visit(world.worker, world.here, FIRST, [one])

    assert rate(world, "DUE_RATE", "2026-12") == (None, 0, 0)
    today(date(2026, 12, 1))
    assert rate(world, "DUE_RATE", "2026-12") == (None, 0, 0), "the day is hers until midnight"
    today(date(2026, 12, 2))
    assert rate(world, "DUE_RATE", "2026-12") == (0.5, 1, 2)
    assert rate(world, "DUE_RATE", "cumulative") == (0.5, 1, 2)


def test_a_month_of_an_elder_counts_once_it_is_over_and_months_add_up(world, someone, approved, today):
    one, other = someone("王桂兰", "DJLR"), someone("李桂英", "CJR_YZ", birth_on=date(1966, 12, 31))
    approved(one, other)
    today(date(2026, 12, 20))
    story.contact(world.worker, world.here, "remote_visit", date(2026, 11, 20), [one])
    assert rate(world, "ELDER_MONTH_RATE", "2026-11") == (1, 1, 1), "the other is sixty in December only"
    assert rate(world, "ELDER_MONTH_RATE", "2026-12")[2] == 0

    today(date(2027, 1, 4))

    assert rate(world, "ELDER_MONTH_RATE", "2026-12") == (0, 0, 2)
    assert rate(world, "ELDER_MONTH_RATE", "2026-Q4") == (1 / 3, 1, 3)


def test_people_on_relief_are_counted_once_however_long_the_period(world, someone, approved, today):
    one, other = someone("王桂兰", "DB"), someone("李桂英", "TK_FS")
    approved(one, other, someone("赵示例", "GLLR"))
    today(date(2027, 1, 4))
    story.contact(world.worker, world.here, "counselling", date(2026, 11, 20), [one])
    story.visit(world.worker, world.here, date(2026, 12, 20), [one], services=("SA06",))
    story.visit(world.worker, world.here, date(2026, 12, 20), [other])

    for period in ("2026-11", "2026-12", "2026-Q4", "2026"):
        assert rate(world, "MS_RATE", period) == (0.5, 1, 2), period


def test_each_part_opens_its_rows_and_names_are_masked_above_the_station(world, someone, approved, today):
    approved(someone("王桂兰", "DB", "DJLR"))
    today(date(2027, 1, 4))
    story.contact(world.worker, world.here, "counselling", date(2026, 11, 20), [])
    place = queries.place_named(area="469030104")

    def rows(actor, code):
        return [(row.kind, row.person) for row in opening.open_rows(actor, code, place, "2026-Q4").rows]

    assert rows(world.worker, "VISIT_DUE") == [("slot", "王桂兰"), ("slot", "王桂兰")]
    assert rows(world.county, "ELDER_MONTH_N") == [("person", "王**")] * 2
    assert rows(world.county, "MS_LISTED") == [("person", "王**")]


def test_the_api_tells_both_parts(world, someone, approved, today, client):
    approved(someone("王桂兰", "DB"))
    today(date(2026, 12, 2))
    asked = {"measure": "DUE_RATE", "area": "469030", "period": "2026-12"}

    bearer = {"Authorization": f"Bearer {issue(world.province)[0]}"}
    found = client.get("/api/v1/figures", asked, headers=bearer).json()

    assert (found["kind"], found["value"], found["numerator"], found["denominator"]) == ("rate", 0, 0, 1)


WHO = st.integers(0, 3)
DAYS = st.integers(0, 48).map(lambda n: FIRST + timedelta(days=n))
KINDS = st.sampled_from(["home_visit", "home_visit", "remote_visit", "case_session", "counselling"])
happenings = st.one_of(
    st.tuples(st.just("record"), KINDS, DAYS, WHO, st.sampled_from(["seen", "seen", "not_home"]), st.booleans()),
    st.tuples(st.just("record"), KINDS, DAYS, WHO, st.just("seen"), st.booleans()),
    st.tuples(st.just("correct"), st.integers(0, 9), DAYS, WHO),
    st.tuples(st.just("void"), st.integers(0, 9)),
    st.tuples(st.just("pause"), WHO, DAYS, st.none() | st.just(7)),
    st.tuples(st.just("resume"), DAYS),
    st.tuples(st.just("hold"), WHO, st.sampled_from(["DB", "DJLR", "CJR_YZ"]), DAYS),
    st.tuples(st.just("end"), WHO, DAYS),
    st.tuples(st.just("join"), WHO, WHO),
    st.tuples(st.just("leave"), WHO),
    st.tuples(st.just("merge"), WHO, WHO),
    st.tuples(st.just("part"), st.integers(0, 3)),
    st.tuples(st.just("fold"), st.sampled_from([fold.fold, fold.fold_leaves])),
)


@pytest.mark.both_engines
@tried(6)
@given(history=st.lists(happenings, min_size=4, max_size=14))
def test_rates_equal_the_facts_after_any_history(world, someone, approved, today, history):
    with transaction.atomic():
        people = [
            someone("王桂兰", "DB", "DJLR"),
            someone("李桂英", "DB"),
            someone("赵示例", "CJR_YZ"),
            someone("钱示例"),
        ]
        approved(*people)
        today(BETWEEN)
        past = Past(world, people)
        for what, *rest in history:
            with suppress(RuleBroken, Invalid):
                getattr(past, what)(*rest)
        _compare(world, today)
        fold.fold()
        _compare(world, today)
        assert not fold.verify()
        transaction.set_rollback(True)
    today(world.today)


def _compare(world, today):
    ledger, place = brute.Ledger(world.here), queries.place_named(area="469030")
    spans, rates = tuple(map(Period.parse, SPANS)), tuple(measures[code] for code in RATES)
    for day in TODAYS:
        today(day)
        with db.snapshot():
            reading = read(Asked(place, spans, rates))
            apart = read(Asked(place, spans, rates, frozenset(PERSON_BREAKDOWNS)))
        for span, measure in product(spans, rates):
            found = reading.value(measure, place, span)
            expected = ledger.rate(measure.code, span.first, min(span.last, day - timedelta(days=1)))
            assert (found.numerator, found.denominator) == expected, (measure.code, span.code, day)
        for span, measure, by in product(spans, rates, PERSON_BREAKDOWNS):
            last = min(span.last, day - timedelta(days=1))
            told = _parts(apart, measure, place, span, by)
            assert told == ledger.rate_by(measure.code, by, span.first, last), (measure.code, by, span.code, day)
    today(BETWEEN)


def _parts(reading, measure, place, span, by):
    """Both parts of a rate by the keys of a breakdown, where there is anything."""
    keys = reading.keys(measure, place, span, by)
    values = {key: reading.value(measure, place, span, cell(**{by: key})) for key in keys}
    return {key: (value.numerator, value.denominator) for key, value in values.items() if value.denominator}


class Past:
    """What happens to four people of one list, each kind of thing by its name."""

    def __init__(self, world, people):
        self.world, self.people, self.made, self.merges = world, people, [], []

    def record(self, kind, on, who, outcome, skilled):
        services = ("SA06",) if skilled and outcome == "seen" else ()
        someone = [self.people[who]]
        by, at = self.world.worker, self.world.here
        self.made.append(story.contact(by, at, kind, on, someone, outcome=outcome, services=services))

    def correct(self, nth, on, who):
        if self.made:
            old = Contact.objects.unscoped("test").get(pk=self.made[nth % len(self.made)].pk)
            someone = [self.people[who]]
            by, at = self.world.worker, self.world.here
            story.contact(by, at, old.kind, on, someone, pk=old.pk, version=old.version, outcome=old.outcome)

    def void(self, nth):
        if self.made:
            story.void_contact(self.made[nth % len(self.made)].pk, by=self.world.worker, reason="示例作废")

    def pause(self, who, on, length):
        until = on + timedelta(days=length) if length else None
        head = self.world.head
        actions.pause_visits(self.people[who].pk, by=head, reason="away", from_on=on, until_on=until)

    def resume(self, on):
        if pause := Pause.objects.unscoped("test").order_by("pk").first():
            actions.resume_visits(pause.pk, by=self.world.head, on=on)

    def hold(self, who, code, since):
        category = CategoryFields(code=code, since_on=since, state="verified")
        hold_category(self.people[who].pk, by=self.world.head, category=category)

    def end(self, who, on):
        row = self.people[who].categories.filter(until_on=None).order_by("pk").first()
        if row:
            end_category(self.people[who].pk, by=self.world.head, code=row.code, since_on=row.since_on, on=on)

    def join(self, who, other):
        join_household(self.people[who].pk, by=self.world.worker, of=self.people[other].pk)

    def leave(self, who):
        leave_household(self.people[who].pk, by=self.world.worker)

    def merge(self, keep, drop):
        keep, drop = self.people[keep].pk, self.people[drop].pk
        self.merges.append(merge_people(by=self.world.county, keep=keep, drop=drop, reason="同一人"))

    def part(self, nth):
        if self.merges:
            undo_merge(self.merges[nth % len(self.merges)].pk, by=self.world.county)

    def fold(self, step):
        step()
