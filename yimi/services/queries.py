"""What may be read of contacts (服务记录): one, a list, a person's story. Every read starts from reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from yimi.accounts.queries import station_staff
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station

from .fields import ContactFields, PartFields
from .models import SESSIONS, Contact, ContactPartner, Kind, Participation, Sensitivity
from .sheets import Sheet, sheets
from .sheets import sheet as sheet_of
from .sight import Sight

ORDER = ("-service_on", "-id")
JOINT_ORDER = ("-contact__service_on", "-id")


@dataclass(frozen=True)
class Asked:
    """What a list of contacts is narrowed to (筛选)."""

    station: str = ""
    client: UUID | None = None
    county: str = ""
    kind: str = ""
    kinds: tuple[str, ...] = ()
    worker: str = ""
    first: date | None = None
    last: date | None = None
    with_void: bool = False

    def rows(self) -> Q:
        wanted = {
            "station__code": self.station,
            "county__code": self.county,
            "kind": self.kind,
            "kind__in": self.kinds,
            "service_on__gte": self.first,
            "service_on__lte": self.last,
            "parts__worker__username": self.worker,
            "participations__person": self.client,
        }
        narrowed = Q(**{name: value for name, value in wanted.items() if value})
        return narrowed if self.with_void else narrowed & Q(voided_at=None)


def contacts_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Contact]:
    """The contacts that appear to her. Asked for a person, only those that show her their people."""
    asked, sight = asked or Asked(), Sight.of(actor)
    seen = sight.with_people() if asked.client else sight.visible()
    rows = Contact.objects.allowed(actor, Permission.CONTACT_VIEW).filter(seen).filter(asked.rows())
    return rows.select_related("station", "place")


def contacts_with_people(actor: Actor) -> QuerySet[Contact]:
    """The contacts, not void, whose people this reader may see, masked or not."""
    return Contact.objects.allowed(actor, Permission.CONTACT_VIEW).filter(Sight.of(actor).with_people(), voided_at=None)


def contact_for(actor: Actor, pk: UUID) -> Contact:
    """The contact, void or not, or 404."""
    row = contacts_for(actor, Asked(with_void=True)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def sheet(actor: Actor, contact: Contact) -> Sheet:
    """The contact as this reader sees it, read anew."""
    return sheet_of(actor, contact_for(actor, contact.pk))


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    return sheet_of(actor, contact_for(actor, pk))


def may_write(actor: Actor, sheet: Sheet) -> bool:
    """Whether she may correct or void the contact that she sees."""
    if not sheet.is_full or sheet.contact.is_void:
        return False
    return Contact.objects.allowed(actor, Permission.CONTACT_WRITE).filter(pk=sheet.contact.pk).exists()


def left_out(actor: Actor, asked: Asked) -> int:
    """How many contacts the list leaves out for a reader above the station: 另有 n 条限制记录.

    Not told for a person or a worker: it would say that she has such a record.
    """
    sight = Sight.of(actor)
    if not sight.is_above or asked.client or asked.worker:
        return 0
    within = Contact.objects.allowed(actor, Permission.CONTACT_VIEW).filter(asked.rows())
    return within.exclude(sight.visible()).count()


def same_day(actor: Actor, *, station: str, kind: str, client: UUID, on: date, but: UUID) -> bool:
    """Whether another such contact of this person exists on the day: a second one is worth a question."""
    asked = Asked(station=station, kind=kind, client=client, first=on, last=on)
    return contacts_for(actor, asked).exclude(pk=but).exists()


def met_that_day(actor: Actor, record: ContactFields, but: UUID) -> list[UUID]:
    """Who of a contact's people already has another of the kind at the station on the day."""
    asked = Asked(station=record.station, kind=record.kind, first=record.service_on, last=record.service_on)
    rows = contacts_for(actor, asked).filter(Sight.of(actor).with_people()).exclude(pk=but)
    parts = Participation.objects.unscoped("当天同类记录").filter(contact__in=rows.values("pk"))
    wanted = [part.client for part in record.participants]
    return list(parts.filter(person__in=wanted).values_list("person_id", flat=True).distinct())


# The tabs of a person's story, and the kinds of contact that each shows.
TABS: dict[str, tuple[str, ...]] = {
    "all": (),
    "visit": (Kind.HOME_VISIT, Kind.REMOTE_VISIT, Kind.ENCOUNTER),
    "case": (Kind.CASE_SESSION, Kind.COUNSELLING, Kind.CRISIS, Kind.REFERRAL),
    "activity": SESSIONS,
}


def story(actor: Actor, person: UUID, most: int = 30, tab: str = "all") -> list[Sheet]:
    """The last contacts of a person that this reader may link to her (服务经过), newest first."""
    rows = contacts_for(actor, Asked(client=person))
    kinds = TABS.get(tab)
    return sheets(actor, (rows.filter(kind__in=kinds) if kinds else rows).order_by(*ORDER)[:most])


def last_contact(actor: Actor, person: UUID) -> Contact | None:
    """The last contact of a person that this reader may link to her."""
    return contacts_for(actor, Asked(client=person)).order_by(*ORDER).first()


def story_counts(actor: Actor, person: UUID) -> dict[str, int]:
    """How many contacts each tab of a person's story has for this reader."""
    rows = contacts_for(actor, Asked(client=person)).order_by().values_list("kind").annotate(n=Count("pk"))
    counts = dict(rows)
    return {tab: sum(n for kind, n in counts.items() if not kinds or kind in kinds) for tab, kinds in TABS.items()}


def has_contacts(person: UUID) -> bool:
    """Whether contacts that are not void stand in this person's name."""
    parts = Participation.objects.unscoped("作废档案前的检查")
    return parts.filter(person=person, contact__voided_at=None).exists()


def seen_after(person: UUID, on: date) -> bool:
    """Whether a contact that is not void saw this person herself after a day."""
    parts = Participation.objects.unscoped("结束档案前的检查").filter(person=person, seen=True)
    return parts.filter(contact__voided_at=None, contact__service_on__gt=on).exists()


def stations_to_record(actor: Actor) -> list[Station]:
    """The stations at which she records (可记录的站点)."""
    return list(Station.objects.allowed(actor, Permission.CONTACT_WRITE).order_by("code"))


def helped_at(actor: Actor) -> QuerySet[ContactPartner]:
    """The sessions of other stations at which stations within reach helped (协办场次); never in any figure."""
    rows = ContactPartner.objects.allowed(actor, Permission.CONTACT_VIEW)
    normal = rows.filter(contact__voided_at=None, contact__sensitivity=Sensitivity.NORMAL)
    return normal.select_related("station", "contact__station")


def colleagues(actor: Actor) -> dict[str, str]:
    """Accounts and names of the staff of the one station from which she reads; nobody where she reads from more."""
    sight = Sight.of(actor)
    if len(sight.stations) != 1 or sight.is_above:
        return {}
    return {user.username: user.name for station in sight.stations for user in station_staff(UUID(station))}


def stations_headed(actor: Actor) -> list[Station]:
    """The stations that she heads (站长)."""
    return list(Station.objects.allowed(actor, Permission.CONTACT_SENSITIVE).order_by("code"))


def fields_of(actor: Actor, pk: UUID) -> ContactFields:
    """The contact as it would be put again, for who sees all of it; what a correction begins with."""
    row = contact_for(actor, pk)
    seen = sheet_of(actor, row)
    if not seen.is_full:
        raise Http404
    same = ("kind", "service_on", "outcome", "minutes", "headcount", "concluded_on", "next_on", "version")
    texts: dict[str, Any] = {name: getattr(seen, name) or "" for name in ("title", "note", "late_reason")}
    return ContactFields(
        station=row.station.code,
        workers=tuple(worker.username for worker in seen.workers),
        participants=tuple(
            PartFields(part.client, part.served, part.seen, part.file_action) for part in seen.participants
        ),
        services=tuple(seen.services),
        group=row.group_id,
        activity=row.activity_id,
        joins=row.joins_id,
        partners=tuple(seen.partners),
        **texts,
        place=row.place.code if row.place else "",
        **{name: getattr(row, name) for name in same},
    )
