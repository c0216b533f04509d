"""Lists and windows in plain values (名单和窗口的数据), for programs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.periods import Month, Period
from yimi.core.permissions import Permission
from yimi.core.text import clean

from .coverage import due_slots
from .models import Listed, VisitSlot
from .queries import listed_for
from .standing import with_met

MEMBER_ORDER = ("list__station__code", "id")
SLOT_ORDER = ("until_on", "id")


def members_of_year(actor: Actor, station: str, year: int | None) -> QuerySet[Listed]:
    """Everybody whom the approved lists of a year hold or held."""
    rows = listed_for(actor).filter(since_on__isnull=False, list__year=year or clock.today().year)
    rows = rows.filter(list__station__code=clean(station)) if station else rows
    return rows.select_related("list__station")


def slots_of_month(actor: Actor, station: str, month: str) -> QuerySet[Any]:
    """The windows that are due in a month."""
    slots = VisitSlot.objects.allowed(actor, Permission.LIST_VIEW)
    slots = slots.filter(station__code=clean(station)) if station else slots
    return with_met(due_slots(slots, _month(month))).select_related("station")


def _month(code: str) -> Month:
    if not code:
        return Month.of(clock.today())
    span = Period.parse(code)
    if span.kind != "month":
        raise invalid("month", _("月份写作 2026-09。"))
    return Month.of(span.first)


def plain_members(actor: Actor, rows: Iterable[Listed]) -> list[dict[str, Any]]:
    """These rows for this reader; whoever is of another station now is left out."""
    found = list(rows)
    shown = _cards(actor, {row.person_id for row in found})
    same = ("tier", "interval_days", "remote_counts", "is_shared", "since_on", "until_on")
    return [
        {"id": row.pk, "station": row.list.station.code, "year": row.list.year}
        | _person(shown[row.person_id])
        | {name: getattr(row, name) for name in same}
        for row in found
        if row.person_id in shown
    ]


def plain_slots(actor: Actor, rows: Iterable[Any]) -> list[dict[str, Any]]:
    found = list(rows)
    shown = _cards(actor, {row.person_id for row in found})
    same = ("from_on", "until_on", "remote_counts", "is_shared")
    return [
        {"id": row.pk, "station": row.station.code, "met": row.is_met}
        | _person(shown[row.person_id])
        | {name: getattr(row, name) for name in same}
        for row in found
        if row.person_id in shown
    ]


def _cards(actor: Actor, people: set[UUID]) -> dict[UUID, PersonCard]:
    return {card.id: card for card in cards(actor, people_for(actor).filter(pk__in=people))}


def _person(card: PersonCard) -> dict[str, Any]:
    return {"client": card.id, "name": card.name, "village": card.area_name, "age_band": card.age_band}
