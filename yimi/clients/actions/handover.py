"""Handing a worker's people over to others (批量交接), all of them at once, and back again."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.queries import station_staff
from yimi.clients.charge import people_in_charge, stations_led
from yimi.clients.models import Person
from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid

AT_ONCE = 500


@transaction.atomic
def hand_over(*, by: Actor, plan: Mapping[UUID, UUID]) -> int:
    """Put people in the charge of others (批量交接): `plan` says who goes to whom. Gives how many were new to them.

    Only the head of the station does this; everybody named works there today. All of it, or nothing.
    """
    if not plan:
        raise invalid("plan", _("没有要交接的人。"))
    people = _people(by, set(plan))
    staff = {station: {user.pk for user in station_staff(station)} for station in {each.station_id for each in people}}
    moved = []
    for person in people:
        if plan[person.pk] not in staff[person.station_id]:
            raise RuleBroken(_("只能指派给本站现在的社工或站长。"), code="not_at_station")
        if person.worker_id != plan[person.pk]:
            person.worker_id, person.version = plan[person.pk], person.version + 1
            moved.append(person)
            journal.record("clients.assign_worker", by, person, station=person.station_id)
    Person.objects.bulk_update(moved, ["worker", "version"], batch_size=AT_ONCE)
    return len(moved)


def _people(by: Actor, ids: set[UUID]) -> list[Person]:
    """These people, locked in one order; each of a station that the actor leads."""
    found: list[Person] = []
    wanted = sorted(ids)
    for first in range(0, len(wanted), AT_ONCE):
        rows = people_in_charge(by).filter(pk__in=wanted[first : first + AT_ONCE]).order_by("pk")
        found += rows.select_for_update(of=("self",))
    if len(found) < len(ids) or not stations_led(by):
        raise Http404
    return found
