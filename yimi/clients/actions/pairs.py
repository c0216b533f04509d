"""Pairs of files that may be one person's (疑似重复): found by comparison, settled by somebody who looks."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients.duplicates import features_of, near, numbered
from yimi.clients.models import Pair, Person
from yimi.clients.similarity import LIKELY, Features, Likeness, compare
from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.models import Entry, State
from yimi.core.permissions import Permission

AT_ONCE = 200
A_RUN = 1_000
CURSOR = "clients.duplicates"
SETTLES_AFTER = timedelta(seconds=30)
Key = tuple[UUID, UUID]


def scan_changed() -> int:
    """Look for duplicates of who was written since the last run; gives how many pairs wait now that did not."""
    place, _made = State.objects.get_or_create(key=CURSOR, defaults={"value": "0"})
    # An entry may be seen after a later one; after half a minute all of them are there.
    entries = Entry.objects.filter(id__gt=int(place.value), at__lt=clock.now() - SETTLES_AFTER)
    rows = list(entries.order_by("id").values_list("id", "act", "object_id")[:A_RUN])
    if not rows:
        return 0
    found = find_pairs({UUID(key) for _id, act, key in rows if act == "clients.put_person"})
    State.objects.filter(key=CURSOR).update(value=str(rows[-1][0]))
    return found


def find_pairs(ids: Iterable[UUID]) -> int:
    """Compare these people with everybody near them, and keep whom somebody must look at; gives how many are new."""
    wanted = sorted(ids)
    return sum(_find(wanted[start : start + AT_ONCE]) for start in range(0, len(wanted), AT_ONCE))


@transaction.atomic
def _find(ids: list[UUID]) -> int:
    people = list(_living().filter(pk__in=ids))
    known = features_of(people)
    numbers = near(people, known)
    others = _by_number({number for some in numbers.values() for number in some}, people)
    known |= features_of([each for each in others.values() if each.pk not in known])
    found: dict[Key, Likeness] = {}
    for person in people:
        candidates = [others[number] for number in numbers[person.pk] if number in others]
        found |= _likely(person, candidates, known)
    return _keep(ids, found)


def _living():
    return numbered(Person.objects.unscoped("查重在全省范围比对").exclude(state__in=Person.GONE))


def _by_number(numbers: set[int], people: Sequence[Person]) -> dict[int, Person]:
    found = {person.inner_number: person for person in people}  # type: ignore[attr-defined]
    wanted = sorted(numbers - set(found))
    for start in range(0, len(wanted), 500):
        for person in _living().filter(number__number__in=wanted[start : start + 500]):
            found[person.inner_number] = person
    return found


def _likely(person: Person, candidates: Iterable[Person], known: dict[UUID, Features]) -> dict[Key, Likeness]:
    found: dict[Key, Likeness] = {}
    for other in candidates:
        if other.pk != person.pk:
            likeness = compare(known[person.pk], known[other.pk])
            if likeness.score >= LIKELY:
                found[_key(person.pk, other.pk)] = likeness
    return found


def _key(one: UUID, other: UUID) -> Key:
    return (one, other) if one < other else (other, one)


def _keep(ids: list[UUID], found: dict[Key, Likeness]) -> int:
    """Write what was found; an open pair that no longer looks alike goes, one that was settled stays settled."""
    rows = Pair.objects.unscoped("查重结果").filter(Q(first__in=ids) | Q(second__in=ids))
    before = {(pair.first_id, pair.second_id): pair for pair in rows}
    gone = [pair.pk for key, pair in before.items() if pair.state == Pair.State.OPEN and key not in found]
    Pair.objects.unscoped("查重结果").filter(pk__in=gone).delete()
    for key, likeness in found.items():
        if key in before and before[key].state == Pair.State.OPEN:
            before[key].score, before[key].reasons = likeness.score, list(likeness.reasons)
            before[key].save(update_fields=["score", "reasons"])
    new = [_pair(key, likeness) for key, likeness in found.items() if key not in before]
    Pair.objects.bulk_create(new, 500, ignore_conflicts=True)
    return len(new)


def _pair(key: Key, likeness: Likeness, **more) -> Pair:
    reasons = list(likeness.reasons)
    return Pair(first_id=key[0], second_id=key[1], score=likeness.score, reasons=reasons, found_at=clock.now(), **more)


@transaction.atomic
def decide_pair(pk: UUID, *, by: Actor) -> Pair:
    """Two files are two people's (不是同一人); they are not asked about again."""
    pair = _to_decide(pk, by)
    if pair.state != Pair.State.OPEN:
        raise RuleBroken(_("这一对已经有人核对过了。"), code="decided")
    pair.state, pair.decided_by_id, pair.decided_at = Pair.State.DIFFERENT, by.id, clock.now()
    return _decided("clients.decide_pair", pair, by)


@transaction.atomic
def reopen_pair(pk: UUID, *, by: Actor) -> Pair:
    """What was said of two files is taken back (撤回核对)."""
    pair = _to_decide(pk, by)
    if pair.state == Pair.State.MERGED:
        raise RuleBroken(_("这一对已经并档；要分开，请撤销并档。"), code="merged")
    pair.state, pair.decided_by_id, pair.decided_at = Pair.State.OPEN, None, None
    return _decided("clients.reopen_pair", pair, by)


def _decided(act: str, pair: Pair, by: Actor) -> Pair:
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    journal.record(act, by, pair.first, station=pair.first.station_id, refs=[pair.second])
    return pair


def _to_decide(pk: UUID, by: Actor) -> Pair:
    """The pair, for who sees both files and may change or merge one of them; 404 for anybody else."""
    pairs = Pair.objects.unscoped("两份档案都在范围内才能核对").select_related("first", "second")
    pair = pairs.filter(pk=pk).select_for_update(of=("self",)).first()
    if pair is None or not may_decide(by, pair):
        raise Http404
    return pair


def may_decide(by: Actor, pair: Pair) -> bool:
    """Whether the actor sees both files and may change or merge one of them."""
    both = (pair.first_id, pair.second_id)
    people = Person.objects.all()
    writes = people.allowed(by, Permission.PERSON_WRITE) | people.allowed(by, Permission.PERSON_MERGE)
    return (
        people.allowed(by, Permission.PERSON_VIEW).filter(pk__in=both).count() == len(both)
        and writes.filter(pk__in=both).exists()
    )


@transaction.atomic
def keep_apart(pk: UUID, others: Iterable[UUID], *, by: Actor) -> None:
    """Whoever wrote this file said that it is none of these people's (建档时已核对)."""
    people = Person.objects.allowed(by, Permission.PERSON_VIEW).filter(pk__in=[pk, *others])
    seen = set(people.values_list("pk", flat=True))
    if pk not in seen:
        return
    said = {"state": Pair.State.DIFFERENT, "decided_by_id": by.id, "decided_at": clock.now()}
    pairs = [_pair(_key(pk, other), Likeness(0, ()), **said) for other in seen - {pk}]
    Pair.objects.bulk_create(pairs, ignore_conflicts=True)
