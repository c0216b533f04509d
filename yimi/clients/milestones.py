"""What happened to a file itself (档案大事): opened, moved, merged, ended. Services show it between their contacts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock

from .models import Asked, Merge, Person, Transfer


@dataclass(frozen=True)
class Milestone:
    """One thing that happened to a file, on a day."""

    on: date
    title: Any
    text: Any = ""


def milestones_of(person: Person) -> list[Milestone]:
    """What happened to this file, newest first."""
    found = [*_openings(person), *_moves(person), *_merges(person)]
    if person.ended_on:
        found.append(Milestone(person.ended_on, person.get_state_display()))
    return sorted(found, key=lambda each: each.on, reverse=True)


def _openings(person: Person) -> list[Milestone]:
    if person.opened_on is None:
        return []
    where = person.opened_at.name if person.opened_at else ""
    return [Milestone(person.opened_on, _("建立档案"), where)]


def _moves(person: Person) -> list[Milestone]:
    rows = Transfer.objects.unscoped("本份档案的转站").filter(person=person, state=Asked.ACCEPTED)
    rows = rows.exclude(moved_on=None).select_related("from_station", "to_station")
    return [
        Milestone(row.moved_on, _("转站"), f"{row.from_station.name} → {row.to_station.name}")
        for row in rows
        if row.moved_on
    ]


def _merges(person: Person) -> list[Milestone]:
    rows = Merge.objects.unscoped("本份档案的并档").filter(keep=person, undone_at=None).select_related("drop")
    return [Milestone(clock.civil(row.at), _("并入另一份档案"), row.drop.file_number or "") for row in rows]
