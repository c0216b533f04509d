"""Referrals (转介) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions, queries, reads
from .fields import Consent, ReferralFields
from .queries import IN, Asked

router = Router(tags=["referrals"])

Item = Literal["name", "sex", "age", "phone", "village", "category", "need"]
StateCode = Literal[
    "draft", "consented", "sent", "accepted", "declined", "in_service", "result", "closed", "withdrawn", ""
]


class ReferralIn(In):
    """A referral as it is put, before it is sent."""

    client: UUID
    receiver: Literal["station", "hospital", "school", "legal_aid", "police", "other"]
    to_station: str = Field(default="", max_length=12)
    to_name: str = ""
    to_contact: str = ""
    services: list[str] = Field(default=[], max_length=30)
    items: list[Item] = Field(default=["name", "village", "need"], max_length=20)
    need: str
    version: int | None = None

    def fields(self) -> ReferralFields:
        sent = self.model_dump(exclude={"client", "services", "items"})
        return ReferralFields(person=self.client, services=tuple(self.services), items=tuple(self.items), **sent)


class ConsentIn(In):
    speaker: Literal["self", "guardian"]
    how: Literal["oral", "written"]
    on: date


class SendIn(In):
    """Before consent was given only with the reason why it is urgent."""

    urgent_reason: str = ""


class NoteIn(In):
    note: str = ""


class RefusalIn(In):
    reason: str


class ResultIn(In):
    result: str


class LineOut(Out):
    item: str
    value: str


class ReferralOut(Out):
    """A referral as the caller may see it; at the station that is asked only its letter."""

    id: UUID
    view: str
    side: str
    station: str
    state: str
    receiver: str
    to_station: str | None = None
    is_late: bool
    made_on: date
    sent_on: date | None = None
    answer_by: date | None = None
    result_by: date | None = None
    answered_on: date | None = None
    served_on: date | None = None
    result_on: date | None = None
    ended_on: date | None = None
    client: UUID | None = None
    name: str | None = None
    services: list[str] = []
    items: list[str] = []
    consent_on: date | None = None
    letter: list[LineOut] = []
    to_name: str | None = None
    to_contact: str | None = None
    need: str | None = None
    urgent_reason: str | None = None
    answer: str | None = None
    result: str | None = None
    end_note: str | None = None
    version: int


class ReferralsOut(Out):
    items: list[ReferralOut]
    next: str | None


class Filters(Paged):
    """What a list of referrals can be narrowed to."""

    side: Literal["out", "in"] = "out"
    state: StateCode = ""
    station: str = ""
    late: bool = False


@router.get("/referrals", response=answers(ReferralsOut))
@needs(Permission.CONTACT_VIEW)
def list_referrals(request, filters: Query[Filters]) -> Any:
    """Referrals within reach, newest first: sent out, or come in."""
    asked = Asked(state=filters.state, station=filters.station.strip(), late=filters.late)
    is_in = filters.side == IN
    rows = queries.incoming_for(request.user, asked) if is_in else queries.outgoing_for(request.user, asked)
    order = queries.ORDER_IN if is_in else queries.ORDER
    some, following = page(rows, filters.limit, filters.cursor, order)
    return {"items": [s.plain() for s in reads.listed(filters.side, some, by=request.user)], "next": following}


@router.get("/referrals/{uuid:pk}", response=answers(ReferralOut))
@needs(Permission.CONTACT_VIEW)
def get_referral(request, pk: UUID) -> Any:
    """One referral, from the side on which the caller stands."""
    sheet, _letter = reads.open_referral(pk, by=request.user)
    return sheet.plain()


@router.put("/referrals/{uuid:pk}", response=answers(ReferralOut, (201, ReferralOut)))
@needs(Permission.CONTACT_WRITE)
def put_referral(request, pk: UUID, body: ReferralIn) -> Any:
    """Write a referral, or change it with its version before it is sent."""
    put = actions.put_referral(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _seen(request, pk))


@router.post("/referrals/{uuid:pk}/consent", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def consent(request, pk: UUID, body: ConsentIn) -> Any:
    """The person or her guardian agreed."""
    actions.consent(pk, by=request.user, given=Consent(**body.model_dump()))
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/send", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def send(request, pk: UUID, body: SendIn) -> Any:
    """Send it; the ledger has its contact under the same id."""
    actions.send(pk, by=request.user, urgent_reason=body.urgent_reason)
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/accept", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def accept(request, pk: UUID, body: NoteIn) -> Any:
    """The receiver takes it on."""
    actions.accept(pk, by=request.user, note=body.note)
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/decline", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def decline(request, pk: UUID, body: RefusalIn) -> Any:
    """The receiver does not take it on, and says why."""
    actions.decline(pk, by=request.user, reason=body.reason)
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/begin", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def begin(request, pk: UUID) -> Any:
    """Service begins at the receiver."""
    actions.begin(pk, by=request.user)
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/result", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def give_result(request, pk: UUID, body: ResultIn) -> Any:
    """What came of it."""
    actions.give_result(pk, by=request.user, result=body.result)
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/close", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def close(request, pk: UUID, body: NoteIn) -> Any:
    """Close it; with a result its contact is concluded on this day."""
    actions.close(pk, by=request.user, note=body.note)
    return _seen(request, pk)


@router.post("/referrals/{uuid:pk}/withdraw", response=answers(ReferralOut))
@needs(Permission.CONTACT_WRITE)
def withdraw(request, pk: UUID, body: RefusalIn) -> Any:
    """Take it back before it is answered; its contact is voided."""
    actions.withdraw(pk, by=request.user, reason=body.reason)
    return _seen(request, pk)


def _seen(request, pk: UUID) -> dict[str, Any]:
    return queries.sheet_for(request.user, pk).plain()
