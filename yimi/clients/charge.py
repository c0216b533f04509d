"""Who is in charge of whom (负责社工): who may assign it, and to whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff, users_by_id
from yimi.core.actors import Actor
from yimi.core.permissions import AT_STATION, Permission, Role
from yimi.core.scope import STATION

from .models import Person


def stations_led(actor: Actor) -> set[str]:
    """The stations of which the actor is the head (站长)."""
    return {on_id for role, on_id in _posts(actor) if role == Role.STATION_HEAD}


def assignable(actor: Actor, people: Iterable[Person]) -> set[UUID]:
    """Of these people, whom the actor may put in somebody's charge: all of her station, or those in her own."""
    led, works_at = stations_led(actor), {on_id for _role, on_id in _posts(actor)}
    return {
        person.pk
        for person in people
        if person.state not in Person.GONE
        and (str(person.station_id) in led or (person.worker_id == actor.id and str(person.station_id) in works_at))
    }


def may_assign(actor: Actor, person: Person) -> bool:
    return bool(assignable(actor, [person]))


def workers_to_choose(actor: Actor, person: Person | None = None) -> list[User]:
    """The present workers of the person's station, or of every station at which the actor works."""
    stations = {str(person.station_id)} if person else {on_id for _role, on_id in _posts(actor)}
    found = {user.pk: user for on_id in sorted(stations) for user in station_staff(UUID(on_id))}
    return list(found.values())


def in_charge_now(actor: Actor) -> list[tuple[str, str]]:
    """Who is in charge of anybody at the stations that the actor leads, those who have left included."""
    led = stations_led(actor)
    if not led:
        return []
    people = Person.objects.allowed(actor, Permission.PERSON_VIEW).filter(station__in=led, worker__isnull=False)
    users = users_by_id(people.order_by().values_list("worker", flat=True).distinct())
    return sorted((user.username, user.name) for user in users.values())


def people_in_charge(actor: Actor) -> QuerySet[Person]:
    """The open files of the stations that the actor leads."""
    people = Person.objects.allowed(actor, Permission.PERSON_WRITE).filter(station__in=stations_led(actor))
    return people.exclude(state__in=Person.GONE)


def workers_of(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Who is in charge of these people now."""
    wanted = list(ids)
    found: dict[UUID, UUID | None] = {}
    for first in range(0, len(wanted), 500):
        rows = people_in_charge(actor).filter(pk__in=wanted[first : first + 500])
        found |= dict(rows.values_list("pk", "worker_id"))
    return found


@dataclass(frozen=True)
class Share:
    """What one worker would take over (交接的一份)."""

    worker: User
    people: list[UUID]
    villages: list[tuple[str, int]]

    @property
    def count(self) -> int:
        return len(self.people)


def shares_of(actor: Actor, whose: str, workers: Iterable[User], *, by_village: bool) -> list[Share]:
    """How the people of one worker (empty: of nobody) are parted among others: evenly, or village by village."""
    takers = list(workers)
    rows = people_in_charge(actor).filter(worker__username=whose) if whose else _without_worker(actor)
    people = list(rows.order_by("area__path", "pk").values_list("pk", "area__name"))
    parts: list[list[tuple[UUID, str]]] = [[] for _taker in takers]
    for group in _groups(people, by_village):
        min(parts, key=len).extend(group)
    return [_share(taker, part) for taker, part in zip(takers, parts, strict=True)] if takers else []


def _without_worker(actor: Actor) -> QuerySet[Person]:
    """Files of nobody, and of those who do not work at the station any more (负责人已离站)."""
    here = [user.pk for station in stations_led(actor) for user in station_staff(UUID(station))]
    return people_in_charge(actor).exclude(worker__in=here)


def left_alone(actor: Actor) -> int:
    """How many files have nobody in charge who still works there."""
    return _without_worker(actor).count() if stations_led(actor) else 0


def _groups(people: list[tuple[UUID, str]], by_village: bool) -> list[list[tuple[UUID, str]]]:
    if not by_village:
        return [[each] for each in people]
    villages: dict[str, list[tuple[UUID, str]]] = {}
    for each in people:
        villages.setdefault(each[1], []).append(each)
    return sorted(villages.values(), key=len, reverse=True)


def _share(worker: User, part: list[tuple[UUID, str]]) -> Share:
    return Share(worker, [pk for pk, _village in part], sorted(Counter(name for _pk, name in part).items()))


def _posts(actor: Actor) -> set[tuple[str, str]]:
    """As what the actor works where."""
    grants = actor.grants_for(Permission.PERSON_WRITE)
    return {(grant.role, str(grant.on_id)) for grant in grants if grant.on_kind == STATION and grant.role in AT_STATION}
