"""Circulars (半年通报) for programs: how each stands and who signed for it; the same acts as pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.dispatches import actions
from yimi.dispatches.queries import circulars as queries

router = Router(tags=["circulars"])


class CircularsQuery(Paged):
    pass


class CircularOut(Out):
    """A circular: drafting, review, signed, issued or archived; `signed` of `asked` 市县 have signed for it."""

    id: UUID
    report: UUID
    period: str
    state: str
    number: str
    issued_on: date | None
    receive_by: date | None
    reply_by: date | None
    asked: int
    signed: int
    version: int


class CircularPage(Out):
    items: list[CircularOut]
    next: str | None


class ReceiptOut(Out):
    county: str
    received_at: datetime | None
    replied_at: datetime | None
    reply: str


class CircularInFull(CircularOut):
    receipts: list[ReceiptOut]


class CircularIn(In):
    report: UUID


class CircularVersionIn(In):
    version: int | None = None


class CircularReasonIn(CircularVersionIn):
    reason: str


class CircularIssueIn(CircularVersionIn):
    number: str
    receive_by: date
    reply_by: date | None = None


class CircularReplyIn(In):
    text: str


@router.get("/circulars", response=answers(CircularPage), summary="半年通报")
@needs(Permission.DISPATCH_VIEW)
def list_circulars(request, query: Query[CircularsQuery]):
    some, following = page(queries.circulars_for(request.user), query.limit, query.cursor, queries.ORDER)
    return {"items": [_brief(row) for row in some], "next": following}


@router.get("/circulars/{uuid:pk}", response=answers(CircularInFull), summary="一份半年通报")
@needs(Permission.DISPATCH_VIEW)
def get_circular(request, pk: UUID):
    return _in_full(request, pk)


@router.put("/circulars/{uuid:pk}", response=answers(CircularInFull, (201, CircularInFull)), summary="起草半年通报")
@needs(Permission.DISPATCH_HOLD)
def put_circular(request, pk: UUID, body: CircularIn):
    """Begin the circular of a half-year on its report; sending the same again begins nothing."""
    is_new = not queries.circulars_for(request.user).filter(pk=pk).exists()
    actions.begin_circular(pk, by=request.user, report=body.report)
    return Status(201 if is_new else 200, _in_full(request, pk))


@router.post("/circulars/{uuid:pk}/send", response=answers(CircularInFull), summary="送核通报")
@needs(Permission.DISPATCH_HOLD)
def send_circular(request, pk: UUID, body: CircularVersionIn):
    actions.send(pk, by=request.user, version=body.version)
    return _in_full(request, pk)


@router.post("/circulars/{uuid:pk}/return", response=answers(CircularInFull), summary="退回通报")
@needs(Permission.CIRCULAR_SIGN)
def return_circular(request, pk: UUID, body: CircularReasonIn):
    actions.send_back(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/circulars/{uuid:pk}/sign", response=answers(CircularInFull), summary="签发通报")
@needs(Permission.CIRCULAR_SIGN)
def sign_circular(request, pk: UUID, body: CircularVersionIn):
    actions.sign(pk, by=request.user, version=body.version)
    return _in_full(request, pk)


@router.post("/circulars/{uuid:pk}/issue", response=answers(CircularInFull), summary="印发通报")
@needs(Permission.DISPATCH_HOLD)
def issue_circular(request, pk: UUID, body: CircularIssueIn):
    actions.issue_circular(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/circulars/{uuid:pk}/receive", response=answers(CircularInFull), summary="签收通报")
@needs(Permission.DISPATCH_HOLD)
def receive_circular(request, pk: UUID):
    """Sign for it in the name of one's own 市县; again changes nothing."""
    actions.receive(pk, by=request.user)
    return _in_full(request, pk)


@router.post("/circulars/{uuid:pk}/reply", response=answers(CircularInFull), summary="回复通报")
@needs(Permission.DISPATCH_HOLD)
def reply_circular(request, pk: UUID, body: CircularReplyIn):
    actions.reply(pk, by=request.user, text=body.text)
    return _in_full(request, pk)


@router.post("/circulars/{uuid:pk}/archive", response=answers(CircularInFull), summary="通报归档")
@needs(Permission.DISPATCH_HOLD)
def archive_circular(request, pk: UUID, body: CircularVersionIn):
    actions.archive(pk, by=request.user, version=body.version)
    return _in_full(request, pk)


def _brief(row) -> dict[str, Any]:
    own = {"report": row.report_id, "period": row.report.period}
    return own | {name: getattr(row, name) for name in CircularOut.model_fields if name not in own}


def _in_full(request, pk: UUID) -> dict[str, Any]:
    row = queries.circular_for(request.user, pk)
    receipts = queries.receipts_of(request.user, row) if row.number else []
    return _brief(row) | {
        "receipts": [
            {
                "county": each.county.code, "received_at": each.received_at, "replied_at": each.replied_at,
                "reply": each.opened["reply"] or "",
            }
            for each in receipts
        ]
    }  # fmt: skip
