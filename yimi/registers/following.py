"""What of registers goes with a person (随人): her entries when two files become one, and what they ask to be done."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.clients.todos import Todo, TodoSource, todo_sources
from yimi.core.actors import Actor
from yimi.core.declare import Toucher, touchers

from . import queries
from .models import Difference, Entry


def _move(drop: Person, keep: Person, by: Actor) -> list[str]:
    rows = Entry.objects.unscoped("并档时随人").filter(person=drop)
    moved = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.update(person=keep)
    return moved


def _back(moved: list[str], drop: Person, keep: Person, by: Actor) -> None:
    rows = Entry.objects.unscoped("撤销并档时随人").filter(pk__in=[UUID(pk) for pk in moved], person=keep)
    rows.update(person=drop)


def _forget_voided(ids: Iterable[UUID], since: date | None) -> None:
    """A file that was a mistake is nobody's any more; its entries are open again."""
    rows = Entry.objects.unscoped("档案作废后重新对照").filter(person__in=list(ids), person__state=Person.State.VOIDED)
    rows.update(person=None, match=Entry.Match.NONE)


def _to_do(actor: Actor, person: Person) -> Iterator[Todo]:
    """What changed on a register about this person."""
    rows = queries.differences_for(actor).filter(entry__person=person, state=Difference.State.OPEN)
    for row in rows[:5]:
        source = queries.source_name(row.entry.register.source)
        words = _("底册（%(source)s）：%(kind)s，请核对") % {"source": source, "kind": row.get_kind_display()}
        yield Todo(words, None, reverse("registers:differences"))


movers.add(Mover("register_entries", _move, _back))
touchers.add(Toucher("registers.entries", "person", _forget_voided))
todo_sources.add(TodoSource("registers", _to_do, order=30))
