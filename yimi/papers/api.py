"""Papers of applications (申请资料) for programs."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, queries
from .actions import PapersFields
from .queries import Asked

router = Router(tags=["papers"])


class PapersIn(In):
    """Papers as they are received."""

    station: str = Field(max_length=12)
    client: UUID
    kind: str = Field(max_length=16)
    received_on: date
    note: str = ""


class ItemIn(In):
    code: str = Field(max_length=40)
    mark: Literal["present", "missing", "differs", "not_needed"] | None = None
    remark: str = ""


class CheckIn(In):
    items: list[ItemIn] = Field(max_length=100)
    version: int | None = None


class VersionIn(In):
    version: int | None = None


class WithdrawnIn(VersionIn):
    reason: str


class OutcomeIn(VersionIn):
    """What the authority said; nothing is decided here."""

    outcome: Literal["passed", "not_passed", "other"]
    words: str = ""


class ItemOut(Out):
    code: str
    name: str
    mark: str | None
    remark: str


class PapersOut(Out):
    """Papers as the caller may see them; above the station the name is masked and free text left out."""

    id: UUID
    station: str
    client: UUID
    name: str
    kind: str
    received_on: date
    state: str
    state_on: date
    complete: bool | None
    contact: UUID
    outcome: str | None
    outcome_words: str
    note: str
    items: list[ItemOut]
    version: int


class ListOut(Out):
    items: list[PapersOut]
    next: str | None


class Filters(Paged):
    station: str = ""
    client: UUID | None = None
    kind: str = ""


@router.put("/papers/{uuid:pk}", response=answers(PapersOut, (201, PapersOut)))
@needs(Permission.CONTACT_WRITE)
def put_papers(request, pk: UUID, body: PapersIn):
    """Receive papers; sending the same again changes nothing."""
    put = actions.put_papers(pk, by=request.user, fields=PapersFields(**body.model_dump()))
    return Status(201 if put.created else 200, queries.sheet_for(request.user, pk).plain())


@router.get("/papers/{uuid:pk}", response=answers(PapersOut))
@needs(Permission.CONTACT_VIEW)
def get_papers(request, pk: UUID):
    """One application's papers."""
    return queries.sheet_for(request.user, pk).plain()


@router.get("/papers", response=answers(ListOut))
@needs(Permission.CONTACT_VIEW)
def list_papers(request, filters: Query[Filters]):
    """Papers within reach, those that wait longest first."""
    asked = Asked(station=clean(filters.station), client=filters.client, kind=clean(filters.kind))
    rows, following = page(queries.papers_for(request.user, asked), filters.limit, filters.cursor, queries.ORDER)
    return {"items": [sheet.plain() for sheet in queries.sheets(request.user, rows)], "next": following}


@router.post("/papers/{uuid:pk}/check", response=answers(PapersOut))
@needs(Permission.CONTACT_WRITE)
def check_papers(request, pk: UUID, body: CheckIn):
    """Say of each paper what was found."""
    marks = {item.code: item.mark or "" for item in body.items}
    remarks = {item.code: item.remark for item in body.items}
    actions.check_papers(pk, by=request.user, marks=marks, remarks=remarks, version=body.version)
    return queries.sheet_for(request.user, pk).plain()


@router.post("/papers/{uuid:pk}/return", response=answers(PapersOut))
@needs(Permission.CONTACT_WRITE)
def return_papers(request, pk: UUID, body: VersionIn):
    """Give the papers back for what is missing."""
    actions.return_papers(pk, by=request.user, version=body.version)
    return queries.sheet_for(request.user, pk).plain()


@router.post("/papers/{uuid:pk}/receive", response=answers(PapersOut))
@needs(Permission.CONTACT_WRITE)
def receive_again(request, pk: UUID, body: VersionIn):
    """The papers came back."""
    actions.receive_again(pk, by=request.user, version=body.version)
    return queries.sheet_for(request.user, pk).plain()


@router.post("/papers/{uuid:pk}/hand", response=answers(PapersOut))
@needs(Permission.CONTACT_WRITE)
def hand_papers(request, pk: UUID, body: VersionIn):
    """Hand complete papers to the township."""
    actions.hand_papers(pk, by=request.user, version=body.version)
    return queries.sheet_for(request.user, pk).plain()


@router.post("/papers/{uuid:pk}/note", response=answers(PapersOut))
@needs(Permission.CONTACT_WRITE)
def note_outcome(request, pk: UUID, body: OutcomeIn):
    """Note what the authority said."""
    actions.note_outcome(pk, by=request.user, **body.model_dump())
    return queries.sheet_for(request.user, pk).plain()


@router.post("/papers/{uuid:pk}/withdraw", response=answers(PapersOut))
@needs(Permission.CONTACT_WRITE)
def withdraw_papers(request, pk: UUID, body: WithdrawnIn):
    """She does not apply after all."""
    actions.withdraw_papers(pk, by=request.user, **body.model_dump())
    return queries.sheet_for(request.user, pk).plain()
