"""The day agreed at the last contact with a person, among her to-dos (下次日期)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.clients.queries import may_write
from yimi.clients.todos import Todo, TodoSource, todo_sources
from yimi.core.actors import Actor

from .queries import last_contact


def next_agreed(actor: Actor, person: Person) -> Iterator[Todo]:
    """The next service that was agreed; once somebody has served her since, that contact says what is next."""
    last = last_contact(actor, person.pk) if may_write(actor, person) else None
    if last and last.next_on:
        yield Todo(_("约好的下次服务"), last.next_on, f"{reverse('services:kinds')}?person={person.pk}")


todo_sources.add(TodoSource("services.next", next_agreed, order=20))
