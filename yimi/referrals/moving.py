"""Referrals follow their person when two files become one (并档), and go back when that is undone."""

from typing import Any

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core.actors import Actor

from .models import Referral

WHY = "并档"


def _move(drop: Person, keep: Person, by: Actor) -> list[str]:
    rows = Referral.objects.unscoped(WHY).filter(person=drop)
    moved = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.update(person=keep)
    return moved


def _back(kept: Any, drop: Person, keep: Person, by: Actor) -> None:
    Referral.objects.unscoped(WHY).filter(pk__in=kept, person=keep).update(person=drop)


movers.add(Mover("referrals", _move, _back))
