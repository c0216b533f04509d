"""Who is in charge of whom (负责社工): who may assign it, and to whom."""

from collections.abc import Iterable
from uuid import UUID

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


def _posts(actor: Actor) -> set[tuple[str, str]]:
    """As what the actor works where."""
    grants = actor.grants_for(Permission.PERSON_WRITE)
    return {(grant.role, str(grant.on_id)) for grant in grants if grant.on_kind == STATION and grant.role in AT_STATION}
