"""Opening what is owed (应报): each report once, for its own period, however long the house was off.

A station that does not operate on the day by which it is judged owes nothing; what is not handed in is overdue, and
no number of it is taken for zero. What is learnt later, of a station that had stopped or of a calendar, is settled
every day while a report is still untouched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yimi.core import clock, seal
from yimi.core.ids import new_id
from yimi.core.periods import Period
from yimi.network.models import Area, Station, StationArea
from yimi.network.spans import was_on

from .cadences import COUNTY, STATION, Cadences, Duty, cadences
from .models import Report

SETTLED_FOR = timedelta(days=100)  # how long after its end a period is looked at again
State = Report.State


@dataclass(frozen=True)
class Subject:
    """Who owes a report (报送单位): a station with its area of that day, or an area."""

    place: UUID
    path: str
    area: UUID
    county: UUID | None
    station: UUID | None = None


def owed_keys(since: date, now: datetime) -> Iterator[str]:
    """The periods that came to be worked on since that day: monthly:station:2026-09; oldest first of each."""
    for duty in cadences(clock.civil(now)).duties:
        yield from (f"{duty.cadence}:{duty.level}:{period.code}" for period in duty.opened(since, now))


def open_key(key: str) -> None:
    """Open what a key of `owed_keys` names."""
    cadence, level, code = key.split(":")
    open_period(cadence, level, code)


@transaction.atomic
def open_period(cadence: str, level: str, code: str) -> list[Report]:
    """Open the reports of a level for a period, as far as they are not there; those that are new."""
    period = Period.parse(code)
    known = cadences(period.last)
    duty = known.duty(cadence, level)
    if duty is None:
        return []
    there = set(_of_period(duty, period).values_list("place", flat=True))
    owing = [each for each in subjects(level, duty.judged_on(period)) if each.place not in there]
    return Report.objects.bulk_create(_new(owing, duty, period, known), 500)


def subjects(level: str, day: date) -> list[Subject]:
    """The stations that operate on a day, or the 市县 that have one, or the province if any has."""
    stations = list(_operating(day))
    if level == STATION:
        return stations
    counties = {each.county for each in stations if each.county}
    wanted = Q(pk__in=counties) if level == COUNTY else Q(parent=None)
    areas = Area.objects.filter(wanted).order_by("order", "code") if counties else ()
    return [Subject(area.pk, area.path, area.pk, area.pk if level == COUNTY else None) for area in areas]


def _operating(day: date) -> Iterator[Subject]:
    """The stations that were on, each in the area that it belonged to on that day."""
    on = Station.objects.unscoped("应报单位").filter(was_on(day), level=Station.Level.STATION)
    rows = StationArea.objects.filter(Q(to_on=None) | Q(to_on__gte=day), station__in=on)
    rows = rows.select_related("area").order_by("station__code", "from_on")
    for row in {row.station_id: row for row in reversed(rows)}.values():
        yield Subject(row.station_id, row.area.path, row.area_id, row.area.county_id, row.station_id)


def _new(owing: Iterable[Subject], duty: Duty, period: Period, known: Cadences) -> Iterator[Report]:
    owing = list(owing)
    due = _due(duty, period, owing, known)
    for each in owing:
        due_at, ladder = due[each.path]
        yield Report(
            id=new_id(), cadence=duty.cadence, period=period.code, first=period.first, last=period.last,
            level=duty.level, place=each.place, station_id=each.station, area_id=each.area, county_id=each.county,
            state=State.ACCEPTED if duty.computed else State.DRAFT, ladder=ladder, opened_at=duty.opening(period),
            due_at=due_at,
        )  # fmt: skip


def _due(
    duty: Duty, period: Period, owing: Iterable[Subject], known: Cadences
) -> dict[str, tuple[datetime, list[dict[str, Any]]]]:
    """When it is due at each place, and the rungs there with their times; a few statements for all places."""
    ends = [(period.last, path) for path in {each.path for each in owing}]
    due, rungs = duty.due.moments(ends), {rung: rung.due.moments(ends) for rung in duty.ladder}
    return {
        path: (due[last, path], [_rung(rung.name, rungs[rung][last, path]) for rung in known.ladder(duty, path)])
        for last, path in ends
    }


def _rung(name: str, due_at: datetime) -> dict[str, Any]:
    return {"rung": name, "due_at": due_at.isoformat()}


def settle(today: date) -> None:
    """Look again at what may have been learnt later: who owes, and until when, of periods that ended lately."""
    known = cadences(today)
    for duty in known.duties:
        if not duty.computed:
            for period in duty.opened(today - SETTLED_FOR, clock.now()):
                _settle(duty, period, known)


@transaction.atomic
def _settle(duty: Duty, period: Period, known: Cadences) -> None:
    open_period(duty.cadence, duty.level, period.code)
    owing = {each.place: each for each in subjects(duty.level, duty.judged_on(period))}
    drafts = _of_period(duty, period).filter(state=State.DRAFT, is_touched=False, number=1).select_for_update()
    for report in drafts:
        if report.place not in owing:
            _excuse(report)
    due = _due(duty, period, owing.values(), known)
    for report in drafts.filter(state=State.DRAFT):
        due_at, ladder = due[owing[report.place].path]
        if (report.due_at, report.ladder) != (due_at, ladder):
            report.due_at, report.ladder = due_at, ladder
            report.save(update_fields=["due_at", "ladder"])


def _excuse(report: Report) -> None:
    seal.write(report, why=_("期末未运营，无需报送。"))
    report.state = State.EXCUSED
    report.save(update_fields=["state", "why"])


def _of_period(duty: Duty, period: Period):
    rows = Report.objects.unscoped("应报的报告")
    return rows.filter(cadence=duty.cadence, period=period.code, level=duty.level)
