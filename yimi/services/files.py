"""What contacts do to files (档案动作): the earliest one with 新建档案 opens the file; a void gives it back."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Min

from yimi.clients import actions as clients
from yimi.clients.models import Person
from yimi.core.actors import Actor

from .models import Contact, Participation

NEW = Participation.FileAction.NEW


def open_for(part: Participation, *, by: Actor) -> None:
    """Let a part with 新建档案 open the person's file, or date one that was opened by default."""
    if part.file_action == NEW:
        clients.open_file(part.person, on=part.contact.service_on, by=by)


def opened_by(contact: Contact) -> set[UUID]:
    """The people whose files the contact opens."""
    parts = Participation.objects.unscoped("本条记录的参与人").filter(contact=contact, file_action=NEW)
    return set(parts.values_list("person_id", flat=True))


def give_back(people: Iterable[Person], contact: Contact, still: Iterable[UUID], *, by: Actor) -> None:
    """The contact no longer opens these files, but for those it `still` opens on its present day."""
    for person in people:
        days = [contact.service_on] if person.id in still else []
        clients.restore_file(person, on=min([*days, *_other_days(person, contact)], default=None), by=by)


def _other_days(person: Person, contact: Contact) -> list[date]:
    """The first day on which another contact opens the file, if any."""
    others = Participation.objects.unscoped("其他建档记录").filter(
        person=person, file_action=NEW, contact__voided_at=None
    )
    first = others.exclude(contact=contact).aggregate(first=Min("contact__service_on"))["first"]
    return [first] if first else []
