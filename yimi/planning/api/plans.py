"""Plans and targets (年度计划、目标) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core import clock
from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.figures.measure import RATE
from yimi.planning import actions, places
from yimi.planning.fields import Extra, Line, PlanFields, Project, TargetFields
from yimi.planning.queries import plans as plan_queries
from yimi.planning.queries import targets as target_queries

router = Router(tags=["planning"])


class PlanProject(In):
    """The key project of a plan."""

    title: str
    level: Literal["province", "county", "station"] = "station"
    aim: str = ""


class PlanQuantity(In):
    """How much of a measure is planned in a domain."""

    domain: str
    measure: str
    quantity: int = Field(ge=0, le=2**31 - 1)


class PlanSpecial(In):
    """A special service, perhaps with a quantity."""

    code: str
    name: str
    measure: str = ""
    quantity: int | None = Field(default=None, ge=0, le=2**31 - 1)


class AnnualPlanIn(In):
    """A yearly plan as it is put; exactly one key project when it is submitted, never more."""

    station: str = Field(max_length=12)
    year: int = Field(ge=2000, le=2100)
    platform: str = ""
    partners: str = ""
    key_projects: list[PlanProject] = Field(default=[], max_length=10)
    lines: list[PlanQuantity] = Field(default=[], max_length=100)
    specials: list[PlanSpecial] = Field(default=[], max_length=40)
    version: int | None = None

    def fields(self) -> PlanFields:
        return PlanFields(
            self.station, self.year, self.platform, self.partners,
            tuple(Project(each.title, each.level, each.aim) for each in self.key_projects),
            tuple(Line(each.domain, each.measure, each.quantity) for each in self.lines),
            tuple(Extra(each.code, each.name, each.measure, each.quantity) for each in self.specials), self.version,
        )  # fmt: skip


class PlanReason(In):
    reason: str


class PlanOut(Out):
    """A yearly plan; number 1 is the plan itself, a later one an amendment."""

    id: UUID
    station: str
    year: int
    number: int
    state: str
    platform: str
    partners: str
    key_projects: list[dict[str, str]]
    lines: list[dict[str, Any]]
    specials: list[dict[str, Any]]
    version: int


class PlanLineOut(Out):
    id: UUID
    station: str
    year: int
    number: int
    state: str
    key_project: str
    version: int


class PlansOut(Out):
    items: list[PlanLineOut]
    next: str | None


class PlanFilters(Paged):
    year: int | None = Field(default=None, ge=2000, le=2100)
    state: Literal["draft", "submitted", "township_agreed", "approved", "returned", ""] = ""
    station: str = ""


class TargetIn(In):
    """A yearly target as it is put. The value of a rate is in per cent, with one place behind the point."""

    measure: str
    year: int = Field(ge=2000, le=2100)
    area: str = Field(max_length=12)
    value: float = Field(ge=0, le=1e12, allow_inf_nan=False)
    anchor: str
    anchor_title: str
    anchor_number: str = ""
    due_on: date | None = None


class TargetOut(Out):
    """A target as one place has it, and how it goes there."""

    id: UUID
    measure: str
    unit: str
    year: int
    area: str | None = None
    station: str | None = None
    value: float
    anchor: str
    anchor_number: str
    anchor_title: str
    due_on: date
    is_handed_down: bool
    done: float | None = None
    owed: float | None = None
    status: str | None = None
    forecast: int | None = None


class TargetPartOut(Out):
    key: str
    name: str
    value: float
    is_locked: bool
    done: float | None = None
    status: str | None = None


class TargetSheetOut(TargetOut):
    version_number: int | None = None
    parts: list[TargetPartOut] = []


class TargetsOut(Out):
    items: list[TargetOut]


class TargetFilters(In):
    """The place and the year of the targets; without a place, where the caller works."""

    area: str = ""
    station: str = ""
    year: int | None = Field(default=None, ge=2000, le=2100)


class TargetPlace(In):
    area: str = ""
    station: str = ""


@router.get("/plans", response=answers(PlansOut))
@needs(Permission.PLANNING_VIEW)
def list_plans(request, filters: Query[PlanFilters]) -> Any:
    """The latest plan of each station within reach, in official order."""
    year = filters.year or clock.today().year
    rows = plan_queries.plans_for(request.user, year, filters.state, station=filters.station.strip())
    some, following = page(rows, filters.limit, filters.cursor, plan_queries.ORDER)
    return {"items": [_plan_line(row) for row in some], "next": following}


@router.get("/plans/{uuid:pk}", response=answers(PlanOut))
@needs(Permission.PLANNING_VIEW)
def get_plan(request, pk: UUID) -> Any:
    """One plan."""
    return _plan(request, pk)


@router.put("/plans/{uuid:pk}", response=answers(PlanOut, (201, PlanOut)))
@needs(Permission.STATION_PLAN_WRITE)
def put_plan(request, pk: UUID, body: AnnualPlanIn) -> Any:
    """Write a plan, or change it with its version until it is submitted."""
    put = actions.put_plan(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _plan(request, pk))


@router.post("/plans/{uuid:pk}/submit", response=answers(PlanOut))
@needs(Permission.STATION_PLAN_WRITE)
def submit_plan(request, pk: UUID) -> Any:
    """Send it to those who sign it."""
    actions.submit_plan(pk, by=request.user)
    return _plan(request, pk)


@router.post("/plans/{uuid:pk}/sign", response=answers(PlanOut))
@needs(Permission.STATION_PLAN_APPROVE)
def sign_plan(request, pk: UUID) -> Any:
    """Agree to it, or approve it, whichever is the caller's turn."""
    actions.sign_plan(pk, by=request.user)
    return _plan(request, pk)


@router.post("/plans/{uuid:pk}/return", response=answers(PlanOut))
@needs(Permission.STATION_PLAN_APPROVE)
def return_plan(request, pk: UUID, body: PlanReason) -> Any:
    """Back to the station, with the reason."""
    actions.return_plan(pk, by=request.user, reason=body.reason)
    return _plan(request, pk)


@router.get("/targets", response=answers(TargetsOut))
@needs(Permission.PLANNING_VIEW)
def list_targets(request, filters: Query[TargetFilters]) -> Any:
    """The targets of a place in a year with their pace."""
    spot = places.spot_for(request.user, Permission.PLANNING_VIEW, filters.area, filters.station)
    nodes = target_queries.targets_at(request.user, spot, filters.year or clock.today().year)
    return {"items": [_target(node) for node in nodes]}


@router.get("/targets/{uuid:pk}", response=answers(TargetSheetOut))
@needs(Permission.PLANNING_VIEW)
def get_target(request, pk: UUID, where: Query[TargetPlace]) -> Any:
    """One target at a place, with what each county, station or month has to reach."""
    return _sheet(request, pk, places.spot_for(request.user, Permission.PLANNING_VIEW, where.area, where.station))


@router.put("/targets/{uuid:pk}", response=answers(TargetSheetOut, (201, TargetSheetOut)))
@needs(Permission.TARGET_SET)
def put_target(request, pk: UUID, body: TargetIn) -> Any:
    """Set a target; its first decomposition is a draft until it is handed down."""
    said = body.model_dump()
    value = said.pop("value")
    fields = TargetFields(value=_stored(body.measure, value), **said)
    put = actions.put_target(pk, by=request.user, fields=fields)
    return Status(201 if put.created else 200, _sheet(request, pk, places.spot_named(area=body.area)))


def _stored(measure: str, value: float) -> int:
    """The value as it is kept; what cannot be kept is 0, which no target accepts."""
    found = target_queries.measures.get(measure)
    kept = value * 10 if found and found.kind == RATE else value
    return round(kept) if abs(kept - round(kept)) < 1e-6 else 0


def _plan_line(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk, "station": row.station.code, "year": row.year, "number": row.number, "state": row.state,
        "key_project": row.project, "version": row.version,
    }  # fmt: skip


def _plan(request, pk: UUID) -> dict[str, Any]:
    row = plan_queries.plan_for(request.user, pk)
    said = plan_queries.fields_for(row)
    return _plan_line(row) | {
        "platform": row.platform, "partners": row.partners, "key_projects": [vars(each) for each in said.projects],
        "lines": [vars(each) for each in said.lines], "specials": [vars(each) for each in said.specials],
    }  # fmt: skip


def _target(node: Any) -> dict[str, Any]:
    target, pace = node.target, node.pace
    amount = target_queries.amount
    return node.spot.query | {
        "id": target.pk, "measure": target.measure, "unit": str(node.measure.unit), "year": target.year,
        "value": amount(node.measure, node.value), "anchor": target.anchor, "anchor_number": target.anchor_number,
        "anchor_title": target.anchor_title, "due_on": target.due_on, "is_handed_down": node.is_handed_down,
        "done": amount(node.measure, pace.done), "owed": pace.owed, "forecast": pace.forecast,
        "status": pace.status.value if pace.status else None,
    }  # fmt: skip


def _sheet(request, pk: UUID, spot: places.Spot) -> dict[str, Any]:
    sheet = target_queries.sheet_for(request.user, pk, spot)
    measure = sheet.node.measure
    parts = [
        {
            "key": part.key, "name": str(part.name), "value": target_queries.amount(measure, part.value),
            "is_locked": part.is_locked,
            "done": target_queries.amount(measure, part.pace.done) if part.pace else None,
            "status": part.pace.status.value if part.pace and part.pace.status else None,
        }
        for part in sheet.parts
    ]  # fmt: skip
    return _target(sheet.node) | {"parts": parts, "version_number": sheet.shown.number if sheet.shown else None}
