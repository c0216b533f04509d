"""What contacts name (引用): stations, workers, people and services, read at once for many contacts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from yimi.accounts.models import Grant, User
from yimi.accounts.queries import users_named
from yimi.catalogue.queries import ServiceInfo, service_codes
from yimi.clients.models import Person
from yimi.core import db
from yimi.core.actors import Actor
from yimi.core.permissions import AT_STATION, Permission
from yimi.network.models import Area, Station
from yimi.programmes.models import Activity, Group, Programme

from .fields import ContactFields
from .joint import leads
from .models import Participation

_AT_ONCE = 500


class References:
    """Everything a batch of contacts refers to, as far as `by` may refer to it. People are locked."""

    def __init__(self, batch: Sequence[ContactFields], *, by: Actor, existing: Iterable[UUID] = ()):
        self.stations = _stations({each.station for each in batch}, by)
        self.workers = _workers({name for each in batch for name in each.workers})
        self.people = _people({part.client for each in batch for part in each.participants}, by)
        self.people |= taking_part(existing)
        self.places = _places({each.place for each in batch if each.place})
        self.groups = _locked(Group, {each.group for each in batch}, by)
        self.activities = _locked(Activity, {each.activity for each in batch}, by)
        self.leads = leads({each.joins for each in batch if each.joins}, by)
        self.partners = _partners({code for each in batch for code in each.partners})
        self._seat()
        self._postings = _postings(self.workers.values())
        self._by = by
        self._services: dict[date, dict[str, ServiceInfo]] = {}

    def _seat(self) -> None:
        """Give people the stations that were read already, which costs a third of a join."""
        stations = {row.id: row for row in self.stations.values()}
        for person in self.people.values():
            if person.station_id in stations:
                person.station = stations[person.station_id]

    def services(self, on: date) -> dict[str, ServiceInfo]:
        """The services of the edition in force on a day, by code."""
        if on not in self._services:
            self._services[on] = service_codes(on)
        return self._services[on]

    def works_at(self, worker: User, station: Station, on: date) -> bool:
        """Whether she belonged to the station on that day; who records may always name herself."""
        if worker.id == self._by.id:
            return True
        spans = self._postings.get((worker.id, str(station.id)), ())
        return any(first <= on and (last is None or on <= last) for first, last in spans)


def _stations(codes: set[str], by: Actor) -> dict[str, Station]:
    rows = Station.objects.allowed(by, Permission.CONTACT_WRITE).filter(code__in=codes)
    return {row.code: row for row in rows}


def _places(codes: set[str]) -> dict[str, Area]:
    return {area.code: area for area in Area.objects.filter(code__in=codes)} if codes else {}


def _locked(model: type[Programme], ids: set[UUID | None], by: Actor) -> dict[UUID, Any]:
    """Programmes within reach, locked: whether a group is done follows from its sessions."""
    wanted = ids - {None}
    if not wanted:
        return {}
    rows = model.objects.allowed(by, Permission.CONTACT_WRITE).filter(pk__in=wanted)
    return {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",))}


def _partners(codes: set[str]) -> dict[str, Station]:
    """Stations that help at a session; whom one may name is no secret."""
    return {row.code: row for row in Station.objects.unscoped("协办站").filter(code__in=codes)} if codes else {}


def _workers(names: set[str]) -> dict[str, User]:
    return {name: user for name, user in users_named(names).items() if user.is_active}


def _postings(workers: Iterable[User]) -> dict[tuple[UUID, str], list]:
    spans: dict[tuple[UUID, str], list] = {}
    found = Grant.objects.unscoped("驻站日期").filter(user__in=list(workers), role__in=AT_STATION, on_kind="station")
    for user, station, first, last in found.values_list("user_id", "on_id", "from_on", "to_on"):
        spans.setdefault((user, station), []).append((first, last))
    return spans


def _people(ids: set[UUID], by: Actor) -> dict[UUID, Person]:
    """People within reach, locked in one order so that two writers never wait for each other."""
    found = {row.id: row for row in db.waiting(Person) if row.id in ids}
    within = Person.objects.allowed(by, Permission.PERSON_VIEW).filter(~Q(state__in=Person.GONE))
    for some in _chunks(sorted(ids - found.keys())):
        rows = within.filter(pk__in=some).order_by("pk").select_for_update(of=("self",))
        found |= {row.id: row for row in rows}
    return found


def taking_part(contacts: Iterable[UUID]) -> dict[UUID, Person]:
    """People who already take part, wherever their files are by now."""
    parts = Participation.objects.unscoped("原有参与人").filter(contact__in=list(contacts))
    rows = Person.objects.unscoped("原有参与人").filter(pk__in=parts.values("person_id"))
    return {row.id: row for row in rows.select_related("station").order_by("pk").select_for_update(of=("self",))}


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]
