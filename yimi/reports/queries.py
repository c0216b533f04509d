"""What can be read of reports (报告): those within reach, how a period stands, and what waits for whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from yimi.core import clock, seal
from yimi.core.actors import Actor, may
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.network.models import Area

from .cadences import COUNTY, PROVINCE, STATION, Duty, cadences
from .models import Report, Step
from .numbers import Numbers, numbers_of
from .turns import CONFIRMERS, WRITERS, is_overdue, next_rung

State = Report.State
ORDER = ("-last", "county__order", "level", "area__code", "-number", "id")


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; without anything every report within reach."""

    cadence: str = ""
    period: str = ""
    level: str = ""
    state: str = ""
    county: str = ""
    area: str = ""
    station: str = ""
    whose: str = ""  # "mine": what waits for the reader


def reports_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Report]:
    """The reports within her reach."""
    rows = Report.objects.allowed(actor, Permission.REPORT_VIEW)
    rows = rows.select_related("station", "area", "county", "submitted_by", "locked_by")
    return rows.filter(_narrowed(actor, asked)) if asked else rows


def _narrowed(actor: Actor, asked: Asked) -> Q:
    exact = {
        "cadence": asked.cadence, "period": asked.period, "level": asked.level, "county__code": asked.county,
        "station__code": asked.station,
    }  # fmt: skip
    wanted = Q(**{name: value for name, value in exact.items() if value})
    if asked.area:
        wanted &= Q(area__code=asked.area, station=None)
    if asked.state:
        wanted &= _standing(asked.state)
    return wanted & mine(actor) if asked.whose == "mine" else wanted


def _standing(state: str) -> Q:
    if state == "overdue":
        return Q(state__in=Report.EDITABLE, due_at__lt=clock.now())
    return Q(state=state) if state != "open" else Q(state__in=(*Report.EDITABLE, State.SUBMITTED))


def mine(actor: Actor) -> Q:
    """What she has to do herself: to hand in what is hers, and to confirm what has come to her rung."""
    wanted = Q(pk__in=())
    for level, permission in WRITERS.items():
        if may(actor, permission):
            own = Report.objects.allowed(actor, permission).filter(level=level, state__in=Report.EDITABLE)
            wanted |= Q(pk__in=own.values("pk"))
    return wanted | Q(pk__in=_to_confirm(actor))


def waiting_for(actor: Actor) -> QuerySet[Report]:
    """What she has to hand in or to confirm now (待我办理)."""
    return reports_for(actor).filter(mine(actor))


def _to_confirm(actor: Actor) -> list[UUID]:
    """What waits for her as the next rung; a ladder is short, and few reports wait at a time."""
    found: list[UUID] = []
    for rung, permission in CONFIRMERS.items():
        if may(actor, permission):
            rows = Report.objects.allowed(actor, permission).filter(state=State.SUBMITTED)
            found += [row.pk for row in rows.only("id", "state", "ladder", "rung") if next_rung(row) == rung]
    return found


def report_for(actor: Actor, pk: UUID) -> Report:
    """The report, or 404."""
    row = reports_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def steps_of(report: Report) -> list[Step]:
    """What was done with it, oldest first, with the reasons."""
    steps = list(report.steps.select_related("by").order_by("at", "id"))
    seal.read(steps, "reason")
    return steps


def versions_of(report: Report) -> list[Report]:
    """All versions of the same report, oldest first."""
    rows = Report.objects.unscoped("同一报告的各版").filter(
        place=report.place, cadence=report.cadence, period=report.period
    )  # fmt: skip
    return list(rows.order_by("number"))


def latest_period(actor: Actor, cadence: str) -> str:
    """The period of a cadence that ended last and of which she sees reports; else the one before today."""
    row = reports_for(actor, Asked(cadence=cadence)).order_by("-last").values_list("period", flat=True).first()
    kind = {duty.cadence: duty.period for duty in cadences(clock.today()).duties}.get(cadence, "month")
    return row or Period.of(kind, clock.today()).previous().code


@dataclass(frozen=True)
class Standing:
    """How a period of a cadence stands within somebody's reach, of the level that hands in first."""

    cadence: str
    period: str
    level: str
    owed: int
    handed_in: int
    overdue: int
    due_at: datetime | None

    @property
    def is_done(self) -> bool:
        return bool(self.owed) and self.handed_in == self.owed


def standing(actor: Actor, cadence: str, period: str) -> Standing | None:
    """How many are in, of how many that are owed; none where she sees no report of the period."""
    return _standing_of(list(_first_versions(actor).filter(cadence=cadence, period=period)))


def standings(actor: Actor) -> dict[str, Standing]:
    """The same of the last period of each cadence; two statements."""
    last = _first_versions(actor).order_by().values_list("cadence").annotate(Max("last"))
    wanted = reduce(or_, (Q(cadence=cadence, last=day) for cadence, day in last), Q(pk__in=()))
    groups: dict[str, list[Report]] = defaultdict(list)
    for row in _first_versions(actor).filter(wanted):
        groups[row.cadence].append(row)
    found = {cadence: _standing_of(rows) for cadence, rows in groups.items()}
    return {cadence: each for cadence, each in found.items() if each}


def _first_versions(actor: Actor) -> QuerySet[Report]:
    rows = Report.objects.allowed(actor, Permission.REPORT_VIEW).filter(number=1).exclude(state=State.EXCUSED)
    return rows.only("id", "cadence", "period", "level", "state", "due_at", "ladder", "rung")


def _standing_of(rows: list[Report]) -> Standing | None:
    levels = {row.level for row in rows}
    level = next((each for each in (STATION, COUNTY, PROVINCE) if each in levels), None)
    if level is None:
        return None
    now, rows = clock.now(), [row for row in rows if row.level == level]
    late = sum(row.state in Report.EDITABLE and is_overdue(row, now) for row in rows)
    inside = sum(row.state not in Report.EDITABLE for row in rows)
    first = rows[0]
    return Standing(first.cadence, first.period, level, len(rows), inside, late, max(row.due_at for row in rows))


def missing_by_county(actor: Actor, cadence: str, period: str) -> list[tuple[Area, int]]:
    """In the official order, the 市县 of which stations have not handed in what is due, and how many."""
    rows = reports_for(actor, Asked(cadence=cadence, period=period, level=STATION)).filter(_standing("overdue"))
    counts = Counter(row.county for row in rows if row.county)
    return sorted(counts.items(), key=lambda each: each[0].order)


def is_late(report: Report) -> bool:
    """Whether it is not yet handed in, or not yet confirmed, after its time."""
    return is_overdue(report, clock.now())


def figures_of(report: Report) -> Numbers:
    """The numbers of a report by measure: as they are now, once locked as they were then."""
    return report.frozen if report.state == State.LOCKED else numbers_of([report])[report.pk].now


def duty_of(report: Report) -> Duty | None:
    """What the cadence says of this report."""
    return cadences(report.last).duty(report.cadence, report.level)


def counties_in(actor: Actor) -> list[Area]:
    """The 市县 of which she sees reports, in the official order."""
    seen = reports_for(actor).values("county")
    return list(Area.objects.filter(pk__in=seen, is_ranked=True).order_by("order"))
