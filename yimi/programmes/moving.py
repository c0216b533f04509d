"""Membership follows the person when two files become one (并档), and goes back when that is undone."""

from typing import Any

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core.actors import Actor

from .models import GroupMember


def _move(drop: Person, keep: Person, by: Actor) -> dict[str, Any]:
    """Point memberships of `drop` to `keep`; where both are members of a group, hers stays beside, ended."""
    ours = set(_of(keep).values_list("group_id", flat=True))
    both = _of(drop).filter(group__in=ours)
    parked = [{"id": row.pk, "left_on": row.left_on and row.left_on.isoformat()} for row in both]
    moved = list(_of(drop).exclude(group__in=ours).values_list("pk", flat=True))
    _of(drop).filter(pk__in=moved).update(person=keep)
    for row in both.filter(left_on=None):
        row.left_on = row.joined_on
        row.save(update_fields=["left_on"])
    return {"moved": moved, "parked": parked}


def _back(kept: dict[str, Any], drop: Person, keep: Person, by: Actor) -> None:
    _of(keep).filter(pk__in=kept["moved"]).update(person=drop)
    for each in kept["parked"]:
        _of(drop).filter(pk=each["id"]).update(left_on=each["left_on"])


def _of(person: Person):
    return GroupMember.objects.unscoped("并档").filter(person=person)


movers.add(Mover("group_members", _move, _back))
