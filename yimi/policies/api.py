"""The policy library (政策库) for programs."""

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
from .fields import DocumentFields
from .queries import Asked

router = Router(tags=["policies"])


class PolicyIn(In):
    """A document and the draft of its text. With the `version` that was read, the draft is changed."""

    area: str = Field(max_length=12)
    kind: Literal[
        "pilot_plan", "building_guide", "service_list", "operation_standard", "evaluation_system",
        "contract_template", "notice", "other",
    ]  # fmt: skip
    title: str = Field(max_length=120)
    issuer: str = Field(max_length=80)
    number: str = Field("", max_length=60)
    issued_on: date
    valid_from: date
    valid_until: date | None = None
    text: str = ""
    note: str = Field("", max_length=500)
    is_sample: bool = False
    governs: str = Field("", max_length=20)
    counties: list[str] = Field([], max_length=100)
    stations: list[str] = Field([], max_length=1000)
    receive_by: date | None = None
    version: int | None = None


class PolicyStepIn(In):
    version: int | None = None


class PolicyFileOut(Out):
    name: str
    type: str
    octets: int


class PolicyRelationOut(Out):
    """`is` says what this document is in the relation: its source or its target."""

    kind: Literal["replaces", "implements", "amends"]
    is_: Literal["source", "target"] = Field(alias="is")
    other: UUID
    since_on: date


class PolicyOut(Out):
    id: UUID
    number: str
    issuer: str
    kind: str
    title: str
    area: str
    is_sample: bool
    standing: str
    nth: int
    issued_on: date
    valid_from: date
    valid_until: date | None
    replaced_on: date | None


class PolicyInFull(PolicyOut):
    """A document with the text of the version that matters today."""

    text: str
    note: str
    governs: str | None
    repealed_on: date | None
    file: PolicyFileOut | None
    relations: list[PolicyRelationOut]
    version: int


class PolicyPage(Out):
    items: list[PolicyOut]
    next: str | None


class PolicyFilters(Paged):
    q: str = Field("", max_length=60)
    kind: str = ""
    level: Literal["", "province", "county"] = ""
    in_force_on: date | None = None


@router.get("/documents", response=answers(PolicyPage), summary="政策文件")
@needs(Permission.POLICY_VIEW)
def list_policies(request, filters: Query[PolicyFilters]):
    """The documents that the caller may read, newest first."""
    asked = Asked(q=filters.q, kind=clean(filters.kind), level=filters.level, on=filters.in_force_on)
    rows, following = page(
        queries.documents_for(request.user, asked), filters.limit, filters.cursor, queries.ORDER
    )  # fmt: skip
    items = [queries.plain_card(card) for card in queries.cards(request.user, rows, asked)]
    return {"items": items, "next": following}


@router.get("/documents/{uuid:pk}", response=answers(PolicyInFull), by_alias=True, summary="一份政策文件")
@needs(Permission.POLICY_VIEW)
def get_policy(request, pk: UUID):
    """One document with its text and relations."""
    return queries.sheet_for(request.user, pk).plain()


@router.put(
    "/documents/{uuid:pk}", response=answers(PolicyInFull, (201, PolicyInFull)), by_alias=True, summary="起草政策文件"
)
@needs(Permission.POLICY_WRITE)
def put_policy(request, pk: UUID, body: PolicyIn):
    """Write a document or its draft; sending the same again changes nothing."""
    said = body.model_dump()
    version = said.pop("version")
    said |= {"counties": tuple(said["counties"]), "stations": tuple(said["stations"])}
    put = actions.put_document(pk, by=request.user, fields=DocumentFields(**said), version=version)
    return Status(201 if put.created else 200, queries.sheet_for(request.user, pk).plain())


@router.post("/documents/{uuid:pk}/publish", response=answers(PolicyInFull), by_alias=True, summary="发布政策文件")
@needs(Permission.POLICY_WRITE)
def publish_policy(request, pk: UUID, body: PolicyStepIn):
    """Publish the draft; from then on it never changes."""
    actions.publish_document(pk, by=request.user, version=body.version)
    return queries.sheet_for(request.user, pk).plain()


@router.post("/documents/{uuid:pk}/sign", response=answers(PolicyInFull), by_alias=True, summary="签收政策文件")
@needs(Permission.POLICY_RECEIVE)
def sign_policy(request, pk: UUID):
    """Sign for the newest version in the name of the caller's office."""
    actions.sign_for_office(pk, by=request.user)
    return queries.sheet_for(request.user, pk).plain()
