"""What is counted of lists (名单事实): windows of visits, and people at the end of each month."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.db.models.lookups import LessThan, LessThanOrEqual
from django.utils.translation import gettext as _

from yimi.catalogue.groups import Spans
from yimi.clients.measures import person_dimensions, person_rows
from yimi.clients.models import Category, Person
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import Facts, Row
from yimi.services.models import Contact, ContactService, Kind, Participation
from yimi.ui import formats

from .models import ListMonth, VisitSlot
from .standing import with_met

WHY = "figures"
VISITED = (Kind.HOME_VISIT, Kind.REMOTE_VISIT)
PROFESSIONAL = (Kind.CASE_SESSION, Kind.GROUP_SESSION, Kind.COUNSELLING)
LIVELIHOOD = "SA06"
DISABLED, OLD = "CJR_YZ", 60


def _slots() -> QuerySet[VisitSlot]:
    return with_met(VisitSlot.objects.unscoped(WHY).all())


def _months() -> QuerySet[ListMonth]:
    return ListMonth.objects.unscoped(WHY).all()


def held(spans: Spans, more: Q | None = None) -> Q:
    """Who holds one of these categories on the last day of the month, by the edition in force on that day."""
    found = earlier = Q(pk__in=())
    for codes, first, last in spans:
        days = Q(until_on__gte=first) & (Q(until_on__lte=last) if last else Q())
        found |= days & ~earlier & (_holds(codes) | (more or Q(pk__in=())))
        earlier |= days
    return found


def _holds(codes: frozenset[str]) -> Q:
    rows = Category.objects.filter(
        Q(until_on=None) | Q(until_on__gte=OuterRef("until_on")), person=OuterRef("person"), code__in=codes,
        since_on__lte=OuterRef("until_on"),
    )  # fmt: skip
    return Q(Exists(rows))


def disabled_and_old() -> Q:
    """A person with a severe disability who is sixty by the end of the month."""
    year, born = ExtractYear("until_on") - OLD, ExtractYear("person__birth_on")
    in_that_year = Q(person__birth_on__year=year)
    by_then = Q(LessThanOrEqual(ExtractMonth("person__birth_on"), ExtractMonth("until_on")))
    return _holds(frozenset({DISABLED})) & (Q(LessThan(born, year)) | in_that_year & by_then)


def served_in_month(given: Q) -> Q:
    """Whether the person took part in a contact of the month, wherever it was recorded."""
    parts = Participation.objects.unscoped(WHY).filter(
        given, person=OuterRef("person"), contact__voided_at=None,
        contact__service_on__gte=OuterRef("from_on"), contact__service_on__lte=OuterRef("until_on"),
    )  # fmt: skip
    return Q(Exists(parts))


def seen_in_month() -> Q:
    return served_in_month(Q(seen=True, contact__kind__in=VISITED))


def professionally_served() -> Q:
    skilled = Exists(ContactService.objects.filter(contact=OuterRef("contact"), code=LIVELIHOOD))
    given = Q(contact__kind__in=PROFESSIONAL) | Q(skilled)
    return served_in_month(given & Q(served=True, contact__outcome=Contact.Outcome.SEEN))


def _visible_slots(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=VisitSlot.objects.allowed(actor, Permission.LIST_VIEW).values("pk"))


def _visible_months(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=ListMonth.objects.allowed(actor, Permission.LIST_VIEW).values("pk"))


def _present_slots(actor: Actor, slots: list[VisitSlot]) -> list[Row]:
    return [
        replace(row, kind="slot", id=slot.pk, label=_says(slot))
        for row, slot in zip(_present_months(actor, slots), slots, strict=True)
    ]


def _says(slot: Any) -> str:
    days = f"{formats.day(slot.from_on)} – {formats.day(slot.until_on)}"
    met = _("已走访")
    return f"{days}，{met}" if slot.is_met else days


def _present_months(actor: Actor, rows: list[Any]) -> list[Row]:
    return _present_people(actor, [(row.person_id, row.until_on) for row in rows])


def _present_people(actor: Actor, people: list[tuple[UUID, date]]) -> list[Row]:
    found = Person.objects.unscoped("rows already cut to reach").select_related("station")
    persons = found.in_bulk([person for person, _on in people])
    return person_rows(actor, [persons[person] for person, _on in people], [on for _person, on in people])


SLOTS = Facts(
    key="visit_slot",
    rows=_slots,
    on="until_on",
    station="station_id",
    person="person_id",
    is_ahead=True,
    dimensions=person_dimensions("person_id", "until_on"),
    opens=Permission.LIST_VIEW,
    visible=_visible_slots,
    present=_present_slots,
)
MONTHS = Facts(
    key="list_month",
    rows=_months,
    on="until_on",
    station="station_id",
    person="person_id",
    number="person__number__number",
    is_ahead=True,
    dimensions=person_dimensions("person_id", "until_on"),
    opens=Permission.LIST_VIEW,
    visible=_visible_months,
    present=_present_months,
    people=_present_people,
)
MET = Q(is_met=True)
