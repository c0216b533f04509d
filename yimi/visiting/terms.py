"""What visits are owed to a person (走访约定), by the rule of her county, her categories and what her file says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yimi.clients.listing import held_on
from yimi.clients.models import Category, Person
from yimi.clients.particulars import tiers_chosen

from .models import Listed
from .rules import Rule

AT_ONCE = 500


@dataclass(frozen=True)
class Terms:
    """How often somebody is visited, and what meets a visit."""

    tier: str
    interval_days: int | None
    remote_counts: bool
    is_shared: bool

    def write(self, row: Listed) -> Listed:
        for name, value in vars(self).items():
            setattr(row, name, value)
        return row


def terms_of_row(row: Listed) -> Terms:
    return Terms(row.tier, row.interval_days, row.remote_counts, row.is_shared)


def terms_by(rule: Rule, codes: Iterable[str], chosen: str = "") -> Terms:
    """The terms of somebody who holds these categories; the tier that her file names goes before them."""
    held = set(codes)
    tier = chosen if chosen in rule.tiers else rule.tier_among(held)
    return Terms(tier, rule.interval(tier), tier in rule.remote, bool(held & rule.shared))


def terms_of(people: Iterable[UUID], rule: Rule, day: date) -> dict[UUID, Terms]:
    """The terms of these people on a day; two statements for each five hundred."""
    found: dict[UUID, Terms] = {}
    for some in chunks(list(people)):
        found |= _terms(some, rule, _codes(held_on(day).filter(person__in=some)), tiers_chosen(some))
    return found


def terms_within(people: QuerySet[Person], rule: Rule, day: date) -> dict[UUID, Terms]:
    """The same for a set that the database knows; three statements, however many they are."""
    inside = people.order_by().values("pk")
    ids = list(people.order_by().values_list("pk", flat=True))
    return _terms(ids, rule, _codes(held_on(day).filter(person__in=inside)), tiers_chosen(inside))


def _terms(ids: list[UUID], rule: Rule, held: dict[UUID, set[str]], chosen: dict[UUID, str]) -> dict[UUID, Terms]:
    return {pk: terms_by(rule, held.get(pk, ()), chosen.get(pk, "")) for pk in ids}


def _codes(rows: QuerySet[Category]) -> dict[UUID, set[str]]:
    """The codes that each person holds."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, code in rows.values_list("person_id", "code"):
        found[person].add(code)
    return found


def chunks(ids: list) -> Iterable[list]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
