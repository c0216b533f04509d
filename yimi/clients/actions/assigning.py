"""Assigning the worker in charge (指派负责社工), for one person or many."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.accounts.queries import station_staff
from yimi.clients.charge import assignable
from yimi.clients.guards import refuse_gone
from yimi.clients.models import Person
from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission

MOST = 200


@transaction.atomic
def assign_worker(pks: Iterable[UUID], *, by: Actor, worker: UUID) -> tuple[User, int]:
    """Put people of one station in the charge of a worker there; gives her, and how many are new to her.

    The head assigns whomever she likes of her station; a worker hands over those in her own charge.
    """
    people = _people(set(pks), by)
    user = _worker(people[0], worker)
    new = [person for person in people if person.worker_id != user.pk]
    for person in new:
        person.worker, person.version = user, person.version + 1
        journal.record("clients.assign_worker", by, person, station=person.station_id, refs=[user])
    Person.objects.bulk_update(new, ["worker", "version"])
    return user, len(new)


def _people(pks: set[UUID], by: Actor) -> list[Person]:
    """These people, locked in one order; each of them one whom the actor may assign."""
    if not 0 < len(pks) <= MOST:
        raise invalid("person", _("一次指派 1 至 %(n)s 人。") % {"n": MOST})
    rows = Person.objects.allowed(by, Permission.PERSON_WRITE).select_for_update(of=("self",))
    people = list(rows.filter(pk__in=pks).order_by("pk"))
    if len(people) < len(pks):
        raise Http404
    if len({person.station_id for person in people}) > 1:
        raise RuleBroken(_("一次只能指派同一个社工站的服务对象。"), code="several_stations")
    for person in people:
        refuse_gone(person)
    if len(assignable(by, people)) < len(people):
        raise RuleBroken(_("只有站长能指派别人负责的服务对象。"), code="not_in_charge", status=403)
    return people


def _worker(person: Person, pk: UUID) -> User:
    found = next((user for user in station_staff(person.station_id) if user.pk == pk), None)
    if found is None:
        raise invalid("worker", _("只能指派给本站现在的社工或站长。"))
    return found
