"""Whom a station may put on its list (候选人): the people it serves, with what makes them candidates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.clients.listing import held_on
from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.clients.search import find
from yimi.clients.sight import CategorySight
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.api import read_cursor, write_cursor
from yimi.core.errors import invalid

from .capacity import Capacity, Reckoning, load_of, reckon
from .models import Round
from .outlook import SERVED
from .queries import members_to_come, visited
from .rules import Rule
from .terms import Terms, terms_within

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which candidates (筛选)."""

    q: str = ""
    category: str = ""
    tier: str = ""
    village: str = ""


@dataclass(frozen=True)
class Candidate:
    """A person who might be listed: as the head sees her, and how often she would be visited."""

    card: PersonCard
    terms: Terms


@dataclass(frozen=True)
class Choice:
    """One page of candidates, how many there are in all, and what to add where a search is too short."""

    candidates: list[Candidate]
    total: int
    after: str | None
    ask: str = ""


def pool(actor: Actor, made: Round) -> QuerySet[Person]:
    """The people of the station who are served and neither on the list nor proposed for it."""
    people = people_for(actor).filter(station=made.list.station_id, state__in=SERVED)
    there = members_to_come(actor, made).values("person")
    struck = made.added.filter(is_struck=True, since_on=None).values("person")
    return people.exclude(pk__in=there).exclude(pk__in=struck)


def narrowed(actor: Actor, made: Round, wanted: Wanted) -> QuerySet[Person]:
    """The pool, narrowed to a village and a category that the reader may ask for."""
    people = pool(actor, made)
    if wanted.village:
        people = people.filter(area__code=wanted.village)
    if wanted.category:
        held = held_on(clock.today()).filter(code=wanted.category)
        people = people.filter(CategorySight.of(actor).people_with(wanted.category), pk__in=held.values("person"))
    return people


def chosen_by(actor: Actor, made: Round, wanted: Wanted, rule: Rule) -> dict[UUID, Terms]:
    """Everybody who fits, with her terms, the most frequent first (按筛选全部加入)."""
    terms = terms_within(narrowed(actor, made, wanted), rule, clock.today())
    kept = {pk: each for pk, each in terms.items() if not wanted.tier or each.tier == wanted.tier}
    return dict(sorted(kept.items(), key=lambda item: _order(rule, *item)))


def choice(actor: Actor, made: Round, wanted: Wanted, rule: Rule, cursor: str | None) -> Choice:
    """One page of candidates, the most frequent tier first; a search ranks the closest first instead."""
    terms = chosen_by(actor, made, wanted, rule)
    if wanted.q:
        people = narrowed(actor, made, wanted).filter(pk__in=list(terms))
        found = find(actor, wanted.q, people=people, cursor=cursor, limit=PAGE)
        return Choice(_candidates(actor, found.people, terms), len(terms), found.next, found.ask)
    order = list(terms.items())
    rest = order if not cursor else _after(order, rule, read_cursor(cursor, 3))
    some = [pk for pk, _terms in rest[:PAGE]]
    after = write_cursor(list(_order(rule, *rest[PAGE - 1]))) if len(rest) > PAGE else None
    known = {person.pk: person for person in people_for(actor).filter(pk__in=some)}
    return Choice(_candidates(actor, [known[pk] for pk in some if pk in known], terms), len(terms), after)


def _order(rule: Rule, pk: UUID, terms: Terms) -> tuple[int, int, str]:
    return (*rule.order(terms.tier), str(pk))


def _after(order: list[tuple[UUID, Terms]], rule: Rule, place: list) -> list[tuple[UUID, Terms]]:
    try:
        return [item for item in order if _order(rule, *item) > tuple(place)]
    except TypeError:
        raise invalid("cursor", _("翻页位置不对，请从第一页重新查。")) from None


def _candidates(actor: Actor, people: Iterable[Person], terms: dict[UUID, Terms]) -> list[Candidate]:
    return [Candidate(card, terms[card.id]) for card in cards(actor, people)]


def reckoned_with(actor: Actor, made: Round, rule: Rule, capacity: Capacity, more: Iterable[UUID] = ()) -> Reckoning:
    """The list as it would be with these candidates too, beside the means (能力测算)."""
    owed, ids = visited(members_to_come(actor, made)), list(more)
    if ids:
        people = pool(actor, made).filter(pk__in=ids)
        households: dict[UUID, Any] = dict(people.order_by().values_list("pk", "household_id"))
        terms = terms_within(people, rule, clock.today())
        owed += [(terms[pk], household) for pk, household in households.items()]
    return reckon(load_of(owed), capacity)
