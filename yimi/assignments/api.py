"""What towns hand to stations (镇街交办事项) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core import clock
from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, queries
from .actions import AssignmentFields

router = Router(tags=["assignments"])

TaskKind = Literal["professional", "civil_assist", "unrelated"]
TaskState = Literal["handed", "accepted", "done", "returned", ""]


class AssignmentIn(In):
    """A task as it is handed by the town's officer, or noted by the station where it came by word of mouth."""

    station: str = Field(max_length=12)
    kind: TaskKind
    title: str
    due_on: date | None = None
    handed_on: date | None = None


class TaskStepIn(In):
    version: int | None = None


class TaskReturnedIn(TaskStepIn):
    reason: str


class TaskDoneIn(TaskStepIn):
    note: str = ""
    on: date | None = None


class SpentIn(In):
    """Hours of one day, in half hours, for the station as a whole; the caller makes the id."""

    id: UUID
    on: date
    hours: float = Field(ge=0.5, le=72, multiple_of=0.5)


class SpentOut(Out):
    id: UUID
    on: date
    hours: float


class AssignmentLineOut(Out):
    """A task with the hours that went into it."""

    id: UUID
    station: str
    kind: str
    title: str
    is_oral: bool
    handed_on: date
    handed_by: str
    due_on: date | None
    state: str
    is_late: bool
    done_on: date | None
    done_note: str | None
    why_returned: str | None
    hours: float
    version: int


class AssignmentOut(AssignmentLineOut):
    spent: list[SpentOut]


class AssignmentsOut(Out):
    items: list[AssignmentLineOut]
    next: str | None


class AssignmentFilters(Paged):
    state: TaskState = ""
    kind: Literal["professional", "civil_assist", "unrelated", ""] = ""
    station: str = ""


class ShareQuery(In):
    """One place and one month; without a place, where the caller works, and without a month this one."""

    area: str = ""
    station: str = ""
    period: str = ""


class ShareOut(Out):
    kind: str
    label: str
    hours: float
    share: float | None


class SharesOut(Out):
    """How the hours divide; for talking about who does what, not for ranking. `administrative` is null without any."""

    area: str | None
    station: str | None
    period: str
    administrative: float | None
    items: list[ShareOut]


@router.get("/assignments", response=answers(AssignmentsOut))
@needs(Permission.ASSIGNMENT_VIEW)
def list_assignments(request, filters: Query[AssignmentFilters]) -> Any:
    """The tasks within reach, those handed last first."""
    rows = queries.assignments_for(request.user, filters.state, filters.kind, clean(filters.station))
    some, following = page(rows, filters.limit, filters.cursor, queries.ORDER)
    return {"items": [queries.plain(row) for row in queries.opened(some)], "next": following}


@router.get("/assignments/shares", response=answers(SharesOut))
@needs(Permission.ASSIGNMENT_VIEW)
def get_shares(request, query: Query[ShareQuery]) -> Any:
    """How the hours of a place and month divide among the sorts of work."""
    place = queries.place_for(request.user, clean(query.area), clean(query.station))
    period = clean(query.period) or f"{clock.today():%Y-%m}"
    found = queries.shares(request.user, place, period)
    is_area = place.kind == "area"
    return {
        "area": place.code if is_area else None, "station": None if is_area else place.code, "period": period,
        "administrative": queries.administrative_share(request.user, place, period),
        "items": [
            {"kind": each.key, "label": str(each.label), "hours": each.hours, "share": each.percent} for each in found
        ],
    }  # fmt: skip


@router.get("/assignments/{uuid:pk}", response=answers(AssignmentOut))
@needs(Permission.ASSIGNMENT_VIEW)
def get_assignment(request, pk: UUID) -> Any:
    """One task with each entry of hours."""
    return _seen(request, pk)


@router.put("/assignments/{uuid:pk}", response=answers(AssignmentOut, (201, AssignmentOut)))
@needs(Permission.ASSIGNMENT_VIEW)
def put_assignment(request, pk: UUID, body: AssignmentIn) -> Any:
    """Hand a task, or note one at the station; sending the same again changes nothing."""
    put = actions.put_assignment(pk, by=request.user, fields=AssignmentFields(**body.model_dump()))
    return Status(201 if put.created else 200, _seen(request, pk))


@router.post("/assignments/{uuid:pk}/accept", response=answers(AssignmentOut))
@needs(Permission.ASSIGNMENT_WORK)
def accept_assignment(request, pk: UUID, body: TaskStepIn) -> Any:
    """Take the task on."""
    actions.accept_assignment(pk, by=request.user, version=body.version)
    return _seen(request, pk)


@router.post("/assignments/{uuid:pk}/return", response=answers(AssignmentOut))
@needs(Permission.ASSIGNMENT_WORK)
def return_assignment(request, pk: UUID, body: TaskReturnedIn) -> Any:
    """Give the task back with a reason."""
    actions.return_assignment(pk, by=request.user, **body.model_dump())
    return _seen(request, pk)


@router.post("/assignments/{uuid:pk}/finish", response=answers(AssignmentOut))
@needs(Permission.ASSIGNMENT_WORK)
def finish_assignment(request, pk: UUID, body: TaskDoneIn) -> Any:
    """The task is done."""
    actions.finish_assignment(pk, by=request.user, **body.model_dump())
    return _seen(request, pk)


@router.post("/assignments/{uuid:pk}/hours", response=answers(AssignmentOut))
@needs(Permission.ASSIGNMENT_WORK)
def add_hours(request, pk: UUID, body: SpentIn) -> Any:
    """Note hours spent on a day; sending twice notes them once."""
    actions.add_hours(pk, by=request.user, entry=body.id, on=body.on, half_hours=int(body.hours * 2))
    return _seen(request, pk)


@router.post("/assignments/hours/{uuid:pk}/void", response=answers(AssignmentOut))
@needs(Permission.ASSIGNMENT_WORK)
def take_back_hours(request, pk: UUID) -> Any:
    """Take an entry of hours back."""
    return _seen(request, actions.take_back_hours(pk, by=request.user).assignment_id)


def _seen(request, pk: UUID) -> dict[str, Any]:
    row = queries.assignment_for(request.user, pk)
    spent = [{"id": each.pk, "on": each.on, "hours": each.half_hours / 2} for each in queries.hours_of(row)]
    return queries.plain(row) | {"spent": spent}
