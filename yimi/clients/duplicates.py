"""Files that may be one person's (查重): who is compared with whom, and what a reader sees of it.

Candidates are found by the tokens that two files of one person are likely to share, so that nobody is
compared with the whole province.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yimi.core import seal
from yimi.core.actors import Actor

from .identity import Resident, normalise_phone, read_resident, split_names
from .models import Particulars, Person, SearchToken
from .queries import PersonCard, cards, fingerprint_of, people_for
from .similarity import POSSIBLE, REASONS, Features, Likeness, compare, features
from .tokens import hashed, pairing_words

BLOCK = 300  # a word that more files share says little; only those of the same place are compared by it
SHOWN = 5
_AT_ONCE = 500
_OPENED = ("name", "id_number", "phone", "address")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What has been typed of a new person so far (正在录入)."""

    name: str = ""
    birth_on: date | None = None
    sex: str = Person.Sex.UNKNOWN
    id_type: str = Person.IdType.RESIDENT
    id_number: str = ""
    phone: str = ""

    @property
    def fingerprint(self) -> str | None:
        return fingerprint_of(self.id_type, self.id_number) if self.id_number.strip() else None

    @property
    def holder(self) -> Resident | None:
        """What a resident number says of its holder; nothing while it is not right yet."""
        try:
            return read_resident(self.id_number) if self.id_type == Person.IdType.RESIDENT else None
        except ValueError:
            return None

    @property
    def born(self) -> date | None:
        """The birth date that was typed, or that of the number."""
        return self.birth_on or (self.holder.birth_on if self.holder else None)

    @property
    def whole_phone(self) -> str:
        """The phone as it is kept; empty while it is not one yet."""
        try:
            return normalise_phone(self.phone) if self.phone.strip() else ""
        except ValueError:
            return ""

    def features(self) -> Features:
        number = self.holder.number if self.holder else ""
        return features(name=self.name, birth=self.born, sex=self.sex, phone=self.whole_phone, number=number)


@dataclass(frozen=True)
class Alike:
    """A file that may be the same person's, with the reasons in words (疑似同一人)."""

    card: PersonCard
    score: int
    reasons: list[Any]


def likely_same(actor: Actor, typed: Typed, *, but: Iterable[UUID] = ()) -> list[Alike]:
    """Files within reach that may already be this person's, the likeliest first."""
    words = pairing_words(name=typed.name, phone=typed.whole_phone, born=typed.born) if typed.name else []
    numbers = SearchToken.objects.having(hashed(words)).values("number")
    fits = Q(number__number__in=numbers) if words else Q(pk__in=())
    if typed.fingerprint:
        fits |= Q(fingerprint=typed.fingerprint)
    people = people_for(actor).filter(fits).exclude(state__in=Person.GONE).exclude(pk__in=list(but))
    return _likely(actor, typed, list(people[:BLOCK]))


def _likely(actor: Actor, typed: Typed, people: list[Person]) -> list[Alike]:
    asked, known = typed.features(), features_of(people)
    found = [(_likeness(asked, typed, person, known), person) for person in people]
    found = sorted((each for each in found if each[0].score >= POSSIBLE), key=lambda each: -each[0].score)[:SHOWN]
    shown = {card.id: card for card in cards(actor, [person for _likeness, person in found])}
    return [Alike(shown[person.pk], likeness.score, words_of(likeness.reasons)) for likeness, person in found]


def _likeness(asked: Features, typed: Typed, person: Person, known: dict[UUID, Features]) -> Likeness:
    if typed.fingerprint and typed.fingerprint == person.fingerprint:
        return Likeness(100, ("number",))
    return compare(asked, known[person.pk])


def words_of(reasons: Iterable[str]) -> list[Any]:
    """Reasons as people read them."""
    return [REASONS[code] for code in reasons if code in REASONS]


def features_of(people: Sequence[Person]) -> dict[UUID, Features]:
    """These people opened and made ready to be compared; a constant number of statements."""
    seal.read(people, *_OPENED)
    former = _former_names([person.pk for person in people])
    return {person.pk: _features(person, former.get(person.pk, ())) for person in people}


def _features(person: Person, former: Sequence[str]) -> Features:
    opened = person.opened
    # Only resident numbers carry a check digit; that two passports differ says nothing.
    number = opened["id_number"] if person.id_type == Person.IdType.RESIDENT else None
    return features(
        name=opened["name"] or "", former=former, birth=person.birth_on, sex=person.sex, number=number,
        phone=opened["phone"], household=person.household_id, village=str(person.area_id), address=opened["address"],
    )  # fmt: skip


def _former_names(ids: list[UUID]) -> dict[UUID, list[str]]:
    rows: list[Particulars] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        told = Particulars.objects.unscoped("曾用名参与查重").filter(person__in=some, former_names__isnull=False)
        rows += told.only("person_id", "former_names")
    seal.read(rows, "former_names")
    return {row.person_id: split_names(row.opened["former_names"] or "") for row in rows}  # type: ignore[attr-defined]


def near(people: Sequence[Person], known: dict[UUID, Features]) -> dict[UUID, set[int]]:
    """For each of these opened people the small numbers of whom to compare her with."""
    asked = {person.pk: _tokens(person, known[person.pk]) for person in people}
    blocks = _blocks({token for tokens in asked.values() for token in tokens})
    found: dict[UUID, set[int]] = {}
    for person in people:
        numbers: set[int] = set()
        for token in asked[person.pk]:
            block = blocks[token]
            numbers |= {number for number, path in block if len(block) <= BLOCK or path == person.area_path}
        found[person.pk] = numbers
    return found


def _tokens(person: Person, known: Features) -> list[int]:
    words = pairing_words(name=person.opened["name"] or "", phone=known.phone, born=person.birth_on)
    for name in known.former:
        words += pairing_words(name=name)
    return list(hashed(words))


def _blocks(tokens: set[int]) -> dict[int, list[tuple[int, str]]]:
    """Who has each of these tokens, and where her file lies."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    wanted = sorted(tokens)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = SearchToken.objects.having(wanted[start : start + _AT_ONCE])
        for token, number, path in rows.values_list("token", "number", "area_path"):
            found[token].append((number, path))
    return found


def numbered(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with their small numbers."""
    return people.annotate(inner_number=F("number__number"))
