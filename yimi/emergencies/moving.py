"""Lists follow the person when two files become one (并档), and go back when that is undone."""

from typing import Any

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core.actors import Actor

from .models import Line, Member

WHY = "并档"


def _move(drop: Person, keep: Person, by: Actor) -> dict[str, Any]:
    """Point lines and members of `drop` to `keep`; where both are on a list, `drop` leaves it."""
    ours = set(_members(keep).values_list("operation_id", flat=True))
    both = list(_members(drop).filter(operation__in=ours).order_by("pk"))
    parked = [
        {"id": row.pk, "operation": str(row.operation_id), "line": str(row.line_id), "groups": row.groups}
        for row in both
    ]
    _members(drop).filter(pk__in=[row.pk for row in both]).delete()
    moved = list(_members(drop).values_list("pk", flat=True))
    _members(drop).update(person=keep)
    lines = [str(pk) for pk in _lines(drop).values_list("pk", flat=True)]
    _lines(drop).update(person=keep)
    return {"moved": moved, "parked": parked, "lines": lines}


def _back(kept: dict[str, Any], drop: Person, keep: Person, by: Actor) -> None:
    _members(keep).filter(pk__in=kept["moved"]).update(person=drop)
    for each in kept["parked"]:
        row = Member(pk=each["id"], operation_id=each["operation"], line_id=each["line"], person=drop)
        row.groups = each["groups"]
        row.save(force_insert=True)
    _lines(keep).filter(pk__in=kept["lines"]).update(person=drop)


def _members(person: Person):
    return Member.objects.unscoped(WHY).filter(person=person)


def _lines(person: Person):
    return Line.objects.unscoped(WHY).filter(person=person)


movers.add(Mover("emergencies", _move, _back, order=45))
