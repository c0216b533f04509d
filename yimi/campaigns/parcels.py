"""What one person gets (一份): checked, packed, and told as a contact of the ledger."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.core import clock, seal
from yimi.core.errors import invalid
from yimi.services.checks import LATE_AFTER_DAYS
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Kind

from .fields import SEEN, DeliveryFields, Parcel
from .models import Campaign, Good, Recipient

MOST = 9999


@dataclass(frozen=True)
class Packed:
    """One delivery ready to be recorded: its id, its place in the batch, who gets what."""

    pk: UUID
    at: int
    person: Person
    recipient: Recipient
    goods: tuple[tuple[str, int], ...]
    digest: str


def check_day(campaign: Campaign, fields: DeliveryFields) -> None:
    """A day outside the campaign, or more than a week ago, asks for a reason; nothing is delivered tomorrow."""
    today = clock.today()
    if fields.on > today:
        raise invalid("on", _("发放日期不能晚于今天。"))
    if len(fields.reason) > 200:
        raise invalid("reason", _("最多 %d 字。") % 200)
    if len(fields.reason) >= 2:
        return
    if not campaign.first_on <= fields.on <= campaign.last_on:
        span = {"first": campaign.first_on.isoformat(), "last": campaign.last_on.isoformat()}
        raise invalid("reason", _("发放日期不在活动期间（%(first)s 至 %(last)s），请写一句原因。") % span)
    if is_late(fields):
        raise invalid("reason", _("发放已过去 7 天以上，请写一句补录原因。"))


def is_late(fields: DeliveryFields) -> bool:
    return (clock.today() - fields.on).days > LATE_AFTER_DAYS


def pack(fields: DeliveryFields, parcel: Parcel, goods: dict[str, Good], had: set[str]) -> tuple[tuple[str, int], ...]:
    """The names and quantities that she gets, in the order of the goods. Who was not met gets nothing."""
    if fields.outcome != SEEN:
        return ()
    wanted = {name: good.each for name, good in goods.items()} if parcel.goods is None else dict(parcel.goods)
    for name, quantity in wanted.items():
        if name not in goods:
            raise invalid("goods", _("这项活动没有“%s”这种物资。") % name)
        if not 0 <= quantity <= MOST:
            raise invalid("goods", _("数量填 0 到 %d 的整数。") % MOST)
    packed = tuple((name, wanted[name]) for name in goods if wanted.get(name))
    if not packed:
        raise invalid("goods", _("没有发放任何物资：数量至少填一项，或改选“未遇”“不便接访”。"))
    if again := [name for name, _quantity in packed if name in had]:
        raise invalid("goods", _("当天已经发放过%s。") % "、".join(again))
    return packed


def digest_of(fields: DeliveryFields, parcel: Parcel) -> str:
    """What makes two deliveries of a batch the same."""
    goods: Any = None if parcel.goods is None else sorted(parcel.goods.items())
    said = {"on": fields.on, "outcome": fields.outcome, "workers": sorted(fields.workers), "reason": fields.reason}
    return seal.digest(said | {"client": parcel.client, "goods": goods})


def contact_of(campaign: Campaign, fields: DeliveryFields, packed: Packed, goods: dict[str, Good]) -> ContactFields:
    """The delivery as the ledger has it; the note is what stands in the sheet that she signs."""
    met, place = fields.outcome == SEEN, packed.person.area
    return ContactFields(
        station=campaign.station.code, kind=Kind.RESOURCE_DELIVERY, service_on=fields.on, outcome=fields.outcome,
        workers=fields.workers, participants=(PartFields(packed.person.pk),),
        services=(campaign.service,) if campaign.service and met else (),
        place=place.code if place.county_id == campaign.station.county_id else "",
        note=_note(campaign, fields, packed, goods), late_reason=fields.reason if is_late(fields) else "",
    )  # fmt: skip


def _note(campaign: Campaign, fields: DeliveryFields, packed: Packed, goods: dict[str, Good]) -> str:
    given = "、".join(f"{name} {quantity} {goods[name].unit}" for name, quantity in packed.goods)
    lines = [given, campaign.opened["name"] or "", fields.reason]
    return "\n".join(line for line in lines if line)
