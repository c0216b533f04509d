"""The pace of a year: by workdays of the area, from the day the station opened, with the words of the handbook."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.core.models import CalendarDay
from yimi.core.workdays import is_workday
from yimi.figures.measure import FLOW, RATE, STOCK
from yimi.figures.places import Place
from yimi.planning.done import clockworks
from yimi.planning.pace import Clockwork, pace_of
from yimi.ui.components import Rag

TODAY, DUE = date(2026, 11, 20), date(2026, 12, 31)


def clock(passed, whole):
    return Clockwork(date(2026, 1, 1), DUE, passed, whole)


@pytest.mark.parametrize(
    ("done", "word"), [(95, Rag.OK), (94, Rag.WATCH), (80, Rag.WATCH), (79, Rag.LATE), (200, Rag.OK)]
)
def test_the_words_follow_what_should_be_done_by_now(done, word):
    pace = pace_of(FLOW, 200, done, clock(125, 250), TODAY, DUE)

    assert pace.status == word
    assert pace.owed == 100
    assert pace.forecast == done * 2


def test_at_the_start_of_the_year_nothing_is_said_yet():
    pace = pace_of(FLOW, 200, 0, clock(0, 250), date(2026, 1, 1), DUE)

    assert pace.status is None and pace.forecast is None


def test_a_level_is_reached_or_not_yet_or_not_in_time():
    time = clock(125, 250)
    assert pace_of(STOCK, 100, 100, time, TODAY, DUE).status == Rag.OK
    assert pace_of(RATE, 950, 900.0, time, date(2026, 6, 1), DUE).status is None
    assert pace_of(RATE, 950, 900.0, time, date(2026, 12, 5), DUE).status == Rag.WATCH
    assert pace_of(STOCK, 100, 99, time, date(2027, 1, 1), DUE).status == Rag.LATE
    assert pace_of(RATE, 950, None, time, TODAY, DUE).ratio is None


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 250))
def test_the_word_and_the_forecast_say_the_same_of_a_year(target, done, passed):
    pace = pace_of(FLOW, target, done, clock(passed, 250), TODAY, DUE)

    whole_year = Fraction(done * 250, passed)
    assert abs(pace.forecast - whole_year) <= Fraction(1, 2) + whole_year / 10**9
    if target * passed < 250:
        assert pace.status is None
    elif abs(reached := whole_year / target - Fraction(95, 100)) > Fraction(1, 10**6):
        assert (pace.status == Rag.OK) == (reached > 0)


def test_where_not_even_one_should_be_done_by_now_nobody_is_late():
    assert pace_of(FLOW, 4, 0, clock(20, 250), TODAY, DUE).status is None


@pytest.mark.django_db
def test_workdays_are_those_of_the_area_and_begin_with_the_station(world):
    CalendarDay.objects.create(
        area_path=world.areas["469030"].path, on=date(2026, 11, 12), is_workday=False, name="示例"
    )
    here, there = Place.of_station(world.here), Place.of_station(world.elsewhere)

    found = clockworks([here, there], 2026, TODAY)

    first = world.opened
    days = [first + timedelta(days=n) for n in range((TODAY - first).days)]
    for place in (here, there):
        assert found[place.id].first == first
        assert found[place.id].passed == sum(is_workday(day, place.path) for day in days)
    assert found[there.id].passed == found[here.id].passed + 1


@pytest.mark.django_db
def test_a_year_before_the_station_or_after_today_is_counted_whole_or_not_at_all(world):
    here = Place.of_station(world.here)

    assert clockworks([here], 2027, TODAY)[here.id].passed == 0
    assert clockworks([here], 2026, date(2027, 3, 1))[here.id].share == 1
