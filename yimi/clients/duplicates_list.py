"""The pairs that wait for somebody to look (疑似重复名单), as far as each reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission

from .comparing import Line, lines
from .duplicates import words_of
from .elsewhere import handle_of
from .models import Pair, Person
from .queries import PersonCard, cards, people_for

PAGE = 20
ORDER = ("-score", "-id")
ALL, OURS, ELSEWHERE = "", "ours", "elsewhere"


@dataclass(frozen=True, kw_only=True)
class PairsWanted:
    """Which pairs a list shows (筛选)."""

    state: str = Pair.State.OPEN
    where: str = ALL


@dataclass(frozen=True)
class Suspected:
    """A pair as a reader sees it. Of a file out of reach: that there is one, and a handle to ask for it."""

    id: UUID
    state: str
    state_label: str
    score: int | None
    one: PersonCard
    other: PersonCard | None
    reasons: list[Any]
    handle: str
    may_decide: bool
    may_merge: bool

    @property
    def both(self) -> list[PersonCard]:
        """The files that are seen."""
        return [self.one, self.other] if self.other else [self.one]

    @property
    def lines(self) -> list[Line]:
        return lines(self.one, self.other) if self.other else []


def pairs_for(actor: Actor, wanted: PairsWanted) -> QuerySet[Pair]:
    """Pairs of which the actor may see one file at least, and both still are somebody's."""
    people = Person.objects.allowed(actor, Permission.PERSON_VIEW)
    one, other = Q(first__in=people.values("pk")), Q(second__in=people.values("pk"))
    pairs = Pair.objects.unscoped("至少一份档案在范围内").filter(state=wanted.state)
    if wanted.state == Pair.State.OPEN:
        pairs = pairs.exclude(first__state__in=Person.GONE).exclude(second__state__in=Person.GONE)
    if wanted.where == ELSEWHERE:
        return pairs.filter((one & ~other) | (other & ~one))
    return pairs.filter(one & other if wanted.where == OURS else one | other)


def pair_for(actor: Actor, pk: UUID) -> Suspected:
    """One pair, both of whose files the actor sees."""
    pair = Pair.objects.unscoped("两份档案都在范围内才能看").filter(pk=pk).first()
    found = suspected(actor, [pair]) if pair else []
    if not found or found[0].other is None:
        raise Http404
    return found[0]


def people_of(found: Iterable[Suspected]) -> list[UUID]:
    """Whose files a list of pairs shows."""
    return [card.id for each in found for card in (each.one, each.other) if card]


def suspected(actor: Actor, pairs: Iterable[Pair]) -> list[Suspected]:
    """These pairs as the actor sees them: a constant number of statements, whatever their number."""
    pairs = list(pairs)
    ids = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    shown = {card.id: card for card in cards(actor, people_for(actor).filter(pk__in=ids))}
    may_write = _within(actor, Permission.PERSON_WRITE, ids)
    may_merge = _within(actor, Permission.PERSON_MERGE, ids)
    return [_suspected(actor, pair, shown, may_write, may_merge) for pair in pairs if _seen(pair, shown)]


def _within(actor: Actor, permission: Permission, ids: set[UUID]) -> set[UUID]:
    if not may(actor, permission):
        return set()
    return set(Person.objects.allowed(actor, permission).filter(pk__in=ids).values_list("pk", flat=True))


def _seen(pair: Pair, shown: dict[UUID, PersonCard]) -> bool:
    return pair.first_id in shown or pair.second_id in shown


def _suspected(
    actor: Actor, pair: Pair, shown: dict[UUID, PersonCard], may_write: set[UUID], may_merge: set[UUID]
) -> Suspected:
    seen = [pk for pk in (pair.first_id, pair.second_id) if pk in shown]
    hidden = [pk for pk in (pair.first_id, pair.second_id) if pk not in shown]
    return Suspected(
        id=pair.id,
        state=pair.state,
        state_label=pair.get_state_display(),
        one=shown[seen[0]],
        other=None if hidden else shown[seen[1]],
        # What is alike, and how much, says something of the other file too, so it stays with who sees both.
        score=None if hidden else pair.score,
        reasons=[] if hidden else words_of(pair.reasons),
        handle=handle_of(actor, hidden[0]) if hidden and seen[0] in may_write else "",
        may_decide=not hidden and any(pk in may_write | may_merge for pk in seen),
        may_merge=not hidden and all(pk in may_merge for pk in seen),
    )
