"""Who comes on the list of an action (名单的生成): people with open files in its places, household by household.

Read in a constant number of statements, whatever the number of people. Only categories that are 一般 choose anybody:
the whole station reads the list, and being on it must not tell more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from yimi.catalogue.queries import category_codes
from yimi.clients.identity import age_on
from yimi.clients.listing import held_on
from yimi.clients.models import Particulars, Person
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.ids import name_id
from yimi.core.permissions import Permission
from yimi.core.scope import ScopedQuerySet, path_range

from .models import Operation
from .terms import Group, Terms, terms

SERVED = (Person.State.KNOWN, Person.State.ACTIVE)
NORMAL = "normal"
_NAMES = ("pk", "household_id", "station_id", "area_id", "county_id", "birth_on", "no_phone")


@dataclass
class Somebody:
    """A person as far as the list asks (名单上的一人)."""

    pk: UUID
    household: UUID | None
    station: UUID
    area: UUID
    county: UUID
    birth_on: date | None
    no_phone: bool
    codes: set[str] = field(default_factory=set)
    dwelling: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    rank: int = 99


@dataclass
class Home:
    """One line to be (一户): the people of a household who are on the list, the first of them to be called."""

    pk: UUID
    people: list[Somebody]

    @property
    def first(self) -> Somebody:
        return min(self.people, key=lambda one: (one.rank, one.birth_on or date.max, one.pk))

    @property
    def dwelling(self) -> list[str]:
        return sorted({flag for one in self.people for flag in one.dwelling})

    @property
    def languages(self) -> list[str]:
        return sorted({code for one in self.people for code in one.languages})

    @property
    def rank(self) -> int:
        return min(one.rank for one in self.people)


def people_of(actor: Actor, operation: Operation) -> ScopedQuerySet:
    """The people of the places of an action whom she may put on its list."""
    here = Q(pk__in=())
    for path in operation.places.values_list("path", flat=True):
        here |= path_range("area_path", path)
    return Person.objects.allowed(actor, Permission.PERSON_VIEW).filter(here, state__in=SERVED)


def homes(actor: Actor, operation: Operation) -> list[Home]:
    """Every household that belongs on the list, by the policy of the province."""
    people, today, policy = people_of(actor, operation), clock.today(), terms()
    rows = people.order_by().annotate(no_phone=Q(phone=None))
    found = {row[0]: Somebody(*row) for row in rows.values_list(*_NAMES)}
    _add_categories(found, people, policy, today)
    _add_particulars(found, people)
    _choose(found.values(), policy, today)
    return _by_household(operation, [one for one in found.values() if one.groups or one.dwelling])


def _add_categories(found: dict[UUID, Somebody], people: ScopedQuerySet, policy: Terms, today: date) -> None:
    known = category_codes(today)
    codes = [code for code in policy.codes if code in known and known[code].sensitivity == NORMAL]
    rows = held_on(today).filter(code__in=codes, sensitivity=NORMAL, person__in=people.order_by().values("pk"))
    for person, code in rows.values_list("person_id", "code"):
        if person in found:
            found[person].codes.add(code)


def _add_particulars(found: dict[UUID, Somebody], people: ScopedQuerySet) -> None:
    rows = Particulars.objects.unscoped("名单对象的住房和语言").filter(person__in=people.order_by().values("pk"))
    for person, dwelling, languages in rows.values_list("person_id", "dwelling", "languages"):
        if person in found:
            found[person].dwelling, found[person].languages = list(dwelling), list(languages)


def _choose(people: Iterable[Somebody], policy: Terms, today: date) -> None:
    """Say of each why she is on the list, if she is, and how early."""
    people = list(people)
    disabled = _in_households(people, policy)
    for one in people:
        one.groups = [group.key for group in policy.groups if _fits(group, one, disabled, today)]
        ranks = [at for at, group in enumerate(policy.groups) if group.key in one.groups]
        one.rank = min([*ranks, *([policy.dwelling_rank] if one.dwelling else [])], default=99)


def _in_households(people: list[Somebody], policy: Terms) -> dict[str, set[UUID]]:
    """For each group of households, those that have enough such people."""
    found = {}
    for group in policy.groups:
        if group.household:
            counted: dict[UUID, int] = defaultdict(int)
            for one in people:
                if one.household and one.codes & group.household:
                    counted[one.household] += 1
            found[group.key] = {home for home, n in counted.items() if n >= group.at_least}
    return found


def _fits(group: Group, one: Somebody, households: dict[str, set[UUID]], today: date) -> bool:
    if group.household:
        return one.household in households[group.key] and bool(one.codes & group.household)
    old_enough = not group.from_age or (one.birth_on is not None and age_on(one.birth_on, today) >= group.from_age)
    holds = bool(one.codes & group.any) or bool(group.all and group.all <= one.codes)
    return holds and old_enough


def line_id(operation: Operation, of: Any) -> UUID:
    """The id of the line of a household, or of a person without one; the same each time the list is made."""
    return name_id("emergency_line", operation.pk, of)


def _by_household(operation: Operation, people: list[Somebody]) -> list[Home]:
    """Lines by household within a station: of a household whose files lie at two stations each has its own line."""
    lines: dict[UUID, list[Somebody]] = defaultdict(list)
    for one in people:
        of = f"{one.household}@{one.station}" if one.household else one.pk
        lines[line_id(operation, of)].append(one)
    return [Home(pk, some) for pk, some in lines.items()]
