"""Reading that is written down (留痕查阅): a file, or a list of them. Without the entry there is no page."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from yimi.clients.models import Person
from yimi.clients.queries import person_for
from yimi.core import journal, seal
from yimi.core.actors import Actor


@transaction.atomic
def read_person(pk: UUID, *, by: Actor) -> Person:
    """The person's file, for who may see it."""
    person = person_for(by, pk)
    journal.record("clients.read_person", by, person, station=person.station_id)
    return person


@transaction.atomic
def read_list(people: Iterable[Person], *, by: Actor) -> None:
    """A list of people was shown: one entry, with a digest of whose files it held."""
    note_listed([person.pk for person in people], by=by)


@transaction.atomic
def note_listed(people: Iterable[UUID], *, by: Actor) -> None:
    """The same for people who are shown in a list of something else."""
    ids = list(map(str, people))
    if ids:
        journal.record("clients.list_people", by, ("accounts.user", by.id), digest=seal.digest({"people": ids}))
