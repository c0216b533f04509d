"""The demo's days (演示日历): the civil date moved to the day of the story, and how busy each day is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings

from yimi.core.workdays import workdays

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let it be this day for everything that asks the clock, so that records are made when they happen."""
    before, settings.YIMI_TODAY = settings.YIMI_TODAY, day
    try:
        yield
    finally:
        settings.YIMI_TODAY = before


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def business(first: date, last: date, area_path: str, weekdays: list[float]) -> list[float]:
    """How much is done on each day of the span (一周轻重): holidays like a Sunday, moved workdays like a Monday."""
    working = set(workdays(first, last, area_path))
    return [weekdays[_like(day, day in working)] for day in days_of(first, last)]


def _like(day: date, works: bool) -> int:
    if works:
        return MONDAY if day.weekday() >= SATURDAY else day.weekday()
    return day.weekday() if day.weekday() >= SATURDAY else SUNDAY
