"""Papers follow their person when two files become one (并档), and go back when that is undone."""

from typing import Any

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core.actors import Actor

from .models import Papers


def _of(person: Person):
    return Papers.objects.unscoped("并档").filter(person=person)


def _move(drop: Person, keep: Person, by: Actor) -> list[str]:
    moved = [str(pk) for pk in _of(drop).order_by("pk").values_list("pk", flat=True)]
    _of(drop).update(person=keep)
    return moved


def _back(kept: Any, drop: Person, keep: Person, by: Actor) -> None:
    _of(keep).filter(pk__in=kept).update(person=drop)


movers.add(Mover("papers", _move, _back, order=30))
