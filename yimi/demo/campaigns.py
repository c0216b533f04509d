"""Campaigns in the story (演示的专项活动): at a few stations one that is over and one under way.

What they delivered is in the ledger already and is linked; no campaign adds a contact, so the totals stay.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from yimi.accounts.models import User
from yimi.campaigns import actions
from yimi.campaigns.choosing import Wanted
from yimi.campaigns.fields import CampaignFields, DeliveryFields, GoodFields, Parcel
from yimi.clients.models import Person
from yimi.core.ids import name_id
from yimi.services.models import Contact, Kind

from .calendar import on_day
from .place import Seat, seats
from .terminal import say

Goods = tuple[tuple[str, str, int], ...]
There = list[tuple[Contact, UUID]]
EVERY, ALSO, SPARE = 8, "469030104", 5
LISTED = Wanted(categories=("DJLR", "TK_FS"))
RICE, OIL, QUILT = ("大米", "袋", 1), ("食用油", "桶", 1), ("棉被", "床", 1)
FEW = 2
FESTIVE = (timedelta(days=21), timedelta(days=9))  # before and after the festival
JUST_BEGUN = (timedelta(days=4), timedelta(days=10))
# The festivals on which something is brought, by the middle of their usual days.
FESTIVALS = (
    ((2, 8), "spring_festival", "春节慰问"),
    ((4, 12), "sanyuesan", "三月三走访慰问"),
    ((5, 17), "disability_day", "助残日慰问"),
    ((6, 1), "childrens_day", "六一关爱行动"),
    ((9, 25), "mid_autumn", "中秋慰问"),
    ((10, 18), "double_ninth", "重阳敬老慰问"),
)


def tell(today: date, users: dict[str, User]) -> None:
    """The last festival, summed up, and a campaign of these days."""
    say("演示数据：专项活动")
    for nth, seat in enumerate(seats()):
        if nth % EVERY == 0 or seat.code == ALSO:
            by = users[f"worker-{seat.code}-1"]
            _last_festival(seat, by, today)
            _of_these_days(seat, by, today)


def _last_festival(seat: Seat, by: User, today: date) -> None:
    days = [(date(year, *day), kind, name) for year in (today.year - 1, today.year) for day, kind, name in FESTIVALS]
    on, kind, name = max(each for each in days if each[0] + FESTIVE[1] + timedelta(days=2) < today)
    first, last = on - FESTIVE[0], on + FESTIVE[1]
    there = list(_deliveries(seat, first, last))
    if len(there) < FEW:
        return
    purpose = "给辖区困难家庭和独居老人送节日问候。"
    pk = _campaign(seat, by, (kind, name, purpose), (first, last), (RICE, OIL), there, Wanted())
    with on_day(last + timedelta(days=2)):
        actions.take_step(pk, by=by, step="sum_up", text="村干部和志愿者一同走访，大家反映米油实用。")


def _of_these_days(seat: Seat, by: User, today: date) -> None:
    first, last = today - JUST_BEGUN[0], today + JUST_BEGUN[1]
    purpose = "给独居老人和分散供养特困人员送过冬物资，顺带看看门窗和用电。"
    there = list(_deliveries(seat, first, today - timedelta(days=1)))
    _campaign(seat, by, ("other", "送温暖慰问", purpose), (first, last), (RICE, QUILT), there, LISTED)


def _deliveries(seat: Seat, first: date, last: date) -> Iterator[tuple[Contact, UUID]]:
    """What one person got on a day, by the ledger, and no campaign has; of several on one day the first."""
    rows = Contact.objects.unscoped("演示").filter(
        station=seat.station, kind=Kind.RESOURCE_DELIVERY, outcome="seen", sensitivity="normal", voided_at=None,
        service_on__range=(first, last), delivery=None,
    )  # fmt: skip
    met = set()
    for row in (
        rows.select_related("recorded_by").prefetch_related("participations__person").order_by("service_on", "pk")
    ):
        who = _only(row, seat)
        if who is not None and (who, row.service_on) not in met:
            met.add((who, row.service_on))
            yield row, who


def _only(row: Contact, seat: Seat) -> UUID | None:
    """The one person who took part, if her file is still at the station."""
    parts = list(row.participations.all())
    if len(parts) != 1 or not parts[0].served:
        return None
    person = parts[0].person
    is_here = person.station_id == seat.station.pk and person.state not in Person.GONE
    return person.pk if is_here else None


def _campaign(
    seat: Seat, by: User, said: tuple[str, ...], days: tuple[date, date], goods: Goods, there: There, wanted: Wanted
) -> UUID:
    kind, name, purpose = said
    first, last = days
    pk = name_id("campaign", seat.code, name)
    plan = CampaignFields(
        station=seat.code, kind=kind, name=name, purpose=purpose, first_on=first, last_on=last, version=1
    )  # fmt: skip
    with on_day(first):
        actions.put_campaign(pk, by=by, fields=plan)
        prepared = _listed(pk, by, there, wanted) + SPARE
        brought = tuple(GoodFields(*good, prepared) for good in goods)
        actions.put_campaign(pk, by=by, fields=replace(plan, goods=brought))
        actions.take_step(pk, by=by, step="start")
    for contact, person in there:
        with on_day(contact.service_on):
            batch = DeliveryFields(batch=contact.pk, on=contact.service_on, parcels=(Parcel(person),))
            actions.deliver(pk, by=contact.recorded_by, fields=batch)
    return pk


def _listed(pk: UUID, by: User, there: There, wanted: Wanted) -> int:
    added = actions.add_matching(pk, by=by, wanted=wanted) if wanted.categories else 0
    people = {person for _contact, person in there}
    return added + (actions.add_people(pk, by=by, people=people) if people else 0)
