"""Texts (信息简报) for programs: written, handed in, and what became of them; the same acts as pages."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core import clock
from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions
from .fields import AdoptionFields, PublicationFields
from .queries import publications as queries
from .queries.publications import Told

router = Router(tags=["publications"])


class PublicationsQuery(Paged):
    """Without a state: everything but what is void."""

    station: str = Field(default="", max_length=12)
    county: str = Field(default="", max_length=12)
    kind: Literal["brief", "case", "news", "media", ""] = ""
    state: Literal["draft", "sent", "forwarded", "noted", "void", "adopted", "declined", ""] = ""


class AdoptionOut(Out):
    """What one level made of a text; a medium says how far it reaches."""

    id: UUID
    level: str
    outlet_level: str
    is_adopted: bool
    on: date
    outlet: str = ""
    link: str = ""
    words: str = ""


class PublicationOut(Out):
    id: UUID
    station: str
    kind: str
    title: str
    on: date
    writer: str
    state: str
    sent_on: date | None
    forwarded_on: date | None
    adoptions: list[AdoptionOut]
    version: int


class PublicationInFull(PublicationOut):
    body: str
    characters: int
    is_advised_length: bool
    contact: UUID | None


class PublicationPage(Out):
    items: list[PublicationOut]
    next: str | None


class PublicationIn(In):
    """A brief or case to write, or news and what a medium printed to note; with its version a draft is changed."""

    station: str = Field(max_length=12)
    kind: Literal["brief", "case", "news", "media"]
    title: str
    on: date
    body: str = Field(default="", max_length=6000)
    contact: UUID | None = None
    outlet: str = ""
    outlet_level: Literal["nation", "province", "county", "agency", ""] = ""
    link: str = ""
    version: int | None = None


class SubmitIn(In):
    """Handing in: by the station to the county, by the county to the province."""

    version: int | None = None


class AdoptIn(In):
    """An office adopts (county, province), or somebody notes that a medium or the nation did; then `id` is its id."""

    level: Literal["county", "province", "media", "nation"]
    id: UUID | None = None
    on: date | None = None
    outlet: str = ""
    outlet_level: Literal["nation", "province", "county", "agency", ""] = ""
    link: str = Field(default="", max_length=300)
    words: str = Field(default="", max_length=200)


class DeclineIn(In):
    level: Literal["county", "province"]
    words: str = Field(default="", max_length=200)


@router.get("/publications", response=answers(PublicationPage), summary="信息简报")
@needs(Permission.PUBLICATION_VIEW)
def list_publications(request, query: Query[PublicationsQuery]):
    asked = queries.Asked(**query.model_dump(exclude={"limit", "cursor"}))
    rows = queries.publications_for(request.user, asked)
    found, following = page(rows, query.limit, query.cursor, queries.ORDER)
    return {"items": [Told(row).plain() for row in queries.opened(found)], "next": following}


@router.get("/publications/{uuid:pk}", response=answers(PublicationInFull), summary="一篇信息")
@needs(Permission.PUBLICATION_VIEW)
def get_publication(request, pk: UUID):
    """One text with its words; a draft is shown to its station alone."""
    return _in_full(request, pk)


@router.put(
    "/publications/{uuid:pk}", response=answers(PublicationInFull, (201, PublicationInFull)), summary="编写或登记信息"
)
@needs(Permission.PUBLICATION_WRITE)
def put_publication(request, pk: UUID, body: PublicationIn):
    """Write a text that names nobody, or change a draft; sending the same again writes nothing."""
    put = actions.put_publication(pk, by=request.user, fields=PublicationFields(**body.model_dump()))
    return Status(201 if put.created else 200, _in_full(request, pk))


@router.post("/publications/{uuid:pk}/submit", response=answers(PublicationInFull), summary="报送信息")
@needs(Permission.PUBLICATION_VIEW)
def submit_publication(request, pk: UUID, body: SubmitIn):
    """Hand it in to the next office: the station to the county, the county to the province."""
    row = queries.publication_for(request.user, pk)
    writes = queries.may(request.user, Permission.PUBLICATION_WRITE, row)
    (actions.submit if writes else actions.forward)(pk, by=request.user, version=body.version)
    return _in_full(request, pk)


@router.post("/publications/{uuid:pk}/adopt", response=answers(PublicationInFull), summary="采用信息")
@needs(Permission.PUBLICATION_VIEW)
def adopt_publication(request, pk: UUID, body: AdoptIn):
    """Adopt it as the county or the province, or note that a medium or the nation did."""
    queries.publication_for(request.user, pk)
    if body.level in ("county", "province"):
        actions.answer(pk, by=request.user, level=body.level, is_adopted=True, words=body.words, link=body.link)
        return _in_full(request, pk)
    fields = AdoptionFields(**body.model_dump(exclude={"id", "on"}), on=body.on or clock.today())
    actions.note_printed(pk, by=request.user, adoption=body.id or new_id(), fields=fields)
    return _in_full(request, pk)


@router.post("/publications/{uuid:pk}/decline", response=answers(PublicationInFull), summary="不采用信息")
@needs(Permission.PUBLICATION_ADOPT)
def decline_publication(request, pk: UUID, body: DeclineIn):
    """Answer that the county or the province does not adopt it."""
    queries.publication_for(request.user, pk)
    actions.answer(pk, by=request.user, is_adopted=False, **body.model_dump())
    return _in_full(request, pk)


def _in_full(request, pk: UUID) -> dict[str, Any]:
    return Told(queries.publication_for(request.user, pk)).in_full()
