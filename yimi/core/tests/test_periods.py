"""Periods: every code names its days, wherever months, weeks and years meet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.core.errors import Invalid
from yimi.core.periods import KINDS, Month, Period


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-06-01..2026-11-21", date(2026, 6, 1), date(2026, 11, 21)),
    ],
)
def test_a_code_names_its_days(code, first, last):
    period = Period.parse(code)

    assert (period.first, period.last, period.code) == (first, last, code)


@pytest.mark.parametrize(
    "code",
    [
        "", "x", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "2026-W54", "2025-W53", "2026-02-30", "1999",
        "26-01", "2026-11-21..2026-06-01", "0001-01-01..9999-12-31", "2026-01-01..9999-12-31", "cumulative",
    ],
)  # fmt: skip
def test_a_code_that_names_nothing_is_refused(code):
    with pytest.raises(Invalid):
        Period.parse(code)


DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(DAYS, st.sampled_from(KINDS))
def test_periods_of_a_kind_follow_one_another_without_a_gap(day, kind):
    period = Period.of(kind, day)

    assert period.first <= day <= period.last
    assert period.next().first == period.last + timedelta(days=1)
    assert period.next().previous() == period
    assert Period.parse(period.code) == period


@given(DAYS, st.integers(0, 400))
def test_whole_months_and_edges_are_all_the_days_of_a_span_once(first, length):
    span = Period.range(first, first + timedelta(days=length))

    spans = [*span.edges(), *((month.first, month.last) for month in span.whole_months())]
    days = [a + timedelta(days=n) for a, b in spans for n in range((b - a).days + 1)]
    assert sorted(days) == [first + timedelta(days=n) for n in range(length + 1)]


def test_months_count_over_years():
    assert Month(2026, 11).plus(3) == Month(2027, 2)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)
