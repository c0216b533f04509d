"""Telling that a report is due, or overdue (到期提醒、逾期上报): each day once, on workdays of the place.

Whoever has the report is reminded; when it stays away, somebody above is told. What a day had to tell is told for
that day also when the house was off; people are then told of it once, with the newest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from yimi.core import clock
from yimi.core.clock import CIVIL
from yimi.core.periods import ONE_DAY
from yimi.core.workdays import add_workdays

from .cadences import Duty, cadences
from .models import Report, ReportNotice
from .turns import next_rung

FROM_HOUR = time(8, 30)
Kind = ReportNotice.Kind


@dataclass(frozen=True)
class Telling:
    """That on a day somebody is told: the writer, a rung, or somebody above."""

    kind: str
    on: date
    to: str


def tellings(duty: Duty, due: date, path: str, to: str) -> list[Telling]:
    """All that would be told of a report that never comes, by the workdays of its place."""
    reminders = [Telling(Kind.REMINDER, _beside(due, days, path), to) for days in duty.remind]
    return reminders + [Telling(Kind.ESCALATION, _beside(due, days, path), above) for days, above in duty.escalate]


def _beside(day: date, workdays: int, path: str) -> date:
    """So many workdays before or after a day; 0: the day itself, or the workday before it."""
    return add_workdays(day, workdays, path) if workdays else add_workdays(day + ONE_DAY, -1, path)


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


def _of_day(on: date) -> Iterator[tuple[Report, Telling]]:
    for duty in cadences(on).duties:
        if duty.remind or duty.escalate:
            for report in _waiting(duty):
                due = clock.civil(report.due_at)
                yield from ((report, each) for each in _of(duty, report, due) if each.on == on)


def _of(duty: Duty, report: Report, due: date) -> Iterable[Telling]:
    return dict.fromkeys(tellings(duty, due, report.area.path, report.level))


def _waiting(duty: Duty) -> Iterable[Report]:
    rows = Report.objects.unscoped("到期提醒").filter(
        cadence=duty.cadence, level=duty.level, state__in=Report.EDITABLE, number=1
    )  # fmt: skip
    return [row for row in rows.select_related("area") if not next_rung(row)]
