"""Two files side by side (对照), for who has to say whether they are one person's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.core import seal
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission

from .models import Merge, Person
from .queries import PersonCard, card, cards, people_for
from .search import Found, find

MOST_MERGES = 50


@dataclass(frozen=True)
class Line:
    """One thing that both files say, or only one."""

    label: Any
    kept: Any
    dropped: Any

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.dropped and self.kept != self.dropped)


@dataclass(frozen=True)
class Comparison:
    """Both files as this reader sees them (两份档案)."""

    keep: PersonCard
    drop: PersonCard
    lines: list[Line]


def compared(actor: Actor, keep: UUID, drop: UUID) -> Comparison:
    """The comparison, for who may merge both; 404 otherwise."""
    ours, theirs = (card(actor, person_to_merge(actor, pk)) for pk in (keep, drop))
    return Comparison(ours, theirs, lines(ours, theirs))


def lines(ours: PersonCard, theirs: PersonCard) -> list[Line]:
    """What both files say, line by line."""
    said = zip(_says(ours), _says(theirs), strict=True)
    return [Line(label, left, right) for (label, left), (_same, right) in said]


def person_to_merge(actor: Actor, pk: UUID) -> Person:
    return people_for(actor).get_allowed(actor, Permission.PERSON_MERGE, pk=pk)


def may_merge(actor: Actor, person: Person) -> bool:
    """Whether the actor may merge this file."""
    if not may(actor, Permission.PERSON_MERGE) or person.state in Person.GONE:
        return False
    return Person.objects.allowed(actor, Permission.PERSON_MERGE).filter(pk=person.pk).exists()


def others_found(actor: Actor, person: Person, q: str) -> Found:
    """Other files that the actor may merge and a search finds."""
    people = people_for(actor).filter(pk__in=Person.objects.allowed(actor, Permission.PERSON_MERGE).values("pk"))
    people = people.exclude(pk=person.pk).exclude(state__in=Person.GONE)
    return find(actor, q, people=people, limit=10) if q else Found()


def merges_of(actor: Actor, person: Person) -> list[tuple[Merge, PersonCard]]:
    """The files that were merged into this one and may be parted again, newest first."""
    rows = merges_for(actor).filter(keep=person, undone_at=None)[:MOST_MERGES]
    shown = {each.id: each for each in cards(actor, people_for(actor).filter(pk__in=[row.drop_id for row in rows]))}
    return [(row, shown[row.drop_id]) for row in rows if row.drop_id in shown]


@dataclass(frozen=True)
class Told:
    """A merge as a list shows it: both files, who, when, why, and whether it was undone."""

    merge: Merge
    keep: PersonCard | None
    drop: PersonCard | None
    reason: str


def told(actor: Actor, merges: Iterable[Merge]) -> list[Told]:
    """These merges with both files, as far as the actor sees them."""
    merges = list(merges)
    ids = {pk for merge in merges for pk in (merge.keep_id, merge.drop_id)}
    shown = {each.id: each for each in cards(actor, people_for(actor).filter(pk__in=ids))}
    seal.read(merges, "reason")
    in_full = {pk for pk, each in shown.items() if each.in_full}
    return [
        Told(
            merge, shown.get(merge.keep_id), shown.get(merge.drop_id),
            (merge.opened["reason"] or "") if merge.keep_id in in_full else "",  # type: ignore[attr-defined]
        )
        for merge in merges
    ]  # fmt: skip


def merges_for(actor: Actor) -> QuerySet[Merge]:
    """The merges of files within reach, newest first."""
    return Merge.objects.allowed(actor, Permission.PERSON_MERGE).select_related("by", "undone_by").order_by("-id")


def _says(card: PersonCard) -> list[tuple[Any, Any]]:
    return [
        (_("姓名"), card.name),
        (_("档案号"), card.file_number or ""),
        (_("状态"), card.state_label),
        (_("性别"), card.sex_label),
        (_("出生日期"), card.birth_on.isoformat() if card.birth_on else card.age_text),
        (_("证件类型"), card.id_type_label),
        (_("证件号码"), card.id_number),
        (_("电话"), card.phone),
        (_("居住地"), card.area_name),
        (_("社工站"), card.station_name),
        (_("负责社工"), card.worker_name),
        (_("建档日期"), card.opened_on.isoformat() if card.opened_on else ""),
        (_("对象类别"), "、".join(str(held.name) for held in card.current)),
    ]
