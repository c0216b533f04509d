"""The visit that is owed to a person, among her to-dos (走访待办)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.clients.queries import may_write
from yimi.clients.todos import Todo, TodoSource, todo_sources
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission

from .due import Standing, stand_of


def visit_owed(actor: Actor, person: Person) -> Iterator[Todo]:
    """走访 until the last day of her window, or the day that was missed."""
    if not may(actor, Permission.LIST_VIEW) or not may_write(actor, person):
        return
    told = stand_of(actor, person.pk)
    if told and told.due and told.due.standing in (Standing.DUE, Standing.OVERDUE):
        yield Todo(_("走访"), told.due.until, f"{reverse('services:visit_new')}?person={person.pk}")


todo_sources.add(TodoSource("visit", visit_owed, order=10))
