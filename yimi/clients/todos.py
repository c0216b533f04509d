"""What is to be done about a person (待办): each domain declares what it knows; the person's page shows all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimi.core.actors import Actor
from yimi.core.declare import Declared

from .models import Person


@dataclass(frozen=True)
class Todo:
    """One thing to do (待办事项): its words, the day by which, where it is done."""

    text: Any
    due_on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class TodoSource:
    """A domain's to-dos for a person, as far as this reader may do them."""

    key: str
    of: Callable[[Actor, Person], Iterable[Todo]]
    order: int = 0


todo_sources: Declared[TodoSource] = Declared("to-do source")


def todos_of(actor: Actor, person: Person) -> list[Todo]:
    """Everything to do about this person, the nearest day first."""
    found = [todo for source in todo_sources for todo in source.of(actor, person)]
    return sorted(found, key=lambda todo: (todo.due_on is None, todo.due_on or date.max))
