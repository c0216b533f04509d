"""A station that stopped for a while was not on in those days, whatever happened since."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from yimi.core.errors import Invalid, RuleBroken
from yimi.figures import fold, queries
from yimi.network.actions import move_station, put_station
from yimi.network.models import Station, StationPause
from yimi.network.spans import was_on

pytestmark = pytest.mark.django_db

FIRST = date(2026, 8, 1)
DAYS = st.integers(0, 111).map(lambda n: FIRST + timedelta(days=n))
STEPS = st.lists(st.tuples(st.sampled_from(["suspended", "operating", "operating", "closed"]), DAYS), max_size=10)


def pause(station, by, first, until=None):
    move_station(station.pk, by=by, to="suspended", on=first, reason="修缮")
    if until:
        move_station(station.pk, by=by, to="operating", on=until)


def is_on(station, day):
    return Station.objects.unscoped("test").filter(was_on(day), pk=station.pk).exists()


def on_figure(world, span):
    return queries.figure(world.county, "STATION_ON", queries.place_named(station=world.here.code), span).value


@pytest.mark.both_engines
def test_the_days_of_a_past_pause_are_not_on(world):
    fold.fold()
    pause(world.here, world.county, date(2026, 9, 10), date(2026, 10, 20))

    expected = {"2026-09-10": 1, "2026-09-11": 0, "2026-09": 0, "2026-10-19": 0, "2026-10-20": 1, "2026-11-20": 1}
    assert {span: on_figure(world, span) for span in expected} == expected
    fold.fold()
    assert {span: on_figure(world, span) for span in expected} == expected
    assert [is_on(world.here, date.fromisoformat(day)) for day in ("2026-09-10", "2026-09-11", "2026-10-20")] == [
        1,
        0,
        1,
    ]


@pytest.mark.both_engines
def test_a_pause_that_begins_on_the_last_of_a_month_shows_in_the_next(world):
    fold.rebuild()
    pause(world.here, world.county, date(2026, 9, 30))

    fold.fold()

    assert (on_figure(world, "2026-09"), on_figure(world, "2026-10")) == (1, 0)
    fold.rebuild()
    assert (on_figure(world, "2026-09"), on_figure(world, "2026-10")) == (1, 0)


def test_every_pause_is_kept_with_its_reason(world):
    pause(world.here, world.county, date(2026, 9, 1), date(2026, 9, 5))
    pause(world.here, world.county, date(2026, 9, 5))

    rows = StationPause.objects.values_list("from_on", "until_on", "reason")
    assert list(rows) == [(date(2026, 9, 1), date(2026, 9, 5), "修缮"), (date(2026, 9, 5), None, "修缮")]
    world.here.refresh_from_db()
    assert (world.here.ceased_on, world.here.operating_on) == (date(2026, 9, 5), world.opened)


def test_a_second_pause_does_not_begin_before_the_first_has_ended(world):
    pause(world.here, world.county, date(2026, 9, 1), date(2026, 9, 20))

    with pytest.raises(Invalid, match="不能早于上一次停运的日期（2026-09-20）"):
        pause(world.here, world.county, date(2026, 9, 10))


def test_dates_are_corrected_around_the_pauses_there_were(world):
    pause(world.here, world.county, date(2026, 9, 1), date(2026, 9, 20))

    with pytest.raises(Invalid, match="不能晚于停运期间的开始"):
        put_station(world.here.pk, by=world.county, operating_on=date(2026, 9, 2))
    put_station(world.here.pk, by=world.county, operating_on=date(2026, 9, 1))
    assert [is_on(world.here, date(2026, 9, day)) for day in (1, 2, 20)] == [True, False, True]


def test_the_day_that_a_running_pause_began_is_corrected_with_the_station(world):
    pause(world.here, world.county, date(2026, 9, 10))

    put_station(world.here.pk, by=world.county, ceased_on=date(2026, 9, 1))

    assert StationPause.objects.get().from_on == date(2026, 9, 1)
    assert on_figure(world, "2026-09-05") == 0


def test_the_database_refuses_two_running_pauses(world):
    pause(world.here, world.county, date(2026, 9, 10))

    with pytest.raises(IntegrityError), transaction.atomic():
        StationPause.objects.create(station=world.here, from_on=date(2026, 9, 12))


@pytest.mark.both_engines
@tried(12)
@given(steps=STEPS)
def test_in_whatever_order_it_stops_and_goes_on_each_day_is_what_was_said(world, steps):
    with transaction.atomic():
        said = [("operating", world.opened)]
        for state, on in steps:
            try:
                with transaction.atomic():
                    move_station(world.here.pk, by=world.county, to=state, on=on, reason="修缮")
            except (RuleBroken, Invalid):
                continue
            said.append((state, on))
        for n in range(112):
            assert is_on(world.here, FIRST + timedelta(days=n)) == _was_said(said, FIRST + timedelta(days=n)), said
        pauses = list(StationPause.objects.order_by("from_on"))
        assert all(one.until_on and one.until_on <= two.from_on for one, two in pairwise(pauses))
        transaction.set_rollback(True)


def _was_said(said, day):
    """On, where the last step before a day opened it, or it stops on the day itself."""
    before = [state for state, on in said if on < day or (state == "operating" and on == day)]
    return bool(before) and before[-1] == "operating"
