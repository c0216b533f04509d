"""Campaigns (专项活动) for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, queries
from .fields import CampaignFields, DeliveryFields, GoodFields, Parcel
from .queries import Asked, Line, Sheet

router = Router(tags=["campaigns"])

CampaignKind = Literal[
    "spring_festival", "sanyuesan", "disability_day", "childrens_day", "drowning", "typhoon", "mid_autumn",
    "double_ninth", "other",
]  # fmt: skip


class CampaignGoodIn(In):
    """One thing to bring: so many for each, so many in all. No money."""

    name: str
    unit: str
    each: int
    prepared: int


class CampaignIn(In):
    """A campaign as it is put."""

    station: str = Field(max_length=12)
    kind: CampaignKind
    name: str
    first_on: date
    last_on: date
    purpose: str | None = None
    service: str | None = Field(default=None, max_length=16)
    goods: list[CampaignGoodIn] = Field(default=[], max_length=100)
    version: int | None = None

    def fields(self) -> CampaignFields:
        sent = self.model_dump(exclude={"goods", "purpose", "service"})
        goods = tuple(GoodFields(**good.model_dump()) for good in self.goods)
        return CampaignFields(**sent, goods=goods, purpose=self.purpose or "", service=self.service or "")


class CampaignStepIn(In):
    """A step, with the day and the words that it asks for."""

    step: str = Field(max_length=20)
    on: date | None = None
    text: str = ""


class RecipientsIn(In):
    """Who comes on the list, and who leaves it."""

    add: list[UUID] = Field(default=[], max_length=500)
    remove: list[UUID] = Field(default=[], max_length=500)


class QuantityIn(In):
    name: str
    quantity: int


class ParcelIn(In):
    """One person, and what she gets; without goods what is meant for each."""

    client: UUID
    goods: list[QuantityIn] | None = Field(default=None, max_length=100)


class DeliveriesIn(In):
    """Deliveries of one day with one outcome. The same batch again changes nothing."""

    batch: UUID
    on: date
    outcome: Literal["seen", "not_home", "declined"] = "seen"
    workers: list[str] = Field(default=[], max_length=20)
    reason: str = ""
    people: list[ParcelIn] = Field(max_length=500)

    def fields(self) -> DeliveryFields:
        sent = self.model_dump(exclude={"people", "workers"})
        parcels = tuple(_parcel(parcel) for parcel in self.people)
        return DeliveryFields(**sent, workers=tuple(self.workers), parcels=parcels)


def _parcel(sent: ParcelIn) -> Parcel:
    goods = None if sent.goods is None else {clean(good.name): good.quantity for good in sent.goods}
    return Parcel(sent.client, goods)


class CampaignGoodOut(Out):
    name: str
    unit: str
    each: int
    prepared: int
    given: int
    left: int


class CampaignOut(Out):
    """A campaign. Texts are empty above the station; `goods` come with one campaign, not with lists."""

    id: UUID
    station: str
    kind: str
    name: str
    first_on: date
    last_on: date
    state: str
    service: str | None
    purpose: str | None = None
    summary: str | None = None
    listed: int
    reached: int
    deliveries: int
    households: int
    goods: list[CampaignGoodOut] | None = None
    version: int


class CampaignsOut(Out):
    items: list[CampaignOut]
    next: str | None


class RecipientOut(Out):
    """A person on the list, masked above the station."""

    client: UUID
    name: str
    village: str
    stand: str
    given: str


class RecipientsOut(Out):
    items: list[RecipientOut]
    next: str | None


class CampaignDeliveryOut(Out):
    id: UUID
    contact: UUID


class DeliveriesOut(Out):
    """What was kept, and the campaign with what is left."""

    deliveries: list[CampaignDeliveryOut]
    campaign: CampaignOut


class CampaignFilters(Paged):
    station: str = ""
    state: str = ""
    kind: str = ""


class RecipientFilters(Paged):
    village: str = ""
    stand: str = ""


@router.put("/campaigns/{uuid:pk}", response=answers(CampaignOut, (201, CampaignOut)))
@needs(Permission.CONTACT_WRITE)
def put_campaign(request, pk: UUID, body: CampaignIn):
    """Plan a campaign, or change the plan with its version."""
    put = actions.put_campaign(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _campaign(request.user, pk))


@router.get("/campaigns/{uuid:pk}", response=answers(CampaignOut))
@needs(Permission.CONTACT_VIEW)
def get_campaign(request, pk: UUID):
    """One campaign with its goods."""
    return _campaign(request.user, pk)


@router.get("/campaigns", response=answers(CampaignsOut))
@needs(Permission.CONTACT_VIEW)
def list_campaigns(request, filters: Query[CampaignFilters]):
    """Campaigns within reach, the latest first."""
    asked = Asked(clean(filters.station), clean(filters.state), clean(filters.kind))
    rows, following = page(queries.campaigns_for(request.user, asked), filters.limit, filters.cursor, queries.ORDER)
    return {"items": [_plain(sheet) for sheet in queries.sheets(request.user, rows)], "next": following}


@router.post("/campaigns/{uuid:pk}/steps", response=answers(CampaignOut))
@needs(Permission.CONTACT_WRITE)
def step_campaign(request, pk: UUID, body: CampaignStepIn):
    """Take a step: start, sum_up, archive, resume, cancel."""
    actions.take_step(pk, by=request.user, **body.model_dump())
    return _campaign(request.user, pk)


@router.get("/campaigns/{uuid:pk}/recipients", response=answers(RecipientsOut))
@needs(Permission.CONTACT_VIEW)
def list_recipients(request, pk: UUID, filters: Query[RecipientFilters]):
    """Who is on the list, village by village; `stand` is waiting, tried or reached."""
    row = queries.campaign_for(request.user, pk)
    rows = queries.recipients_for(request.user, row, clean(filters.village), clean(filters.stand))
    some, following = page(rows, filters.limit, filters.cursor, queries.BY_VILLAGE)
    return {"items": [_recipient(line) for line in queries.lines_of(request.user, some)], "next": following}


@router.post("/campaigns/{uuid:pk}/recipients", response=answers(CampaignOut))
@needs(Permission.CONTACT_WRITE)
def change_recipients(request, pk: UUID, body: RecipientsIn):
    """Put people of the station on the list, and take people off it."""
    actions.change_people(pk, by=request.user, add=body.add, remove=body.remove)
    return _campaign(request.user, pk)


@router.put("/campaigns/{uuid:pk}/deliveries", response=answers(DeliveriesOut))
@needs(Permission.CONTACT_WRITE)
def put_deliveries(request, pk: UUID, body: DeliveriesIn):
    """Note deliveries: a contact of the ledger for every person, all or none."""
    made = actions.deliver(pk, by=request.user, fields=body.fields())
    kept = [{"id": row.pk, "contact": row.contact_id} for row in made]
    return {"deliveries": kept, "campaign": _campaign(request.user, pk)}


def _campaign(actor, pk: UUID) -> dict[str, Any]:
    sheet = queries.sheet_for(actor, pk)
    goods = [
        {name: getattr(stock.good, name) for name in ("name", "unit", "each", "prepared")}
        | {"given": stock.given, "left": stock.left}
        for stock in queries.goods_of(sheet.row)
    ]
    return _plain(sheet) | {"goods": goods}


def _plain(sheet: Sheet) -> dict[str, Any]:
    row, tally = sheet.row, sheet.tally
    same = {name: getattr(row, name) for name in ("id", "kind", "first_on", "last_on", "state", "version")}
    texts = {name: sheet.texts.get(name) for name in ("purpose", "summary")}
    numbers = {
        "listed": tally.listed, "reached": tally.reached, "deliveries": tally.times, "households": tally.households
    }  # fmt: skip
    return same | texts | numbers | {
        "station": row.station.code, "service": row.service or None, "name": sheet.name
    }  # fmt: skip


def _recipient(line: Line) -> dict[str, Any]:
    card = line.card
    return {
        "client": card.id, "name": card.name, "village": card.area_name, "stand": line.stand, "given": line.given
    }  # fmt: skip
