"""Finding files that may be one person's (查重任务): who was written lately is compared with everybody near her."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yimi.core import clock
from yimi.core.models import Entry, State

from .duplicates import features_of, near, numbered
from .models import Pair, Person
from .similarity import LIKELY, Features, Likeness, compare

AT_ONCE = 200
A_RUN = 1_000
CURSOR = "clients.duplicates"
WRITTEN = ("clients.put_person", "clients.put_particulars")  # names, former names
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
    found = find_pairs({UUID(key) for _id, act, key in rows if act in WRITTEN})
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
                found[key_of(person.pk, other.pk)] = likeness
    return found


def key_of(one: UUID, other: UUID) -> Key:
    """The two in the order in which a pair keeps them."""
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
    new = [pair_of(key, likeness) for key, likeness in found.items() if key not in before]
    Pair.objects.bulk_create(new, 500, ignore_conflicts=True)
    return len(new)


def pair_of(key: Key, likeness: Likeness, **more) -> Pair:
    """A pair that is not there yet."""
    reasons = list(likeness.reasons)
    return Pair(first_id=key[0], second_id=key[1], score=likeness.score, reasons=reasons, found_at=clock.now(), **more)
