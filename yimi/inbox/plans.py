"""Whom a reminder goes to and what it says (提醒预览), before anything is sent.

From the province it goes to the contact of the county, who passes it on; from county and district to the head.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.accounts.models import User
from yimi.accounts.queries import heads, holding
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import AREA, PROVINCE
from yimi.network.models import Area

from . import hours, queries
from .items import Item, remindables
from .words import without_numbers

MOST_ITEMS, MOST_LINES = 100, 20


@dataclass(frozen=True)
class Skip:
    """An item that is left out, and why (未提醒)."""

    item: Item
    why: str


@dataclass(frozen=True)
class Office:
    """Who is told: an office, its contacts, and what it is told of."""

    name: str
    path: str
    contacts: list[User]
    items: list[Item]


@dataclass(frozen=True)
class Letter:
    """What one office is told (提醒内容): to whom it goes, of which items, in these words."""

    place: str
    recipients: list[User]
    items: list[Item]
    title: str
    text: str
    link: str


@dataclass(frozen=True)
class Plan:
    """What would be sent now; with `opens_at` it cannot be sent before then."""

    letters: list[Letter] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    opens_at: datetime | None = None

    @property
    def items(self) -> list[Item]:
        return [item for letter in self.letters for item in letter.items]


def ids_of(texts: Sequence[str]) -> list[UUID]:
    """The ids that a form sent; what is none is an id of nothing."""
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None


def resolved(actor: Actor, kind: str, ids: Sequence[UUID]) -> list[Item]:
    """The items that she chose; one out of reach is 404."""
    remindable, wanted = remindables.get(kind), list(dict.fromkeys(ids))
    if remindable is None:
        raise Http404
    if not 1 <= len(wanted) <= MOST_ITEMS:
        raise invalid("pick", _("请勾选 1 到 100 件要提醒的事项。"))
    items = remindable.resolve(actor, wanted)
    if {item.id for item in items} != set(wanted):
        raise Http404
    return items


def planned(items: Sequence[Item], *, by: Actor) -> Plan:
    """Who would be told what: one letter to each office, and what is left out with its reason."""
    _refuse_out_of_reach(items, by)
    skipped = _settled(items)
    offices, without = _offices([item for item in items if item.id not in skipped], by)
    skipped |= without
    resting = hours.rests({office.path for office in offices})
    ready = [office for office in offices if hours.is_open() and office.path not in resting]
    if ready:
        skipped |= {item.id: _("当地今天休息") for office in offices if office not in ready for item in office.items}
    opens_at = min({hours.opens_at(office.path) for office in offices}, default=None) if not ready else None
    left_out = [Skip(item, skipped[item.id]) for item in items if item.id in skipped]
    return Plan([_letter(office, by) for office in ready or offices], left_out, opens_at)


def is_of_the_province(by: Actor) -> bool:
    return any(grant.on_kind == PROVINCE for grant in by.grants_for(Permission.REMIND))


def _refuse_out_of_reach(items: Sequence[Item], by: Actor) -> None:
    """Nobody reminds of what lies outside the places that she reminds for: it is not known to exist."""
    paths = [grant.area_path for grant in by.grants_for(Permission.REMIND) if grant.on_kind == AREA and grant.area_path]
    if not is_of_the_province(by) and not all(item.path.startswith(tuple(paths)) for item in items):
        raise Http404


def _settled(items: Sequence[Item]) -> dict[UUID, str]:
    """The items of which there is nothing to remind, or nothing any more today."""
    found = {item.id: item.why_not for item in items if item.why_not}
    for kind in {item.kind for item in items}:
        days = queries.reminded_on(kind, [item.id for item in items if item.kind == kind])
        found |= {pk: _("今天已提醒过") for pk, day in days.items() if day == clock.today() and pk not in found}
    return found


def _offices(items: Sequence[Item], by: Actor) -> tuple[list[Office], dict[UUID, str]]:
    """The offices that are told, each with its contacts and items; and why some items have nobody to be told."""
    is_province = is_of_the_province(by)
    places = {item.id: item.county if is_province else item.station for item in items}
    pks = {place.pk for place in places.values() if place}
    holders = holding(Permission.REMIND, OnKind.AREA, pks) if is_province else heads(pks)
    offices: dict[UUID, Office] = {}
    without: dict[UUID, str] = {}
    for item in items:
        place = places[item.id]
        users = holders.get(str(place.pk), []) if place else []
        if place is None or (why := _nobody(users, by)):
            without[item.id] = why if place else _("由本市县办理，没有社工站可以提醒")
            continue
        contacts = [user for user in users if user.is_active and user.pk != by.id]
        path = place.path if isinstance(place, Area) else place.area_path
        offices.setdefault(place.pk, Office(place.short_name, path, contacts, [])).items.append(item)
    return list(offices.values()), without


def _nobody(users: Sequence[User], by: Actor) -> str:
    """Why there is nobody to tell; nothing where there is somebody."""
    if not users:
        return _("没有联系人")
    if not any(user.is_active for user in users):
        return _("联系人账号已停用")
    return "" if any(user.is_active and user.pk != by.id for user in users) else _("联系人就是本人")


def _letter(office: Office, by: Actor) -> Letter:
    """The exact words, in the language of the offices whoever sends them."""
    with override(settings.LANGUAGE_CODE):
        labels = {item.kind: remindables[item.kind] for item in office.items}
        first, only = next(iter(labels.values())), len(office.items) == 1
        label = first.label if len(labels) == 1 else _("事项")
        title = _("提醒：%(n)d 件%(label)s待办理") % {"n": len(office.items), "label": label}
        asks = _("请转告有关社工站，帮助尽快办结：") if is_of_the_province(by) else _("请尽快办理：")
        text = "\n".join([asks, *_lines(office.items)])
    link = office.items[0].url if only else first.url
    return Letter(office.name, office.contacts, office.items, title, text, link)


def _lines(items: Sequence[Item]) -> Iterator[str]:
    for nth, item in enumerate(items[:MOST_LINES], 1):
        note = f"（{item.note}）" if item.note else ""
        yield without_numbers(f"{nth}. {item.owner}：{item.title}{note}")
    if len(items) > MOST_LINES:
        yield _("另有 %(n)d 件，请登录查看。") % {"n": len(items) - MOST_LINES}
