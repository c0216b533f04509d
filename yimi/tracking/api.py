"""Tracked items (督办事项) for programs: what is found, who owes it, what was done about it; the same acts as pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.files.sent import read_sent
from yimi.core.files.shown import DESCRIBED, shown
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions, queries
from .queries import Asked

router = Router(tags=["tracking"])
ORDER = ("due_on", "id")
Files = Annotated[list[UploadedFile], File(default_factory=list)]


class TrackedItemsQuery(Paged):
    """Without a state: what is not settled."""

    station: str = ""
    county: str = ""
    state: Literal["open", "answered", "closed", "void", ""] = ""
    status: Literal["ok", "watch", "late", ""] = ""
    kind: Literal["notice", "urged", "chased", ""] = ""


class TrackedItemOut(Out):
    """One finding; `status` is reckoned today and never stored: ok, watch or late."""

    id: UUID
    source_kind: str
    source_id: UUID
    kind: str
    level: str
    station: str | None
    county: str
    title: str
    found_on: date
    due_on: date
    state: str
    status: str
    closed_on: date | None
    version: int


class TrackedItemPage(Out):
    items: list[TrackedItemOut]
    next: str | None


class ProofFileOut(Out):
    id: UUID
    name: str
    content_type: str
    octets: int


class TrackedStepOut(Out):
    """One thing that was done about it; `by` is nobody where the platform did it."""

    id: UUID
    what: str
    at: datetime
    by: str | None
    words: str
    files: list[ProofFileOut]


class TrackedItemInFull(TrackedItemOut):
    detail: str
    raised_by: str | None
    plan_year: int | None
    steps: list[TrackedStepOut]


class TrackedItemIn(In):
    """An item as it is raised by hand: of a station, or by the province of a county."""

    title: str
    station: str = Field(default="", max_length=12)
    county: str = Field(default="", max_length=12)
    kind: Literal["notice", "urged", "chased"] = "notice"
    detail: str = ""
    due_on: date | None = None


class ProofIn(In):
    """What proves it, with up to nine photos or PDFs as `file`; `step` is the id of the proof, made by its sender."""

    step: UUID
    words: str
    version: int | None = None


class RecheckIn(In):
    """Settled, or back with the reason and perhaps another day."""

    accept: bool
    words: str = Field(default="", max_length=500)
    due_on: date | None = None
    version: int | None = None


class WordsIn(In):
    words: str
    version: int | None = None


class ExtendIn(WordsIn):
    due_on: date


class TrackedPlanIn(WordsIn):
    year: int


@router.get("/tracked-items", response=answers(TrackedItemPage), summary="督办事项")
@needs(Permission.TRACKING_VIEW)
def list_tracked_items(request, query: Query[TrackedItemsQuery]):
    said = query.model_dump(exclude={"limit", "cursor"})
    rows, following = page(queries.items_for(request.user, Asked(**said)), query.limit, query.cursor, ORDER)
    soon = queries.soon_on()
    return {"items": [_item(row, queries.status(row, soon)) for row in rows], "next": following}


@router.get("/tracked-items/{uuid:pk}", response=answers(TrackedItemInFull), summary="一件督办事项")
@needs(Permission.TRACKING_VIEW)
def get_tracked_item(request, pk: UUID):
    """One item with everything that was done about it."""
    return _in_full(request, pk)


@router.put(
    "/tracked-items/{uuid:pk}", response=answers(TrackedItemInFull, (201, TrackedItemInFull)), summary="提出督办事项"
)
@needs(Permission.TRACKING_RECHECK)
def put_tracked_item(request, pk: UUID, body: TrackedItemIn):
    """Raise an item by hand; sending the same again raises nothing, other content under its id is refused."""
    put = actions.put_item(pk, by=request.user, fields=actions.ItemFields(**body.model_dump()))
    return Status(201 if put.created else 200, _in_full(request, pk))


@router.post("/tracked-items/{uuid:pk}/answer", response=answers(TrackedItemInFull), summary="提交佐证")
@needs(Permission.TRACKING_ANSWER)
def answer_tracked_item(request, pk: UUID, body: Form[ProofIn], file: Files):
    """Hand in the proof, by who owes it; the same again changes nothing."""
    actions.submit_proof(pk, by=request.user, files=read_sent(request), **body.model_dump())
    return _in_full(request, pk)


@router.post("/tracked-items/{uuid:pk}/recheck", response=answers(TrackedItemInFull), summary="复查督办事项")
@needs(Permission.TRACKING_RECHECK)
def recheck_tracked_item(request, pk: UUID, body: RecheckIn):
    """Close it or send it back; nobody rechecks what she handed in."""
    actions.recheck(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/tracked-items/{uuid:pk}/extend", response=answers(TrackedItemInFull), summary="调整督办期限")
@needs(Permission.TRACKING_RECHECK)
def extend_tracked_item(request, pk: UUID, body: ExtendIn):
    """Give it another due day."""
    actions.extend(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/tracked-items/{uuid:pk}/urge", response=answers(TrackedItemInFull), summary="升级督办事项")
@needs(Permission.TRACKING_RECHECK)
def urge_tracked_item(request, pk: UUID, body: WordsIn):
    """Follow it more firmly and one level higher: 工作提示 → 督促 → 督办事项."""
    actions.escalate(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/tracked-items/{uuid:pk}/plan", response=answers(TrackedItemInFull), summary="列入年度计划")
@needs(Permission.TRACKING_RECHECK)
def plan_tracked_item(request, pk: UUID, body: TrackedPlanIn):
    """Take what was learnt into the plan of this year or the next."""
    actions.plan(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/tracked-items/{uuid:pk}/void", response=answers(TrackedItemInFull), summary="撤销督办事项")
@needs(Permission.TRACKING_RECHECK)
def void_tracked_item(request, pk: UUID, body: WordsIn):
    """Take back what was raised in error."""
    actions.void(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.get("/tracked-items/files/{uuid:pk}", response=answers(None), openapi_extra=DESCRIBED, summary="佐证材料")
@needs(Permission.TRACKING_VIEW)
def get_proof_file(request, pk: UUID):
    """The photo or PDF itself."""
    return shown(*actions.open_file(pk, by=request.user))


def _in_full(request, pk: UUID) -> dict[str, Any]:
    row = queries.item_for(request.user, pk)
    return _item(row, queries.status(row, queries.soon_on())) | {
        "detail": row.opened["detail"] or "", "raised_by": row.raised_by and row.raised_by.name,
        "plan_year": row.plan_year, "steps": [_step(each) for each in queries.steps_of(row)],
    }  # fmt: skip


def _step(row) -> dict[str, Any]:
    files = [
        {"id": file.pk, "name": file.opened["name"], "content_type": file.content_type, "octets": file.octets}
        for file in row.files.all()
    ]
    return {
        "id": row.pk, "what": row.what, "at": row.at, "by": row.by and row.by.name, "words": row.opened["words"] or "",
        "files": files,
    }  # fmt: skip


def _item(row, status) -> dict[str, Any]:
    own = {"station": row.station.code if row.station else None, "county": row.county.code, "status": status.value}
    return own | {name: getattr(row, name) for name in TrackedItemOut.model_fields if name not in own}
