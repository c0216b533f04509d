"""Incidents (强制报告) for programs: seen by those they name, the head and the county, and by nobody else."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import AwareDatetime, Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, queries
from .fields import IncidentFields
from .queries import Asked

router = Router(tags=["incidents"])

IncidentKind = Literal["minor", "family_violence", "elder_neglect", "other"]
IncidentState = Literal["found", "reported", "receipt", "safety_plan", "closed", ""]


class IncidentIn(In):
    """An incident as it is put. Its kind and the moment it was found are asked, all else may follow."""

    station: str = Field(max_length=12)
    kind: IncidentKind
    found_at: AwareDatetime
    client: UUID | None = None
    police_at: AwareDatetime | None = None
    civil_at: AwareDatetime | None = None
    receipt: str = ""
    what: str = ""
    safety: str = ""
    plan: str = ""
    closed_on: date | None = None
    head_excluded: bool = False
    workers: list[str] = Field(default=[], max_length=50)
    version: int | None = None

    def fields(self) -> IncidentFields:
        said = self.model_dump(exclude={"client", "workers"})
        return IncidentFields(**said, person=self.client, workers=tuple(self.workers))


class VoidIncidentIn(In):
    reason: str


class IncidentLineOut(Out):
    """Where an incident stands: times and state, nobody's name. `gap_minutes` from finding to the first report."""

    id: UUID
    station: str
    kind: str
    state: str
    found_at: AwareDatetime
    police_at: AwareDatetime | None
    civil_at: AwareDatetime | None
    reported_on: date | None
    closed_on: date | None
    gap_minutes: int | None
    version: int


class IncidentOut(IncidentLineOut):
    """An incident as the caller may see it; above the station people and texts are left out."""

    client: UUID | None = None
    name: str | None = None
    workers: list[str] = []
    head_excluded: bool | None = None
    receipt: str | None = None
    what: str | None = None
    safety: str | None = None
    plan: str | None = None


class IncidentsOut(Out):
    """`left_out` is how many more a reader above the station is told of."""

    items: list[IncidentLineOut]
    left_out: int
    next: str | None


class IncidentFilters(Paged):
    state: IncidentState = ""
    station: str = ""


@router.get("/incidents", response=answers(IncidentsOut))
@needs(Permission.CONTACT_VIEW)
def list_incidents(request, filters: Query[IncidentFilters]) -> Any:
    """The incidents that the caller may know of, the last found first."""
    asked = Asked(state=filters.state, station=clean(filters.station))
    rows = queries.incidents_for(request.user, asked)
    some, following = page(rows, filters.limit, filters.cursor, queries.ORDER)
    items = [queries.outline(row) for row in some]
    return {"items": items, "left_out": queries.left_out(request.user, asked), "next": following}


@router.get("/incidents/{uuid:pk}", response=answers(IncidentOut))
@needs(Permission.CONTACT_VIEW)
def get_incident(request, pk: UUID) -> Any:
    """One incident; that it was opened is written down."""
    return queries.open_incident(pk, by=request.user).plain()


@router.put("/incidents/{uuid:pk}", response=answers(IncidentOut, (201, IncidentOut)))
@needs(Permission.CONTACT_WRITE)
def put_incident(request, pk: UUID, body: IncidentIn) -> Any:
    """Write an incident down, or add to it with its version. Reporting it never waits for this."""
    put = actions.put_incident(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, queries.open_incident(pk, by=request.user).plain())


@router.post("/incidents/{uuid:pk}/void", response=answers(IncidentLineOut))
@needs(Permission.CONTACT_WRITE)
def void_incident(request, pk: UUID, body: VoidIncidentIn) -> Any:
    """Void an incident that was written down by mistake; it appears nowhere any more."""
    return queries.outline(actions.void_incident(pk, by=request.user, reason=body.reason))
