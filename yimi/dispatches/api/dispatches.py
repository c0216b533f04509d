"""Dispatches (季调度) for programs: how each stands, what was decided; the same acts as pages."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.dispatches import actions
from yimi.dispatches.actions import DecisionFields
from yimi.dispatches.queries import dispatches as queries

router = Router(tags=["dispatches"])


class DispatchesQuery(Paged):
    period: str = Field(default="", max_length=10)


class DispatchOut(Out):
    """A dispatch; `stage` is computed: preparing, frozen, held, issued or closed."""

    id: UUID
    report: UUID
    period: str
    area: str
    stage: str
    held_on: date | None
    minutes_due_on: date | None
    issued_on: date | None
    closed_on: date | None
    version: int


class DispatchPage(Out):
    items: list[DispatchOut]
    next: str | None


class DecisionOut(Out):
    """Something to do; `item` is the tracked item that follows it, once it is issued, with its state."""

    id: UUID
    title: str
    county: str
    station: str | None
    kind: str
    due_on: date
    detail: str
    item: UUID | None
    state: str | None


class DispatchInFull(DispatchOut):
    place: str
    chair: str
    attendees: str
    minutes: str
    remarks: int
    remarks_in: int
    decisions: list[DecisionOut]


class DispatchIn(In):
    report: UUID


class MeetingIn(In):
    held_on: date
    place: str
    chair: str
    attendees: str
    version: int | None = None


class DecisionIn(In):
    """`owner` is `area:469030` or `station:469030104`."""

    dispatch: UUID
    owner: str = Field(max_length=24)
    title: str
    due_on: date
    kind: str = "chased"
    detail: str = ""


class MinutesIn(In):
    minutes: str
    version: int | None = None


class DispatchVersionIn(In):
    version: int | None = None


@router.get("/dispatches", response=answers(DispatchPage), summary="季调度")
@needs(Permission.DISPATCH_VIEW)
def list_dispatches(request, query: Query[DispatchesQuery]):
    rows = queries.dispatches_for(request.user, query.period)
    some, following = page(rows, query.limit, query.cursor, queries.ORDER)
    return {"items": [_brief(row) for row in some], "next": following}


@router.get("/dispatches/{uuid:pk}", response=answers(DispatchInFull), summary="一次季调度")
@needs(Permission.DISPATCH_VIEW)
def get_dispatch(request, pk: UUID):
    return _in_full(request, pk)


@router.put("/dispatches/{uuid:pk}", response=answers(DispatchInFull, (201, DispatchInFull)), summary="开始季调度")
@needs(Permission.DISPATCH_HOLD)
def put_dispatch(request, pk: UUID, body: DispatchIn):
    """Begin the dispatch of a quarter on its report; sending the same again begins nothing."""
    is_new = not queries.dispatches_for(request.user).filter(pk=pk).exists()
    row = actions.begin(pk, by=request.user, report=body.report)
    return Status(201 if is_new else 200, _in_full(request, row.pk))


@router.post("/dispatches/{uuid:pk}/meeting", response=answers(DispatchInFull), summary="登记调度会议")
@needs(Permission.DISPATCH_HOLD)
def hold_dispatch(request, pk: UUID, body: MeetingIn):
    actions.hold(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.put("/dispatches/decisions/{uuid:pk}", response=answers(DispatchInFull), summary="登记议定事项")
@needs(Permission.DISPATCH_HOLD)
def put_dispatch_decision(request, pk: UUID, body: DecisionIn):
    """Write down what was decided; sending the same again writes nothing."""
    fields = DecisionFields(**body.model_dump(exclude={"dispatch"}))
    row = actions.put_decision(pk, by=request.user, dispatch=body.dispatch, fields=fields)
    return _in_full(request, row.dispatch_id)


@router.post("/dispatches/{uuid:pk}/issue", response=answers(DispatchInFull), summary="印发纪要、下达任务")
@needs(Permission.DISPATCH_HOLD)
def issue_dispatch(request, pk: UUID, body: MinutesIn):
    actions.issue(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/dispatches/{uuid:pk}/close", response=answers(DispatchInFull), summary="办结季调度")
@needs(Permission.DISPATCH_HOLD)
def close_dispatch(request, pk: UUID, body: DispatchVersionIn):
    actions.close(pk, by=request.user, version=body.version)
    return _in_full(request, pk)


def _brief(row) -> dict[str, Any]:
    own = {"report": row.report_id, "period": row.report.period, "area": row.area.code, "stage": row.stage.value}
    return own | {name: getattr(row, name) for name in DispatchOut.model_fields if name not in own}


def _in_full(request, pk: UUID) -> dict[str, Any]:
    row = queries.dispatch_for(request.user, pk)
    remarks = queries.remarks_of(row)
    return _brief(row) | {
        "place": row.place, "chair": row.chair, "attendees": row.opened["attendees"] or "",
        "minutes": row.opened["minutes"] or "", "remarks": len(remarks),
        "remarks_in": sum(each.is_in for each in remarks),
        "decisions": [_decision(each) for each in queries.decisions_of(request.user, row)],
    }  # fmt: skip


def _decision(each) -> dict[str, Any]:
    row, item = each.row, each.item
    return {
        "id": row.pk, "title": row.title, "county": row.county.code, "station": row.station and row.station.code,
        "kind": row.kind, "due_on": item.due_on if item else row.due_on, "detail": row.opened["detail"] or "",
        "item": item and item.pk, "state": item and item.state,
    }  # fmt: skip
