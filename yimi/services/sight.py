"""Who sees what of a contact (可见程度): the access table of the handbook as one filter and one answer.

Sensitivity lies on the contact. A station's people read what is normal, and what is sensitive or
restricted only where they took part or head the station. Above the station people are masked, what
is sensitive is a line without people, and what is restricted does not appear. The province only
counts what is not normal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Protocol
from uuid import UUID

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor, Reached
from yimi.core.permissions import AT_STATION, Permission
from yimi.core.scope import NOTHING, PROVINCE, STATION, Reach, reached_by
from yimi.network.models import Station

from .models import Contact, ContactWorker, Sensitivity


class View(TextChoices):
    """How much of a contact one reader sees (可见程度)."""

    FULL = "full", _("全部")
    MASKED = "masked", _("隐去个人信息")
    STUB = "stub", _("仅类别、日期和社工")
    ABSENT = "absent", _("不可见")


class Kept(Protocol):
    """What is kept as closely as a contact: it has a station and a sensitivity."""

    station: Station
    station_id: UUID
    sensitivity: str


_ORDER = [View.ABSENT, View.STUB, View.MASKED, View.FULL]


@dataclass(frozen=True)
class Sight:
    """What one actor's grants let her see of contacts, read once for many rows."""

    actor: Actor
    stations: frozenset[str]
    headed: frozenset[str]
    grants: tuple[Reached, ...]

    @classmethod
    def of(cls, actor: Actor) -> "Sight":
        grants = tuple(actor.grants_for(Permission.CONTACT_VIEW))
        staffed = frozenset(grant.on_id for grant in grants if _at_station(grant))
        closer = actor.grants_for(Permission.CONTACT_SENSITIVE)
        headed = frozenset(grant.on_id for grant in closer if _at_station(grant))
        return cls(actor, staffed, headed, grants)

    @property
    def is_above(self) -> bool:
        """Whether she reads from above a station: lists tell her how many restricted records they leave out."""
        return any(not _at_station(grant) for grant in self.grants)

    def view(self, contact: Kept, workers: Iterable) -> View:
        """How much of a contact within her reach she sees; `workers` are the ids of those who took part."""
        station = str(contact.station_id)
        views = [View.ABSENT]
        if station in self.stations:
            views.append(self._at_station(contact, station, workers))
        views += [_from_above(grant, contact) for grant in self.grants if not _at_station(grant)]
        return max(views, key=_ORDER.index)

    def _at_station(self, contact: Kept, station: str, workers: Iterable) -> View:
        if contact.sensitivity == Sensitivity.NORMAL or station in self.headed or self.actor.id in set(workers):
            return View.FULL
        return View.STUB if contact.sensitivity == Sensitivity.SENSITIVE else View.ABSENT

    def visible(self) -> Q:
        """The contacts that appear to her at all, in whatever form."""
        return self._rows(Sensitivity.SENSITIVE)

    def with_people(self) -> Q:
        """The contacts whose people appear to her, masked or not: what a search by person may answer."""
        return self._rows(Sensitivity.NORMAL)

    def _rows(self, beyond: Sensitivity) -> Q:
        mine = Q(pk__in=ContactWorker.objects.filter(worker_id=self.actor.id).values("contact_id"))
        return self.rows(Contact.reach, mine, beyond)

    def rows(self, reach: Reach, mine: Q, beyond: Sensitivity) -> Q:
        """The rows that appear to her of anything kept like a contact; `mine` are those she took part in."""
        open_to_all = Q(sensitivity__in=_up_to(beyond))
        parts = []
        for grant in self.grants:
            if _at_station(grant):
                closer = Q() if grant.on_id in self.headed else open_to_all | mine
            else:
                closer = Q(sensitivity=Sensitivity.NORMAL) if grant.on_kind == PROVINCE else open_to_all
            parts.append(reached_by(reach, grant) & closer)
        return reduce(or_, parts, NOTHING)


def _at_station(grant: Reached) -> bool:
    return grant.on_kind == STATION and grant.role in AT_STATION


def _up_to(sensitivity: Sensitivity) -> list[Sensitivity]:
    return [each for each in Sensitivity if list(Sensitivity).index(each) <= list(Sensitivity).index(sensitivity)]


def _from_above(grant: Reached, contact: Kept) -> View:
    """What a grant above the station shows of a contact, if the contact lies within it."""
    if not _covers(grant, contact):
        return View.ABSENT
    if contact.sensitivity == Sensitivity.NORMAL:
        return View.MASKED
    is_line = contact.sensitivity == Sensitivity.SENSITIVE and grant.on_kind != PROVINCE
    return View.STUB if is_line else View.ABSENT


def _covers(grant: Reached, contact: Kept) -> bool:
    if grant.on_kind == PROVINCE:
        return True
    if grant.on_kind == STATION:
        return str(contact.station_id) == grant.on_id
    return bool(grant.area_path and contact.station.area_path.startswith(grant.area_path))
