"""What a rule would ask of each station (频次规则测算): of its list where it has one, else of everybody it serves."""

from dataclasses import dataclass
from uuid import UUID

from yimi.clients.models import Person
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.network.queries import OFFICIAL

from .capacity import Reckoning, capacities, load_of, reckon, together
from .models import Listed
from .rules import Rule
from .standing import on_list
from .terms import terms_within

SERVED = (Person.State.KNOWN, Person.State.ACTIVE)


@dataclass(frozen=True)
class Line:
    """One station under the rule."""

    station: Station
    reckoning: Reckoning
    is_listed: bool


@dataclass(frozen=True)
class Outlook:
    """A county under the rule, station by station."""

    lines: list[Line]
    whole: Reckoning


def outlook(actor: Actor, county: UUID | None, rule: Rule) -> Outlook:
    """The stations of a county under this rule; a constant number of statements."""
    stations = stations_of(actor, county)
    listed = people_listed(actor, stations)
    served = Person.objects.allowed(actor, Permission.PERSON_VIEW).filter(station__in=stations, state__in=SERVED)
    terms = terms_within(served, rule, clock.today())
    households = list(served.order_by().values_list("pk", "station_id", "household_id"))
    means = capacities(actor, stations, {station.county_id: rule for station in stations})
    with_list = {station for station, _person in listed}
    lines = []
    for station in stations:
        is_listed = station.pk in with_list
        visited = [
            (terms[person], household)
            for person, at, household in households
            if at == station.pk and person in terms and (not is_listed or (at, person) in listed)
        ]
        lines.append(Line(station, reckon(load_of(visited), means[station.pk]), is_listed))
    return Outlook(lines, together(line.reckoning for line in lines))


def stations_of(actor: Actor, county: UUID | None) -> list[Station]:
    """The stations of a county for which lists are made, in the official order."""
    rows = Station.objects.allowed(actor, Permission.LIST_VIEW).filter(level=Station.Level.STATION)
    rows = rows.filter(county=county) if county else rows
    return list(rows.select_related("county", "area").order_by(*OFFICIAL))


def people_listed(actor: Actor, stations: list[Station]) -> set[tuple[UUID, UUID]]:
    """Who is on which station's list today."""
    rows = Listed.objects.allowed(actor, Permission.LIST_VIEW).filter(on_list(clock.today()))
    return set(rows.filter(list__station__in=stations).values_list("list__station_id", "person_id"))
