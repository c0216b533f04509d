"""Periods of reporting (统计周期): day, week, month, quarter, half year, year, and closed ranges.

Codes: `2026-09-15 2026-W37 2026-09 2026-Q3 2026-H1 2026` and `2026-06-01..2026-11-21`.
Weeks begin on Monday and follow ISO 8601.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .errors import invalid

KINDS = ("day", "week", "month", "quarter", "half_year", "year")
MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Month:
    """A statistical month (统计月); the calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)


@dataclass(frozen=True)
class Period:
    """A closed span of civil days with the code it was asked by."""

    code: str
    kind: str
    first: date
    last: date

    @classmethod
    def parse(cls, code: str) -> "Period":
        """The period of a code; raises `Invalid` on a code that names none."""
        for pattern, build in _PATTERNS:
            if match := re.fullmatch(pattern, code or ""):
                try:
                    return build(code, *match.groups())
                except ValueError:
                    break
        raise invalid(
            "period", _("周期“%(code)s”不对，例如 2026-09、2026-Q3、2026-06-01..2026-11-21。") % {"code": code}
        )

    @classmethod
    def of(cls, kind: str, day: date) -> "Period":
        """The period of this kind in which `day` falls."""
        if kind == "day":
            return _day(day)
        if kind == "week":
            return _week(day)
        return _months(kind, day.year, (day.month - 1) // MONTHS_OF[kind] + 1)

    @classmethod
    def range(cls, first: date, last: date) -> "Period":
        return cls(f"{first}..{last}", "range", first, last)

    def next(self) -> "Period":
        return self._beside(self.last + ONE_DAY)

    def previous(self) -> "Period":
        return self._beside(self.first - ONE_DAY)

    def year_before(self) -> "Period":
        """The same period of the year before (去年同期)."""
        if self.kind in MONTHS_OF:
            return Period.of(self.kind, self.first.replace(year=self.first.year - 1))
        if self.kind == "week":
            year, week, _weekday = self.first.isocalendar()
            last = date(year - 1, 12, 28).isocalendar().week
            return _week(date.fromisocalendar(year - 1, min(week, last), 1))
        first, last_day = _year_earlier(self.first), _year_earlier(self.last)
        return _day(first) if self.kind == "day" else Period.range(first, last_day)

    def months(self) -> list[Month]:
        """Every month that the period touches, in order."""
        months = [Month.of(self.first)]
        while months[-1].last < self.last:
            months.append(months[-1].plus(1))
        return months

    def whole_months(self) -> list[Month]:
        return [month for month in self.months() if self.first <= month.first and month.last <= self.last]

    def edges(self) -> list[tuple[date, date]]:
        """The spans of days at both ends that are not whole months."""
        whole = self.whole_months()
        if not whole:
            return [(self.first, self.last)]
        spans = [(self.first, whole[0].first - ONE_DAY), (whole[-1].last + ONE_DAY, self.last)]
        return [(first, last) for first, last in spans if first <= last]

    @property
    def label(self) -> str:
        return _LABELS[self.kind](self)

    def _beside(self, day: date) -> "Period":
        if self.kind == "range":
            length = self.last - self.first
            return Period.range(day, day + length) if day > self.last else Period.range(day - length, day)
        return Period.of(self.kind, day)


def _year_earlier(day: date) -> date:
    """The day a year earlier; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def _day(day: date) -> Period:
    return Period(day.isoformat(), "day", day, day)


def _week(day: date) -> Period:
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02d}", "week", monday, monday + timedelta(days=6))


def _months(kind: str, year: int, number: int) -> Period:
    length = MONTHS_OF[kind]
    if not 1 <= number <= 12 // length:
        raise ValueError(number)
    first = Month(year, (number - 1) * length + 1)
    code = {"month": f"{year}-{number:02d}", "quarter": f"{year}-Q{number}", "half_year": f"{year}-H{number}"}
    return Period(code.get(kind, f"{year}"), kind, first.first, first.plus(length - 1).last)


def _range(code: str, first: str, last: str) -> Period:
    span = Period.range(date.fromisoformat(first), date.fromisoformat(last))
    if span.first > span.last:
        raise ValueError(code)
    return span


_Y = r"(20\d\d)"  # this century: nobody served before it, and dates stay far from where they end
_D = r"20\d\d-\d\d-\d\d"
_PATTERNS: list[tuple[str, Callable[..., Period]]] = [
    (rf"({_D})\.\.({_D})", _range),
    (rf"({_D})", lambda code, day: _day(date.fromisoformat(day))),
    (rf"{_Y}-W(\d\d)", lambda code, year, week: _week(date.fromisocalendar(int(year), int(week), 1))),
    (rf"{_Y}-(\d\d)", lambda code, year, number: _months("month", int(year), int(number))),
    (rf"{_Y}-Q(\d)", lambda code, year, number: _months("quarter", int(year), int(number))),
    (rf"{_Y}-H(\d)", lambda code, year, number: _months("half_year", int(year), int(number))),
    (_Y, lambda code, year: _months("year", int(year), 1)),
]


def span_label(first: date, last: date) -> str:
    """9月13日–19日, 2025年12月29日–2026年1月4日."""
    start = _("%(m)s月%(d)s日") % {"m": first.month, "d": first.day}
    end = _("%(m)s月%(d)s日") % {"m": last.month, "d": last.day}
    if first.year != last.year:
        years = {"a": first.year, "start": start, "b": last.year, "end": end}
        return _("%(a)s年%(start)s–%(b)s年%(end)s") % years
    return f"{start}–{end}"


_LABELS: dict[str, Callable[[Period], str]] = {
    "day": lambda p: _("%(y)s年%(m)s月%(d)s日") % {"y": p.first.year, "m": p.first.month, "d": p.first.day},
    "week": lambda p: (
        _("第 %(w)s 周（%(span)s）") % {"w": p.first.isocalendar().week, "span": span_label(p.first, p.last)}
    ),
    "month": lambda p: _("%(y)s年%(m)s月") % {"y": p.first.year, "m": p.first.month},
    "quarter": lambda p: _("%(y)s年第%(q)s季度") % {"y": p.first.year, "q": p.code[-1]},
    "half_year": lambda p: (_("%(y)s年上半年") if p.code[-1] == "1" else _("%(y)s年下半年")) % {"y": p.first.year},
    "year": lambda p: _("%(y)s年") % {"y": p.first.year},
    "range": lambda p: span_label(p.first, p.last),
}
