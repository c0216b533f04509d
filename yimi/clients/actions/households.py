"""Households (家庭户): who lives with whom. Each member keeps her own file."""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients.fields import as_it_is
from yimi.clients.guards import refuse_gone
from yimi.clients.models import Person
from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Permission

from .people import put_people


@transaction.atomic
def join_household(pk: UUID, *, by: Actor, of: UUID) -> Person:
    """The person comes into the household of another of her station (加入家庭户), and out of any other."""
    if pk == of:
        raise invalid("of", _("请选择另一个人。"))
    people = _people({pk, of}, by)
    person, other = people[pk], people[of]
    if person.station_id != other.station_id:
        raise RuleBroken(_("只能与同一个社工站的人编为一户。"), code="other_station")
    household = other.household_id or new_id()
    both = [(each.pk, as_it_is(each, household=household)) for each in (other, person)]
    put_people(both, by=by)
    return person


@transaction.atomic
def leave_household(pk: UUID, *, by: Actor) -> Person:
    """The person is taken out of her household (退出家庭户); the others stay in it."""
    person = _people({pk}, by)[pk]
    put_people([(pk, as_it_is(person, household=None))], by=by)
    return person


def _people(pks: set[UUID], by: Actor) -> dict[UUID, Person]:
    """These people, locked in one order and opened."""
    rows = Person.objects.allowed(by, Permission.PERSON_WRITE).select_related("station", "area")
    people = list(rows.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",)))
    if len(people) < len(pks):
        raise Http404
    for person in people:
        refuse_gone(person)
    seal.read(people, "name")
    return {person.pk: person for person in people}
