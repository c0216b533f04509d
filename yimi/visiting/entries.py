"""Rows of a list as one reader may see them (名单上的一行): named at the station, masked above it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.clients.models import Person, Sensitivity
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission

from .models import Listed, Pause
from .queries import paused_now
from .rules import Rule
from .standing import paused_on

ORDER = ("person__area__path", "id")


@dataclass(frozen=True)
class Entry:
    """A row with its person; without a card where she is of another station now."""

    row: Listed
    card: PersonCard | None
    tier_name: str
    pause: Pause | None
    normal: frozenset[str]
    note: str = ""

    @property
    def name(self) -> str:
        return self.card.name if self.card else _("已转出本站")

    @property
    def often(self) -> str:
        """每 30 天 一次, or that there is no such day."""
        days = self.row.interval_days
        return _("每 %(n)s 天") % {"n": days} if days else _("不按日程")

    @property
    def open_categories(self) -> list[Any]:
        """What anybody may read who sees the person; what is closely kept stays off paper."""
        return [held for held in self.card.current if held.code in self.normal] if self.card else []


def entries(actor: Actor, rows: Iterable[Listed], rule: Rule, *, with_notes: bool = False) -> list[Entry]:
    """These rows for this reader: a constant number of statements."""
    found = list(rows)
    ids = [row.person_id for row in found]
    shown = {card.id: card for card in cards(actor, people_for(actor).filter(pk__in=ids))}
    paused, normal = paused_now(actor, ids), normal_codes()
    if with_notes:
        seal.read(found, "leave_note")
    return [
        Entry(row, shown.get(row.person_id), rule.name(row.tier), paused.get(row.person_id), normal, _note(row, shown))
        for row in found
    ]  # fmt: skip


def normal_codes() -> frozenset[str]:
    """The categories that are kept no closer than the person."""
    known = category_codes(clock.today())
    return frozenset(code for code, info in known.items() if info.sensitivity == Sensitivity.NORMAL)


def _note(row: Listed, shown: dict[UUID, PersonCard]) -> str:
    """Why she leaves, in the head's own words: for the station only."""
    card = shown.get(row.person_id)
    return row.__dict__.get("opened", {}).get("leave_note") or "" if card and card.in_full else ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows of a list (筛选)."""

    village: str = ""
    tier: str = ""
    worker: str = ""
    state: str = ""

    def narrow(self, rows: QuerySet[Listed], actor: Actor) -> QuerySet[Listed]:
        asked = {"person__area__code": self.village, "tier": self.tier, "person__worker__username": self.worker}
        rows = rows.filter(**{path: value for path, value in asked.items() if value})
        if self.state == "leaving":
            rows = rows.filter(removed_in__isnull=False, until_on=None)
        if self.state == "unfiled":
            rows = rows.filter(person__state=Person.State.KNOWN)
        if self.state == "filed":
            rows = rows.filter(person__state=Person.State.ACTIVE)
        if self.state == "paused":
            paused = Pause.objects.allowed(actor, Permission.LIST_VIEW).filter(paused_on(clock.today()))
            rows = rows.filter(person__in=paused.values("person"))
        return rows
