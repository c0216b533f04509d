"""What may be read of campaigns (专项活动): above the station with people masked and without texts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum, UUIDField
from django.db.models.functions import Coalesce
from django.http import Http404

from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, stations_in_full
from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import ScopedQuerySet
from yimi.network.models import Area, Station
from yimi.programmes.steps import Step
from yimi.services.models import Contact
from yimi.services.queries import contacts_with_people

from .models import Campaign, CampaignFile, Delivery, Given, Good, Recipient
from .steps import STEPS

ORDER = ("-first_on", "-id")
BY_VILLAGE = ("person__area__path", "id")
BY_DAY = ("-contact__service_on", "-id")
IN_FORCE = Q(contact__voided_at=None)
REACHED = IN_FORCE & Q(contact__outcome=Contact.Outcome.SEEN)
TEXTS = ("name", "purpose", "summary", "cancel_reason")
STANDS = ("waiting", "tried", "reached")


@dataclass(frozen=True)
class Asked:
    """What a list of campaigns is narrowed to (筛选)."""

    station: str = ""
    state: str = ""
    kind: str = ""

    def rows(self) -> Q:
        wanted = {"station__code": self.station, "state": self.state, "kind": self.kind}
        return Q(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Tally:
    """How far a campaign has come (进度): people on the list, who got something, how often, in how many households."""

    listed: int = 0
    reached: int = 0
    times: int = 0
    households: int = 0

    @property
    def left(self) -> int:
        return self.listed - self.reached


@dataclass(frozen=True)
class Sheet:
    """A campaign as one reader sees it: `is_inside` says whether with its texts and the names of people."""

    row: Campaign
    tally: Tally
    is_inside: bool
    texts: dict[str, str | None]

    @property
    def name(self) -> str:
        return self.texts["name"] or ""


@dataclass(frozen=True)
class Stock:
    """One thing, what was prepared of it and what was given (物资结余)."""

    good: Good
    given: int

    @property
    def left(self) -> int:
        return self.good.prepared - self.given

    @property
    def is_short(self) -> bool:
        """More was given than was prepared: the field is right, and somebody should count again."""
        return self.left < 0


@dataclass(frozen=True)
class Line:
    """A person on the list as one reader sees her, how it stands with her, and what she got."""

    row: Recipient
    card: PersonCard
    is_away: bool
    given: str = ""

    @property
    def stand(self) -> str:
        if self.row.is_reached:  # type: ignore[attr-defined]
            return "reached"
        return "tried" if self.row.is_tried else "waiting"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Delivered:
    """One delivery as one reader sees it (发放记录)."""

    row: Delivery
    card: PersonCard
    given: str
    workers: list[str] = field(default_factory=list)


def campaigns_for(actor: Actor, asked: Asked | None = None) -> ScopedQuerySet:
    """The campaigns within her reach."""
    rows = Campaign.objects.allowed(actor, Permission.CONTACT_VIEW)
    return rows.filter((asked or Asked()).rows()).select_related("station")


def campaign_for(actor: Actor, pk: UUID) -> Campaign:
    row = campaigns_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def is_inside(actor: Actor, row: Campaign) -> bool:
    """Whether she works at its station, and so reads texts and names."""
    return str(row.station_id) in stations_in_full(actor)


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    return sheets(actor, [campaign_for(actor, pk)])[0]


def sheets(actor: Actor, rows: Iterable[Campaign]) -> list[Sheet]:
    """How she sees these campaigns, in a constant number of statements."""
    rows, own = list(rows), stations_in_full(actor)
    seal.read(rows, *TEXTS)
    tallies = _tallies([row.pk for row in rows])
    return [_sheet(row, tallies[row.pk], str(row.station_id) in own) for row in rows]


def _sheet(row: Campaign, tally: Tally, inside: bool) -> Sheet:
    return Sheet(row, tally, inside, {name: row.opened[name] for name in (TEXTS if inside else ("name",))})


def _tallies(ids: list[UUID]) -> dict[UUID, Tally]:
    listed = Recipient.objects.unscoped("名单人数").filter(campaign__in=ids).order_by()
    sizes = dict(listed.values_list("campaign").annotate(n=Count("pk")))
    home = Coalesce("recipient__person__household_id", "recipient__person_id", output_field=UUIDField())
    met = Delivery.objects.unscoped("发放人次").filter(REACHED, recipient__campaign__in=ids).order_by()
    counted = met.values_list("recipient__campaign").annotate(
        people=Count("recipient", distinct=True), times=Count("pk"), homes=Count(home, distinct=True)
    )
    done = {pk: rest for pk, *rest in counted}
    return {pk: Tally(sizes.get(pk, 0), *done.get(pk, (0, 0, 0))) for pk in ids}


def goods_of(row: Campaign) -> list[Stock]:
    """What it brings, and what is left of it."""
    met = Q(given__delivery__contact__voided_at=None)
    goods = Good.objects.unscoped("本活动的物资").filter(campaign=row).annotate(out=Sum("given__quantity", filter=met))
    return [Stock(good, good.out or 0) for good in goods.order_by("order", "pk")]  # type: ignore[attr-defined]


def given_goods(pk: UUID) -> dict[str, Good]:
    """The goods of a campaign of which somebody has got some, taken back or not."""
    goods = Good.objects.unscoped("已发放的物资").filter(campaign=pk, given__isnull=False).distinct()
    return {good.name: good for good in goods}


def days_delivered(pk: UUID) -> tuple[date, date] | None:
    """The first and the last day of what was brought or tried and not taken back."""
    rows = Delivery.objects.unscoped("核对活动日期").filter(IN_FORCE, recipient__campaign=pk)
    found = rows.aggregate(first=Min("contact__service_on"), last=Max("contact__service_on"))
    return (found["first"], found["last"]) if found["first"] else None


def is_delivered(pk: UUID) -> bool:
    """Whether anything was delivered that was not taken back."""
    return Delivery.objects.unscoped("取消前的检查").filter(REACHED, recipient__campaign=pk).exists()


def recipients_for(actor: Actor, row: Campaign, village: str = "", stand: str = "") -> QuerySet[Recipient]:
    """Who is on its list, with how it stands with each."""
    rows = Recipient.objects.allowed(actor, Permission.CONTACT_VIEW).filter(campaign=row)
    if village:
        rows = rows.filter(person__area__code=village)
    tried = Delivery.objects.unscoped("发放情况").filter(recipient=OuterRef("pk"))
    rows = rows.annotate(is_reached=Exists(tried.filter(REACHED)), is_tried=Exists(tried.filter(IN_FORCE)))
    narrowed = {
        "waiting": Q(is_reached=False), "tried": Q(is_reached=False, is_tried=True), "reached": Q(is_reached=True)
    }  # fmt: skip
    return rows.filter(narrowed.get(stand, Q())).select_related("person__area", "campaign")


def lines_of(actor: Actor, rows: Iterable[Recipient]) -> list[Line]:
    """These people as she sees them, in a constant number of statements."""
    rows = list(rows)
    shown = _cards(actor, [row.person_id for row in rows])
    given = _given(Given.objects.filter(delivery__recipient__in=rows), "delivery__recipient_id")
    return [Line(row, shown[row.person_id], _is_away(row), given[row.pk]) for row in rows]


def _is_away(row: Recipient) -> bool:
    """Whether her file went to another station, or is nobody's any more."""
    return row.person.station_id != row.campaign.station_id or row.person.state in Person.GONE


def _cards(actor: Actor, ids: list[UUID]) -> dict[UUID, PersonCard]:
    people = Person.objects.unscoped("名单上的人").filter(pk__in=set(ids))
    people = people.select_related("station", "county", "area__parent", "worker").prefetch_related("categories")
    return {card.id: card for card in cards(actor, people)}


def _given(rows: QuerySet[Given], by: str) -> dict[Any, str]:
    """What was given and stands, in words."""
    told: dict[Any, list[str]] = defaultdict(list)
    rows = rows.filter(delivery__contact__voided_at=None).order_by("good__order", "good_id")
    summed = rows.values_list(by, "good__name", "good__unit").annotate(n=Sum("quantity"))
    for key, name, unit, quantity in summed:
        told[key].append(f"{name} {quantity} {unit}")
    return defaultdict(str, {key: "、".join(words) for key, words in told.items()})


def villages_of(row: Campaign) -> list[tuple[str, str]]:
    """The villages in which somebody on the list lives."""
    listed = Recipient.objects.unscoped("名单上的村").filter(campaign=row)
    areas = Area.objects.filter(pk__in=listed.values("person__area")).order_by("path")
    return list(areas.values_list("code", "name"))


def deliveries_for(actor: Actor, row: Campaign) -> QuerySet[Delivery]:
    """What was delivered and attempted, as far as she may see whom the contacts are of."""
    rows = Delivery.objects.allowed(actor, Permission.CONTACT_VIEW).filter(recipient__campaign=row)
    rows = rows.filter(contact__in=contacts_with_people(actor).values("pk"))
    return rows.select_related("contact", "recipient").prefetch_related("contact__workers")


def delivered(actor: Actor, rows: Iterable[Delivery]) -> list[Delivered]:
    rows = list(rows)
    shown = _cards(actor, [row.recipient.person_id for row in rows])
    given = _given(Given.objects.filter(delivery__in=rows), "delivery_id")
    return [
        Delivered(
            row, shown[row.recipient.person_id], given[row.pk], [worker.name for worker in row.contact.workers.all()]
        )
        for row in rows
    ]


def files_of(actor: Actor, row: Campaign) -> list[CampaignFile]:
    """Its photos and scans with their names, for who works at its station."""
    if not is_inside(actor, row):
        return []
    files = list(row.files.filter(removed_at=None).order_by("added_at", "pk"))
    seal.read(files, "name")
    return files


def stations_to_plan(actor: Actor) -> list[Station]:
    """The stations at which she plans campaigns."""
    rows = Station.objects.allowed(actor, Permission.CONTACT_WRITE).filter(level=Station.Level.STATION)
    return list(rows.order_by("code"))


def may_write(actor: Actor, row: Campaign) -> bool:
    """Whether she may change it at all."""
    return Campaign.objects.allowed(actor, Permission.CONTACT_WRITE).filter(pk=row.pk).exists()


def steps_open(actor: Actor, sheet: Sheet) -> list[Step]:
    """The steps that she may take now."""
    if not may_write(actor, sheet.row):
        return []
    is_free = sheet.tally.times == 0
    return [step for step in STEPS.values() if sheet.row.state in step.since and (is_free or not step.needs_none)]


def is_listed(person: UUID) -> bool:
    """Whether she is on the list of a campaign that is not over."""
    rows = Recipient.objects.unscoped("作废档案前的检查").filter(person=person)
    return rows.exclude(campaign__state__in=Campaign.OVER).exists()


def is_busy(station: UUID, on: Any) -> bool:
    """Whether a campaign kept the station busy on a day."""
    rows = Campaign.objects.unscoped("专项活动期间").filter(station=station, state__in=Campaign.HELD)
    return rows.filter(first_on__lte=on, last_on__gte=on).exists()
