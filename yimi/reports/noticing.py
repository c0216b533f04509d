"""Telling that a report is due, or overdue (到期提醒、逾期上报): each day once, on workdays of the place.

Whoever has the report is reminded; when it stays away, somebody above is told. What a day had to tell is told for
that day also when the house was off; people are then told of it once, with the newest.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from yimi.core import clock
from yimi.core.clock import CIVIL
from yimi.core.periods import ONE_DAY
from yimi.core.workdays import workdays

from .cadences import Duty, cadences
from .models import Report, ReportNotice
from .reminding import tell

FROM_HOUR = time(8, 30)
RECENT = timedelta(days=1)  # what is older was missed while the house was off: it is kept, nobody is disturbed
AROUND = timedelta(days=45)  # further from its due day no report is told of
Kind = ReportNotice.Kind


@dataclass(frozen=True)
class Telling:
    """That on a day somebody is told: the writer, a rung, or somebody above."""

    kind: str
    on: date
    to: str


def tellings(duty: Duty, due: date, working: list[date], to: str) -> list[Telling]:
    """All that would be told of a report that never comes; `working` are the workdays of its place around."""
    reminders = [Telling(Kind.REMINDER, _beside(due, days, working), to) for days in duty.remind]
    return reminders + [Telling(Kind.ESCALATION, _beside(due, days, working), above) for days, above in duty.escalate]


def _beside(day: date, n: int, working: list[date]) -> date:
    """So many workdays before or after a day; 0: the day itself, or the workday before it."""
    at = bisect_right(working, day) - 1 if n == 0 else bisect_left(working, day) + n
    return working[at - (n > 0 and working[bisect_left(working, day)] != day)]


def days_to_tell(since: date, today: date) -> list[str]:
    """Every day from `since` whose hour of telling has come."""
    last = today if clock.now() >= datetime.combine(today, FROM_HOUR, CIVIL) else today - ONE_DAY
    return [(since + n * ONE_DAY).isoformat() for n in range((last - since).days + 1)]


@transaction.atomic
def tell_day(day: str) -> None:
    """Write down what is told on a day, once each."""
    on = date.fromisoformat(day)
    found = [
        ReportNotice(report=report, kind=each.kind, on=on, to=each.to, told_at=clock.now())
        for report, each in _of_day(on)
    ]
    ReportNotice.objects.bulk_create(found, ignore_conflicts=True)
    if on >= clock.today() - RECENT:
        tell(found)


def _of_day(on: date) -> Iterator[tuple[Report, Telling]]:
    working: dict[str, list[date]] = {}
    for duty in cadences(on).duties:
        if duty.remind or duty.escalate:
            for report in _waiting(duty, on):
                path, due = report.area.path, clock.civil(report.due_at)
                if path not in working:
                    working[path] = workdays(on - 2 * AROUND, on + 2 * AROUND, path)
                every = dict.fromkeys(tellings(duty, due, working[path], report.level))
                yield from ((report, each) for each in every if each.on == on)


def _waiting(duty: Duty, on: date) -> Iterable[Report]:
    """What is not in, and due near enough to a day to be told of on it."""
    day = datetime.combine(on, FROM_HOUR, CIVIL)
    rows = Report.objects.unscoped("到期提醒").filter(
        cadence=duty.cadence, level=duty.level, state__in=Report.EDITABLE, number=1,
        due_at__range=(day - AROUND, day + AROUND),
    )  # fmt: skip
    return rows.select_related("area", "station", "county")
