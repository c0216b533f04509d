"""Delivering (发放): every person a contact of the ledger, a day in one transaction, sent twice delivered once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.campaigns import parcels
from yimi.campaigns.fields import SEEN, DeliveryFields
from yimi.campaigns.models import Campaign, Delivery, Given, Good, Recipient
from yimi.campaigns.parcels import Packed
from yimi.clients.models import Person
from yimi.core import journal, seal
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.services.actions import put_contacts, void_contact
from yimi.services.models import Contact, Kind
from yimi.services.moving import present_ids
from yimi.services.queries import contacts_with_people

MOST = 200
# Where a fault of a contact is told on the form; any other is told of its person.
TOLD_AT = {"service_on": "on", "workers": "workers", "late_reason": "reason", "services": "service"}


@dataclass(frozen=True)
class Parties:
    """Who may get something (发放双方): people of the list, locked, under the ids by which they were named."""

    people: dict[UUID, Person]
    recipients: dict[UUID, Recipient]


def deliver(pk: UUID, *, by: User, fields: DeliveryFields) -> list[Delivery]:
    """Note deliveries of one day (发放登记): all or none. Faults come at `people.<place>`.

    A delivery that the ledger has already, because somebody recorded the same person's on that day, is taken and
    not recorded again. The same batch again changes nothing; with other content it is refused.
    """
    try:
        return _deliver(pk, by, fields.settled(by.username))
    except IntegrityError:
        # Somebody sent the same batch at the same moment; now it is there to compare with.
        return _deliver(pk, by, fields.settled(by.username))


@transaction.atomic
def _deliver(pk: UUID, by: User, fields: DeliveryFields) -> list[Delivery]:
    rows = Campaign.objects.select_related("station").select_for_update(of=("self",))
    campaign = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    _refuse_shapeless(fields)
    there = _there(campaign, fields)
    if len(there) == len(fields.parcels):
        return list(there.values())
    if campaign.state != Campaign.State.RUNNING:
        said = {"now": campaign.get_state_display()}
        raise RuleBroken(_("这项活动现在是“%(now)s”，不能登记发放。") % said, code="wrong_state")
    seal.read(campaign, "name")
    parcels.check_day(campaign, fields)
    goods = {good.name: good for good in campaign.goods.all()}
    packed = _packed(campaign, fields, goods, there, by)
    made = _record(campaign, fields, packed, goods, by)
    ids = seal.digest({"deliveries": sorted(str(row.pk) for row in made)})
    journal.record("campaigns.deliver", by, campaign, station=campaign.station_id, digest=ids)
    return [*there.values(), *made]


def _refuse_shapeless(fields: DeliveryFields) -> None:
    if not 0 < len(fields.parcels) <= MOST:
        raise invalid("people", _("一次登记 1 至 %(n)s 人。") % {"n": MOST})
    if len({parcel.client for parcel in fields.parcels}) < len(fields.parcels):
        raise invalid("people", _("同一名服务对象填了两次。"))
    if fields.outcome not in Contact.Outcome:
        raise invalid("outcome", _("没有“%s”这一结果。") % fields.outcome)


def _id(campaign: Campaign, fields: DeliveryFields, client: UUID) -> UUID:
    return name_id("delivery", campaign.pk, fields.batch, client)


def _there(campaign: Campaign, fields: DeliveryFields) -> dict[UUID, Delivery]:
    """The deliveries of this batch that were kept before, if they say the same."""
    ids = {_id(campaign, fields, parcel.client): parcel for parcel in fields.parcels}
    there = Delivery.objects.unscoped("同批发放").in_bulk(ids)
    for pk, row in there.items():
        if row.digest != parcels.digest_of(fields, ids[pk]):
            raise RuleBroken(_("同一批次已有内容不同的发放登记。"), code="differs")
    return there


def _packed(
    campaign: Campaign, fields: DeliveryFields, goods: dict[str, Good], there: dict[UUID, Delivery], by: User
) -> list[Packed]:
    """What is to be recorded, checked person by person."""
    now = present_ids({parcel.client for parcel in fields.parcels})
    ids = [now.get(parcel.client, parcel.client) for parcel in fields.parcels]
    parties = _parties(campaign, ids, by)
    had = _had(campaign, fields, ids)
    faults: dict[str, list[Any]] = {}
    packed = []
    for at, (parcel, person) in enumerate(zip(fields.parcels, ids, strict=True)):
        pk = _id(campaign, fields, parcel.client)
        if pk in there:
            continue
        try:
            told = parcels.pack(fields, parcel, goods, had[person])
            packed.append(Packed(pk, at, *_party(parties, person), told, parcels.digest_of(fields, parcel)))
        except Invalid as refused:
            faults |= {f"people.{at}": texts for texts in refused.fields.values()}
    if faults:
        raise Invalid(faults)
    return packed


def _parties(campaign: Campaign, ids: list[UUID], by: User) -> Parties:
    """People before recipients, as a merge locks them."""
    within = Person.objects.allowed(by, Permission.PERSON_VIEW).filter(pk__in=ids, station=campaign.station_id)
    rows = within.exclude(state__in=Person.GONE).select_related("area").order_by("pk")
    people = {row.pk: row for row in rows.select_for_update(of=("self",))}
    listed = campaign.recipients.filter(person__in=ids).order_by("pk").select_for_update(of=("self",))
    return Parties(people, {row.person_id: row for row in listed})


def _party(parties: Parties, person: UUID) -> tuple[Person, Recipient]:
    recipient = parties.recipients.get(person)
    if recipient is None:
        raise invalid("client", _("不在这项活动的名单上，请先加入名单。"))
    if person not in parties.people:
        raise invalid("client", _("档案已转到别的站或已作废，不能在这里发放。"))
    return parties.people[person], recipient


def _had(campaign: Campaign, fields: DeliveryFields, ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The names of the goods that people got on the day already."""
    rows = Given.objects.filter(delivery__recipient__campaign=campaign, delivery__recipient__person__in=list(ids))
    rows = rows.filter(delivery__contact__voided_at=None, delivery__contact__service_on=fields.on)
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, name in rows.values_list("delivery__recipient__person_id", "good__name"):
        found[person].add(name)
    return found


def _record(
    campaign: Campaign, fields: DeliveryFields, packed: list[Packed], goods: dict[str, Good], by: User
) -> list[Delivery]:
    """The contacts, and what hangs on them."""
    free = _free_contacts(campaign, fields, [each.person.pk for each in packed], by)
    wanting = [each for each in packed if each.person.pk not in free]
    batch = [(each.pk, parcels.contact_of(campaign, fields, each, goods)) for each in wanting]
    try:
        contacts = {put.contact.pk: put.contact for put in put_contacts(batch, by=by)} if batch else {}
    except Invalid as refused:
        raise _told(refused, wanting) from None
    made = [
        Delivery(
            id=each.pk, recipient=each.recipient, digest=each.digest,
            contact=contacts[each.pk] if each.pk in contacts else free[each.person.pk],
        )
        for each in packed
    ]  # fmt: skip
    Delivery.objects.bulk_create(made)
    Given.objects.bulk_create(
        Given(delivery=row, good=goods[name], quantity=quantity)
        for row, each in zip(made, packed, strict=True)
        for name, quantity in each.goods
    )
    return made


def _free_contacts(campaign: Campaign, fields: DeliveryFields, people: list[UUID], by: User) -> dict[UUID, Contact]:
    """Deliveries of the day that stand in the ledger, of one person alone, and belong to no campaign."""
    rows = contacts_with_people(by).filter(
        station=campaign.station_id, kind=Kind.RESOURCE_DELIVERY, service_on=fields.on, outcome=fields.outcome,
        delivery=None, pk__in=Contact.objects.unscoped("当天已记的发放").filter(participations__person__in=people),
    )  # fmt: skip
    found: dict[UUID, Contact] = {}
    for row in rows.prefetch_related("participations").order_by("pk").select_for_update(of=("self",)):
        parts = list(row.participations.all())
        is_whole = len(parts) == 1 and parts[0].served == (fields.outcome == SEEN)
        if is_whole and parts[0].person_id not in found:
            found[parts[0].person_id] = row
    return found


def _told(refused: Invalid, packed: list[Packed]) -> Invalid:
    """The faults of contacts, where the form can show them."""
    faults: dict[str, list[Any]] = {}
    for path, texts in refused.fields.items():
        place, name = path.split(".")[:2]
        faults[TOLD_AT.get(name, f"people.{packed[int(place)].at}")] = texts
    return Invalid(faults)


@transaction.atomic
def take_back(pk: UUID, *, by: User, reason: str) -> Delivery:
    """Take a delivery back (撤回发放): its contact is voided with the reason, and what was given is there again."""
    rows = Delivery.objects.select_related("recipient__campaign")
    row = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    void_contact(row.contact_id, by=by, reason=reason)
    campaign = row.recipient.campaign
    journal.record("campaigns.take_back", by, campaign, station=campaign.station_id, refs=[row])
    return row
