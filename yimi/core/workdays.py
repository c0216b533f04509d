"""Workdays of an area (工作日): the country's calendar with its moved weekends, and what the area changes.

The country's comes from `chinesecalendar`, announced a year at a time; a year not yet announced
counts Monday to Friday, and `missing_years` lets a page say so. Of several areas that change the
same day the deepest one wins: 三月三 is a holiday in some counties only.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

import chinese_calendar

from .models import CalendarDay

_DAY = timedelta(days=1)
_STRETCH = 60
_SATURDAY = 5
_ANNOUNCED = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


def is_workday(day: date, area_path: str) -> bool:
    """Whether people work on this day in this area."""
    return bool(workdays(day, day, area_path))


def workdays(first: date, last: date, area_path: str) -> list[date]:
    """Every workday of the span, both ends included."""
    changed = _changed(first, last, area_path)
    return [day for day in _days(first, last) if changed.get(day, _works_by_law(day))]


def workdays_in(first: date, last: date, area_paths: Iterable[str]) -> dict[str, int]:
    """How many workdays the span has in each of these areas; one statement, however many they are."""
    around = {path: _around(path) for path in area_paths}
    days = CalendarDay.objects.filter(
        on__range=(first, last), area_path__in={path for up in around.values() for path in up}
    )
    deepest_last = sorted(days, key=lambda day: len(day.area_path))
    by_law = {day: _works_by_law(day) for day in _days(first, last)}
    found = {}
    for path, up in around.items():
        changed = {day.on: day.is_workday for day in deepest_last if day.area_path in up}
        found[path] = sum((by_law | changed).values())
    return found


def add_workdays(day: date, n: int, area_path: str) -> date:
    """The n-th workday after this day; before it when n is negative; the day itself for 0."""
    step, left = (1 if n > 0 else -1), abs(n)
    while left:
        far = day + step * _STRETCH * _DAY
        ahead = workdays(min(day + _DAY, far), max(day - _DAY, far), area_path)[::step]
        if left <= len(ahead):
            return ahead[left - 1]
        left, day = left - len(ahead), far
    return day


def add_workdays_each(starts: Iterable[tuple[date, str]], n: int) -> dict[tuple[date, str], date]:
    """The n-th workday after each of these days in its area; one statement, however many they are."""
    starts = set(starts)
    if not starts:
        return {}
    first, last = min(day for day, _path in starts), max(day for day, _path in starts) + (2 * n + _STRETCH) * _DAY
    around = {path: _around(path) for _day, path in starts}
    rows = CalendarDay.objects.filter(
        on__range=(first, last), area_path__in={path for up in around.values() for path in up}
    )
    deepest_last = sorted(rows, key=lambda row: len(row.area_path))
    found = {}
    for day, path in starts:
        changed = {row.on: row.is_workday for row in deepest_last if row.area_path in around[path]}
        ahead = (each for each in _days(day + _DAY, last) if changed.get(each, _works_by_law(each)))
        found[day, path] = next(islice(ahead, n - 1, None), last)
    return found


def missing_years(first: date, last: date) -> list[int]:
    """Years of the span whose holidays nobody has announced or entered yet."""
    years = {year for year in range(first.year, last.year + 1) if year not in _ANNOUNCED}
    entered = CalendarDay.objects.filter(on__range=(first, last)).dates("on", "year") if years else ()
    return sorted(years - {day.year for day in entered})


def _changed(first: date, last: date, area_path: str) -> dict[date, bool]:
    days = CalendarDay.objects.filter(on__range=(first, last), area_path__in=_around(area_path))
    deepest_last = sorted(days, key=lambda day: len(day.area_path))
    return {day.on: day.is_workday for day in deepest_last}


def _around(area_path: str) -> list[str]:
    """The paths of the area and of those above it."""
    parts = area_path.strip("/").split("/")
    return ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _works_by_law(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year in _ANNOUNCED else day.weekday() < _SATURDAY
