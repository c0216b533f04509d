"""A year of an area (工作日历) as its page shows it: how many workdays a month has, and which days differ."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import chinese_calendar
from django.db.models import QuerySet

from yimi.core.models import CalendarDay
from yimi.core.workdays import missing_years, workdays

from .models import Area
from .queries import paths_above

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days on end under one name: 10月1日—7日 国庆节."""

    first: date
    last: date
    name: str

    @property
    def is_long(self) -> bool:
        return self.last > self.first


@dataclass(frozen=True)
class Local:
    """A day that an area changed (本地调整), and which area it was."""

    on: date
    is_workday: bool
    name: str
    area: Area


@dataclass
class Month:
    """A month: its workdays, the holidays in it, the weekend days that are worked, and local changes."""

    first: date
    workdays: int = 0
    off: list[Stretch] = field(default_factory=list)
    moved: list[Stretch] = field(default_factory=list)
    local: list[Local] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """The calendar of an area for a year; `is_missing`: the holidays are not announced yet."""

    year: int
    months: list[Month]
    workdays: int
    is_missing: bool


def year_of(area: Area, year: int) -> Year:
    first, last = date(year, 1, 1), date(year, 12, 31)
    months = {number: Month(date(year, number, 1)) for number in range(1, 13)}
    worked = workdays(first, last, area.path)
    for day in worked:
        months[day.month].workdays += 1
    for stretch in _stretches(chinese_calendar.holidays, year):
        months[stretch.first.month].off.append(stretch)
    for stretch in _stretches(chinese_calendar.workdays, year):
        months[stretch.first.month].moved.append(stretch)
    for local in locals_of(area, year):
        months[local.on.month].local.append(local)
    return Year(year, list(months.values()), len(worked), bool(missing_years(first, last)))


def locals_of(area: Area, year: int) -> list[Local]:
    """What the area and those above it changed in a year, by day."""
    areas = {each.path: each for each in Area.objects.filter(path__in=paths_above(area.path))}
    days = _changed(year).filter(area_path__in=areas).order_by("on", "area_path")
    return [Local(day.on, day.is_workday, day.name, areas[day.area_path]) for day in days]


def _changed(year: int) -> QuerySet[CalendarDay]:
    return CalendarDay.objects.filter(on__year=year)


def _stretches(named: dict[date, str], year: int) -> Iterator[Stretch]:
    """The days of a year as announced, those on end within a month and of one name together."""
    days = sorted(day for day in named if day.year == year)
    for _key, run in groupby(
        enumerate(days), key=lambda each: (each[1] - each[0] * _DAY, each[1].month, named[each[1]])
    ):
        together = [day for _nth, day in run]
        yield Stretch(together[0], together[-1], chinese_name(named[together[0]]))


def chinese_name(name: Any) -> str:
    return chinese_calendar.Holiday(name).chinese
