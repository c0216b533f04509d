"""Requests for material (填报事项) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions
from .fields import DemandFields
from .matching import LineFields
from .queries import demands as queries
from .queries.demands import Asked

router = Router(tags=["requests"])

DemandFrequency = Literal["once", "weekly", "monthly", "quarterly", "half_year", "annual", "irregular"]


class DemandLineIn(In):
    """One line that is asked, and the measure that it means, where it means one."""

    text: str = Field("", max_length=100)
    measure: str = Field("", max_length=32)


class DemandIn(In):
    """A request as an office proposes it. With the `version` that was read, it is revised.

    `beyond` says what the ledger does not hold where a line has a measure in it.
    """

    area: str = Field(max_length=12)
    office: str = Field(max_length=80)
    title: str = Field(max_length=100)
    basis: str = Field(max_length=200)
    frequency: DemandFrequency
    times_a_year: int | None = None
    minutes: int = Field(ge=1, le=2400)
    lines: list[DemandLineIn] = Field(max_length=20)
    beyond: str = Field("", max_length=200)
    target: str = Field("", max_length=12)
    to_level: Literal["station", "county_centre", "village_room"] = "station"
    valid_from: date
    valid_until: date | None = None
    version: int | None = None


class DemandStepIn(In):
    version: int | None = None


class DemandReasonIn(DemandStepIn):
    reason: str = Field(max_length=200)


class DemandEndedIn(DemandReasonIn):
    on: date | None = None


class DemandOut(Out):
    id: UUID
    title: str
    level: str
    area: str
    office: str
    basis: str
    frequency: str
    times_a_year: int | None
    minutes: int
    target: str
    to_level: str
    valid_from: date
    valid_until: date | None
    status: str
    published_on: date | None
    ended_on: date | None
    why: str
    version: int


class DemandInFull(DemandOut):
    """A request with the lines that are asked."""

    lines: list[str]
    beyond: str


class DemandPage(Out):
    items: list[DemandOut]
    next: str | None


class DemandFilters(Paged):
    q: str = Field("", max_length=60)
    level: Literal["", "province", "county", "township"] = ""
    frequency: Literal["", "once", "weekly", "monthly", "quarterly", "half_year", "annual", "irregular"] = ""
    status: Literal["", "in_force", "coming", "proposed", "returned", "expired", "ended"] = ""
    county: str = Field("", max_length=12)


@router.get("/requests", response=answers(DemandPage), summary="填报事项清单")
@needs(Permission.REQUEST_VIEW)
def list_demands(request, filters: Query[DemandFilters]) -> Any:
    """The requests that the caller may see, those proposed last first."""
    asked = Asked(filters.q, filters.level, filters.frequency, filters.status, filters.county)
    rows, following = page(queries.demands_for(request.user, asked), filters.limit, filters.cursor, queries.ORDER)
    return {"items": [queries.plain(row) for row in rows], "next": following}


@router.get("/requests/{uuid:pk}", response=answers(DemandInFull), summary="一件填报事项")
@needs(Permission.REQUEST_VIEW)
def get_demand(request, pk: UUID) -> Any:
    """One request with its lines."""
    return _seen(request, pk)


@router.put("/requests/{uuid:pk}", response=answers(DemandInFull, (201, DemandInFull)), summary="登记填报事项")
@needs(Permission.REQUEST_WRITE)
def put_demand(request, pk: UUID, body: DemandIn) -> Any:
    """Propose or revise a request; what the ledger holds is 409 `ledger_has_it` and says where to get it."""
    said = body.model_dump()
    version, lines = said.pop("version"), said.pop("lines")
    fields = DemandFields(**said, lines=tuple(LineFields(**line) for line in lines))
    put = actions.put_demand(pk, by=request.user, fields=fields, version=version)
    return Status(201 if put.created else 200, _seen(request, pk))


@router.post("/requests/{uuid:pk}/publish", response=answers(DemandInFull), summary="公布填报事项")
@needs(Permission.REQUEST_APPROVE)
def publish_demand(request, pk: UUID, body: DemandStepIn) -> Any:
    """Publish it: from now on stations see it."""
    actions.publish_demand(pk, by=request.user, version=body.version)
    return _seen(request, pk)


@router.post("/requests/{uuid:pk}/return", response=answers(DemandInFull), summary="退回填报事项")
@needs(Permission.REQUEST_APPROVE)
def return_demand(request, pk: UUID, body: DemandReasonIn) -> Any:
    """Give a proposal back with a reason."""
    actions.return_demand(pk, by=request.user, reason=body.reason, version=body.version)
    return _seen(request, pk)


@router.post("/requests/{uuid:pk}/end", response=answers(DemandInFull), summary="终止填报事项")
@needs(Permission.REQUEST_WRITE)
def end_demand(request, pk: UUID, body: DemandEndedIn) -> Any:
    """End it with a reason: stations answer no more."""
    actions.end_demand(pk, by=request.user, **body.model_dump())
    return _seen(request, pk)


def _seen(request, pk: UUID) -> dict[str, Any]:
    return queries.plain_in_full(queries.demand_for(request.user, pk))
