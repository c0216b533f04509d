"""Who takes part in a contact that is being recorded (参加的人): chosen, found, and those of the same household."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core.actors import Actor
from yimi.network.models import Area, Station

from .models import Kind
from .visits import people_to_visit

HOUSEHOLD = 8


@dataclass(frozen=True)
class Company:
    """The people chosen so far in their order, those of their households, and what a search found."""

    chosen: list[PersonCard]
    household: list[PersonCard]
    found: list[PersonCard]
    ask: str
    left_out: int = 0  # who was named and is not, or no longer, at these stations

    def place(self, kind: str, homes: list[Area]) -> str:
        """Where it was, as far as that need not be asked: at home with the first person."""
        at_home = kind == Kind.HOME_VISIT and self.chosen
        return self.chosen[0].area if at_home and self.chosen[0].area in {home.code for home in homes} else ""

    @property
    def held(self) -> list[str]:
        """The categories that the chosen hold now."""
        return [held.code for person in self.chosen for held in person.current]


def company(actor: Actor, ids: Iterable[UUID], query: str, stations: list[Station]) -> Company:
    """People within reach at the stations where she records; who is not there is left out."""
    wanted = list(dict.fromkeys(ids))
    within = people_for(actor).filter(~Q(state__in=Person.GONE), station__in=stations)
    there = {person.pk: person for person in within.filter(pk__in=wanted)}
    chosen = [there[pk] for pk in wanted if pk in there]
    households = {person.household_id for person in chosen if person.household_id}
    family = list(within.filter(household__in=households).exclude(pk__in=wanted)[:HOUSEHOLD]) if households else []
    found, ask = people_to_visit(actor, query) if query else ([], "")
    shown = cards(actor, [*chosen, *family])
    found = [card for card in found if card.id not in there]
    return Company(shown[: len(chosen)], shown[len(chosen) :], found, ask, len(wanted) - len(chosen))
