"""What can be read of yearly plans (年度服务计划), and the board of plan against done (计划与完成)."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from yimi.catalogue.queries import domains
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, measures
from yimi.figures.places import Place
from yimi.network.models import Station
from yimi.planning import done
from yimi.planning.fields import PlanFields, written
from yimi.planning.models import AnnualPlan, PlanLine
from yimi.planning.pace import Clockwork, Pace, pace_of
from yimi.planning.places import STATION, Spot

ORDER = ("station__county__order", "station__code", "id")
State = AnnualPlan.State


def plans_for(actor: Actor, year: int, state: str = "", county: str = "", station: str = "") -> QuerySet[AnnualPlan]:
    """The latest plan of each station within her reach, in official order."""
    wanted = {"state": state, "station__county__code": county, "station__code": station}
    rows = AnnualPlan.objects.allowed(actor, Permission.PLANNING_VIEW).filter(year=year)
    rows = rows.filter(Q(**{name: value for name, value in wanted.items() if value}))
    later = AnnualPlan.objects.unscoped("同站同年的下一版").filter(
        station=OuterRef("station"), year=OuterRef("year"), number__gt=OuterRef("number")
    )
    return rows.filter(~Exists(later)).select_related("station__county", "station__area", "made_by")


def plans_in_force(actor: Actor, year: int) -> QuerySet[AnnualPlan]:
    """The approved plan of each station that no later approved one has taken the place of."""
    rows = AnnualPlan.objects.allowed(actor, Permission.PLANNING_VIEW).filter(year=year, state=State.APPROVED)
    later = AnnualPlan.objects.unscoped("同站同年的下一版").filter(
        station=OuterRef("station"), year=OuterRef("year"), number__gt=OuterRef("number"), state=State.APPROVED
    )
    return rows.filter(~Exists(later))


def plan_for(actor: Actor, pk: UUID, to: Permission = Permission.PLANNING_VIEW) -> AnnualPlan:
    """One plan with its lines; 404 out of reach."""
    rows = AnnualPlan.objects.select_related(
        "station__county", "station__area", "made_by", "township_by", "county_by", "returned_by"
    )
    plan = rows.prefetch_related("lines", "specials").get_allowed(actor, to, pk=pk)
    seal.read(plan, "why_returned", "why_amended")
    return plan


def versions_of(actor: Actor, plan: AnnualPlan) -> list[AnnualPlan]:
    """The plan and its amendments, the latest first."""
    rows = AnnualPlan.objects.allowed(actor, Permission.PLANNING_VIEW)
    found = list(rows.filter(station=plan.station, year=plan.year).order_by("-number"))
    seal.read(found, "why_amended")
    return found


def without_plan(actor: Actor, year: int) -> list[Station]:
    """The operating stations within her reach that have no plan for the year yet."""
    planned = AnnualPlan.objects.unscoped("有没有计划").filter(year=year).values("station")
    rows = Station.objects.allowed(actor, Permission.PLANNING_VIEW)
    rows = rows.filter(level=Station.Level.STATION, state=Station.State.OPERATING).exclude(pk__in=planned)
    return list(rows.order_by("county__order", "code"))


def stations_to_plan(actor: Actor) -> list[Station]:
    """The stations whose plan she writes."""
    rows = Station.objects.allowed(actor, Permission.STATION_PLAN_WRITE).filter(level=Station.Level.STATION)
    return list(rows.select_related("area", "county").order_by("code"))


def may(actor: Actor, permission: Permission, plan: AnnualPlan) -> bool:
    return AnnualPlan.objects.allowed(actor, permission).filter(pk=plan.pk).exists()


def waiting_for(actor: Actor) -> list[AnnualPlan]:
    """The plans that somebody has to sign, within her reach to sign."""
    rows = AnnualPlan.objects.allowed(actor, Permission.STATION_PLAN_APPROVE).filter(state__in=AnnualPlan.WAITING)
    return list(rows.select_related("station__county", "station__area").order_by("station__code"))


def fields_for(plan: AnnualPlan) -> PlanFields:
    """The plan as its form shows it."""
    return written(plan)


@dataclass(frozen=True)
class BoardLine:
    """One planned quantity and what is done of it.

    `planned_by` is how many stations of the place planned it, where not all did: what all have done is then no share
    of what some have planned, and there is no pace.
    """

    name: Any
    unit: Any
    quantity: int
    url: str
    pace: Pace
    planned_by: int | None = None


@dataclass(frozen=True)
class BoardPart:
    """A domain, or the special services, with its lines."""

    code: str
    name: Any
    lines: list[BoardLine]
    notes: list[str] = field(default_factory=list)  # special services without a quantity


@dataclass(frozen=True)
class Board:
    """Plan against done of a place in a year."""

    year: int
    place: Place
    time: Clockwork
    parts: list[BoardPart]
    plans: int

    @property
    def is_empty(self) -> bool:
        return not any(part.lines or part.notes for part in self.parts)


def board_of(actor: Actor, plan: AnnualPlan) -> Board:
    """The board of one plan; its numbers are the figures of the station."""
    asked = [(line.domain, line.measure, line.quantity, None) for line in plan.lines.all()]
    specials = [(each.code, each.name, each.measure, each.quantity) for each in plan.specials.all()]
    return _board(actor, Place.of_station(plan.station), plan.year, asked, specials, 1)


def board_at(actor: Actor, spot: Spot, year: int) -> Board:
    """The plans in force of all stations of a place, added up line by line, against what was done there."""
    in_force = plans_in_force(actor, year)
    if spot.level == STATION:
        in_force = in_force.filter(station=spot.station)
    else:
        in_force = in_force.filter(station__in=Station.objects.unscoped("本地社工站").within(spot.place.path))
    rows = PlanLine.objects.filter(plan__in=in_force.values("pk")).order_by()
    sums = rows.values_list("domain", "measure").annotate(n=Sum("quantity"), by=Count("plan__station", distinct=True))
    order, there = list(domains(clock.today())), _operating_in(spot)
    found = [(domain, code, n, by if by < there else None) for domain, code, n, by in sums]
    asked = sorted(found, key=lambda row: (order.index(row[0]) if row[0] in order else 99, _rank(row[1])))
    return _board(actor, spot.place, year, asked, [], in_force.count())


def _operating_in(spot: Spot) -> int:
    """How many stations of a place work."""
    rows = Station.objects.unscoped("本地社工站").filter(level=Station.Level.STATION, state=Station.State.OPERATING)
    return 1 if spot.level == STATION else rows.within(spot.place.path).count()


def _rank(code: str) -> int:
    return measures[code].order if code in measures else 0


def _board(actor: Actor, place: Place, year: int, asked: list, specials: list, plans: int) -> Board:
    codes = [code for _domain, code, *_rest in asked] + [code for *_named, code, _n in specials if code]
    doing = done.read_year(actor, place, year, codes, deep=True)
    time = done.clockworks([place], year)[place.id]
    names = domains(clock.today())
    parts = []
    for domain in dict.fromkeys([*names, *(domain for domain, *_rest in asked)]):
        lines = [
            _line(doing, place, time, code, quantity, domain=domain, planned_by=planned_by)
            for of, code, quantity, planned_by in asked
            if of == domain and code in measures
        ]
        parts.append(BoardPart(domain, names.get(domain, domain), lines))
    if specials:
        lines = [_line(doing, place, time, m, n, service=code, name=name) for code, name, m, n in specials if m]
        notes = [f"{code} {name}" for code, name, measure, _n in specials if not measure]
        parts.append(BoardPart("X", "", lines, notes))
    return Board(year, place, time, parts, plans)


def _line(
    doing: done.Doing, place: Place, time: Clockwork, code: str, quantity: int, *, domain: str = "",
    service: str = "", name: str = "", planned_by: int | None = None,
) -> BoardLine:  # fmt: skip
    measure, today = measures[code], clock.today()
    number = doing.of(code, place, domain, service)
    pace = pace_of(FLOW, quantity, number, time, today, time.last)
    pace = Pace(quantity, number, None, None, None) if planned_by else pace
    url = done.rows_url(code, place, doing.year, domain, service)
    title = f"{name} · {measure.name}" if name else measure.name
    return BoardLine(title, measure.unit, quantity, url, pace, planned_by)


def version_of(actor: Actor, pk: UUID) -> int | None:
    """The version that a plan has now; None where there is none within her reach."""
    rows = AnnualPlan.objects.allowed(actor, Permission.STATION_PLAN_WRITE).filter(pk=pk)
    return rows.values_list("version", flat=True).first()
