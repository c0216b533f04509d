"""Whose file somebody on a list may be (对照): by number, else by how alike the two are. For lists from elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from .duplicates import features_of, numbered
from .models import Person, SearchToken
from .similarity import LIKELY, Likeness, compare, features
from .tokens import hashed, pairing_words

MOST = 3
_AT_ONCE = 500
_COMMON = 200  # a word that more files share finds nobody by itself


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Somebody on a list (名单上的一人)."""

    key: str
    name: str
    fingerprint: str | None = None
    number: str = ""
    birth: date | None = None
    sex: str = "unknown"
    phone: str = ""
    village: UUID | None = None
    address: str = ""


@dataclass(frozen=True)
class Fit:
    """A file that may be hers, how alike they are, and why."""

    person: Person
    score: int
    reasons: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """The number is the same; or name, birth date and village are, and nothing speaks against it."""
        return "number" in self.reasons or {"name", "birth", "village"} <= set(self.reasons)


def fits(wanted: Sequence[Wanted], people: QuerySet[Person]) -> dict[str, list[Fit]]:
    """For each of these, whose files among `people` may be hers, the likeliest first; at most three.

    A constant number of statements for each five hundred.
    """
    found: dict[str, list[Fit]] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        found |= _fits(wanted[first : first + _AT_ONCE], people)
    return found


def elsewhere(fingerprints: Iterable[str]) -> set[str]:
    """Of these numbers, those that have a file anywhere in the province."""
    wanted, found = sorted(set(fingerprints)), set()
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Person.objects.unscoped("证件号码全省唯一").filter(fingerprint__in=wanted[first : first + _AT_ONCE])
        found |= set(rows.values_list("fingerprint", flat=True))
    return {mark for mark in found if mark}


def _fits(wanted: Sequence[Wanted], people: QuerySet[Person]) -> dict[str, list[Fit]]:
    same = _by_number(wanted, people)
    rest = [one for one in wanted if one.fingerprint not in same]
    near = _near(rest, people)
    known = features_of(list({person.pk: person for some in near.values() for person in some}.values()))
    found = {one.key: [Fit(same[one.fingerprint], 100, ("number",))] for one in wanted if one.fingerprint in same}
    for one in rest:
        asked = features(
            name=one.name, birth=one.birth, sex=one.sex, number=one.number, phone=one.phone, address=one.address,
            village=str(one.village or ""),
        )  # fmt: skip
        alike = [(compare(asked, known[person.pk]), person) for person in near[one.key]]
        found[one.key] = _likeliest(alike)
    return found


def _likeliest(alike: list[tuple[Likeness, Person]]) -> list[Fit]:
    fit = [Fit(person, likeness.score, likeness.reasons) for likeness, person in alike if likeness.score >= LIKELY]
    return sorted(fit, key=lambda each: -each.score)[:MOST]


def _by_number(wanted: Sequence[Wanted], people: QuerySet[Person]) -> dict[str | None, Person]:
    marks = {one.fingerprint for one in wanted if one.fingerprint}
    return {person.fingerprint: person for person in people.filter(fingerprint__in=marks)}


def _near(wanted: Sequence[Wanted], people: QuerySet[Person]) -> dict[str, list[Person]]:
    """Whom to compare each with: who shares her name, its sound, her birth date or phone."""
    tokens = {one.key: _tokens(one) for one in wanted}
    having: dict[int, set[int]] = defaultdict(set)
    every = sorted({token for some in tokens.values() for token in some})
    for first in range(0, len(every), _AT_ONCE):
        rows = SearchToken.objects.having(every[first : first + _AT_ONCE])
        for token, number in rows.values_list("token", "number"):
            having[token].add(number)
    numbers = {key: {n for token in some for n in _few(having[token])} for key, some in tokens.items()}
    found = _people({number for some in numbers.values() for number in some}, people)
    return {key: [found[number] for number in sorted(some) if number in found] for key, some in numbers.items()}


def _tokens(one: Wanted) -> list[int]:
    return list(hashed(pairing_words(name=one.name, phone=one.phone or None, born=one.birth)))


def _few(numbers: set[int]) -> set[int]:
    return numbers if len(numbers) <= _COMMON else set()


def _people(numbers: set[int], people: QuerySet[Person]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    wanted = sorted(numbers)
    for first in range(0, len(wanted), _AT_ONCE):
        for person in numbered(people.filter(number__number__in=wanted[first : first + _AT_ONCE])):
            found[person.inner_number] = person  # type: ignore[attr-defined]
    return found
