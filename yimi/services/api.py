"""Contacts (服务记录) for programs."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean
from yimi.figures.queries import place_named

from . import actions, queries, reads
from .adjusted import Change
from .fields import ContactFields, PartFields
from .queries import Asked

router = Router(tags=["contacts"])

KindCode = Literal[
    "home_visit", "remote_visit", "encounter", "office_talk", "consultation", "case_session", "group_session",
    "activity", "publicity", "paper_check", "resource_delivery", "counselling", "crisis", "referral",
]  # fmt: skip


_TEXTS = ("title", "note", "place", "late_reason")


class PartIn(In):
    """A person's part in a contact."""

    client: UUID
    served: bool | None = None
    seen: bool | None = None
    file_action: Literal["none", "new", "update"] = "none"


class ContactIn(In):
    """A contact as it is put."""

    station: str = Field(max_length=12)
    kind: KindCode
    service_on: date
    minutes: int | None = None
    outcome: Literal["seen", "not_home", "declined"] = "seen"
    workers: list[str] = Field(default=[], max_length=20)
    participants: list[PartIn] = Field(default=[], max_length=1000)
    headcount: int | None = None
    services: list[str] = Field(default=[], max_length=30)
    title: str | None = None
    concluded_on: date | None = None
    note: str | None = None
    place: str | None = Field(default=None, max_length=12)
    next_on: date | None = None
    group: UUID | None = None
    activity: UUID | None = None
    partners: list[str] = Field(default=[], max_length=20)
    joins: UUID | None = None
    late_reason: str | None = None
    version: int | None = None

    def fields(self) -> ContactFields:
        sent = self.model_dump(exclude={"workers", "participants", "services", "partners", *_TEXTS})
        texts: dict[str, Any] = {name: getattr(self, name) or "" for name in _TEXTS}
        return ContactFields(
            **sent,
            **texts,
            workers=tuple(self.workers),
            services=tuple(self.services),
            participants=tuple(PartFields(**part.model_dump()) for part in self.participants),
            partners=tuple(self.partners),
        )


class PartOut(Out):
    client: UUID
    name: str
    served: bool
    seen: bool
    file_action: str
    village: str = ""
    age_band: str = ""


class CountedOut(Out):
    measure: str
    value: int


class ContactOut(Out):
    """A contact as the caller may see it; `view` says how much: full, masked or stub (kind, date, workers)."""

    id: UUID
    view: str
    station: str
    kind: str
    service_on: date
    workers: list[str]
    outcome: str | None = None
    minutes: int | None = None
    place: str | None = None
    headcount: int | None = None
    participants: list[PartOut] = []
    services: list[str] = []
    title: str | None = None
    concluded_on: date | None = None
    next_on: date | None = None
    group: UUID | None = None
    activity: UUID | None = None
    partners: list[str] = []
    joins: UUID | None = None
    note: str | None = None
    late_reason: str | None = None
    late: bool | None = None
    voided: bool | None = None
    version: int | None = None


class NotCountedOut(Out):
    measure: str
    reason: str


class AdjustsOut(Out):
    """A locked month of whose adjustment a contact is part, and by how much in each measure."""

    month: str
    locked_at: datetime
    differences: dict[str, int]


class ContactRead(ContactOut):
    """A contact with the measures it counts in, why it does not count in others, and what it adjusts."""

    counted: list[CountedOut]
    not_counted: list[NotCountedOut]
    adjusts: list[AdjustsOut]


class ChangesQuery(Paged):
    """Which adjustment: a measure, an area or a station, a locked month."""

    measure: str
    area: str | None = None
    station: str | None = None
    month: str


class ChangeOut(Out):
    """A contact that changed since the month was locked: entered, corrected or voided."""

    contact: UUID
    station: str
    service_on: date
    kind: str
    change: str
    was: int
    now: int
    difference: int


class ChangesOut(Out):
    measure: str
    month: str
    frozen: int | float | None
    now: int | float | None
    difference: int | float | None
    other: int | None
    hidden: int
    hidden_difference: int
    items: list[ChangeOut]
    next: str | None


class ContactsOut(Out):
    items: list[ContactOut]
    next: str | None


class Filters(Paged):
    """What a list of contacts can be narrowed to."""

    station: str = ""
    client: UUID | None = None
    service_on_from: date | None = None
    service_on_to: date | None = None


class VoidIn(In):
    reason: str


@router.put("/contacts/{uuid:pk}", response=answers(ContactOut, (201, ContactOut)))
@needs(Permission.CONTACT_WRITE)
def put_contact(request, pk: UUID, body: ContactIn):
    """Record a contact, or correct it with its version."""
    put = actions.put_contact(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, queries.sheet(request.user, put.contact).plain())


@router.get("/contacts/{uuid:pk}", response=answers(ContactRead))
@needs(Permission.CONTACT_VIEW)
def get_contact(request, pk: UUID):
    """One contact and what it counts."""
    sheet = reads.open_record(pk, by=request.user)
    counted = reads.counted(sheet)
    not_counted = [row._asdict() for row in reads.not_counted(sheet, counted)]
    adjusts = [
        {"month": f"{each.month:%Y-%m}", "locked_at": each.locked_at, "differences": each.differences}
        for each in reads.adjusts(sheet)
    ]
    return sheet.plain() | {"counted": counted, "not_counted": not_counted, "adjusts": adjusts}


@router.get("/contacts/adjusted", response=answers(ChangesOut), summary="上期调整的记录")
@needs(Permission.FIGURES_VIEW)
def list_adjusted(request, asked: Query[ChangesQuery]):
    """The records behind an adjustment: entered, corrected or voided after the month was locked."""
    found = reads.changed_since_lock(
        asked.measure, place_named(asked.area, asked.station), asked.month, by=request.user, limit=asked.limit,
        cursor=asked.cursor,
    )  # fmt: skip
    line = found.line
    return {
        "measure": line.measure.code, "month": found.span.code, "frozen": line.frozen, "now": line.now,
        "difference": line.difference, "other": found.other, "hidden": found.hidden,
        "hidden_difference": found.hidden_difference, "items": list(map(_change_out, found.rows)), "next": found.next,
    }  # fmt: skip


def _change_out(row: Change) -> dict[str, Any]:
    contact = row.sheet.contact
    return {
        "contact": contact.pk, "station": contact.station.code, "service_on": contact.service_on, "kind": contact.kind,
        "change": row.change, "was": row.was, "now": row.now, "difference": row.difference,
    }  # fmt: skip


@router.post("/contacts/{uuid:pk}/void", response=answers(ContactOut))
@needs(Permission.CONTACT_WRITE)
def void_contact(request, pk: UUID, body: VoidIn):
    """Void a contact with a reason."""
    contact = actions.void_contact(pk, by=request.user, reason=body.reason)
    return queries.sheet(request.user, contact).plain()


@router.get("/contacts", response=answers(ContactsOut))
@needs(Permission.CONTACT_VIEW)
def list_contacts(request, filters: Query[Filters]):
    """Contacts within reach, newest first."""
    asked = Asked(
        station=clean(filters.station), client=filters.client, first=filters.service_on_from, last=filters.service_on_to
    )
    rows, following = page(queries.contacts_for(request.user, asked), filters.limit, filters.cursor, queries.ORDER)
    return {"items": [sheet.plain() for sheet in reads.listed(rows, by=request.user)], "next": following}
