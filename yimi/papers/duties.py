"""Papers that wait, among the to-dos of a person (资料待办)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.clients.queries import may_write
from yimi.clients.todos import Todo, TodoSource, todo_sources
from yimi.core.actors import Actor

from .models import Papers
from .queries import open_papers


def papers_waiting(actor: Actor, person: Person) -> Iterator[Todo]:
    """What is to be looked through, or was given back and has not come again."""
    for row in open_papers(actor, person.pk) if may_write(actor, person) else ():
        words = _("申请资料待补正") if row.state == Papers.State.RETURNED else _("申请资料待核对、移交")
        yield Todo(words, None, reverse("papers:papers", args=[row.pk]))


todo_sources.add(TodoSource("papers", papers_waiting, order=30))
