"""What the page 记走访 knows beforehand: the person, her station, who works there, what to warn of."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff
from yimi.clients.models import Person
from yimi.clients.queries import PersonCard, card, cards, homes_of, people_for, person_for
from yimi.clients.search import find
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station

from . import queries
from .fields import ContactFields

TOP = 8


@dataclass(frozen=True)
class Setting:
    """Everything about a visit that need not be asked (记走访的已知项)."""

    person: PersonCard
    station: Station
    workers: list[User]

    @property
    def place(self) -> str:
        """The code of the village where she lives, if the station may name it."""
        return self.person.area if self.person.area in {area.code for area in homes_of(self.station)} else ""

    @property
    def may_open_file(self) -> bool:
        return self.person.state == Person.State.KNOWN


def setting_for(actor: Actor, pk: UUID) -> Setting:
    """The setting of a visit to a person: her own station where the actor records there; else 404."""
    person = person_for(actor, pk)
    station = Station.objects.get_allowed(actor, Permission.CONTACT_WRITE, pk=person.station_id)
    return Setting(card(actor, person), station, station_staff(station.id))


def people_to_visit(actor: Actor, query: str) -> tuple[list[PersonCard], str]:
    """The people who fit a query at the stations where the actor records, and what to add if too many fit."""
    stations = queries.stations_to_record(actor)
    people = people_for(actor).filter(~Q(state__in=Person.GONE), station__in=stations)
    found = find(actor, query, people=people, limit=TOP)
    return cards(actor, found.people), found.ask


def is_second(actor: Actor, pk: UUID, visit: ContactFields) -> bool:
    """Whether the same person was already visited by this station on the day."""
    return queries.same_day(
        actor, station=visit.station, kind=visit.kind, client=visit.participants[0].client, on=visit.service_on, but=pk
    )
