"""How far an action has come (应急看板): counted place by place from the list, in one statement. Nobody types a total.

Places stand in the official order and are never ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import path_range
from yimi.network.models import Area

from .models import Line, Operation
from .models.lines import What
from .queries import DONE


@dataclass
class Tally:
    """The households of a place: to check, reached, to move, moved, unwilling, not reached; and people (户、人)."""

    lines: int = 0
    persons: int = 0
    reached: int = 0
    to_move: int = 0
    moved: int = 0
    moved_persons: int = 0
    refused: int = 0
    unreachable: int = 0

    def add(self, other: "Tally") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def waiting(self) -> int:
        return self.lines - self.reached - self.unreachable

    @property
    def percent(self) -> float:
        return 100 * self.reached / self.lines if self.lines else 0


@dataclass
class Row:
    """One place of the board."""

    area: Area
    tally: Tally
    is_below: bool = False  # whether it can be opened


@dataclass
class Board:
    """The places below one, and the whole (看板)."""

    within: Area | None
    rows: list[Row]
    whole: Tally


COUNTED: dict[str, Any] = {
    "lines": Count("pk"), "persons": Sum("persons"), "reached": Count("pk", filter=Q(outcome__in=DONE)),
    "to_move": Count("pk", filter=Q(to_move=True)), "moved": Count("pk", filter=Q(move_outcome=What.MOVED)),
    "moved_persons": Sum("moved"), "refused": Count("pk", filter=Q(move_outcome=What.REFUSED)),
    "unreachable": Count("pk", filter=Q(outcome=What.UNREACHABLE)),
}  # fmt: skip

_NUMBERED = {f"n_{name}": each for name, each in COUNTED.items()}  # apart from the columns of the same names


def counted(actor: Actor, operation: Operation) -> QuerySet[Line]:
    """The lines that her numbers count: those of her places, also after the list has closed."""
    return Line.objects.counted(actor, Permission.EMERGENCY_VIEW).filter(operation=operation)


def whole(actor: Actor, operation: Operation) -> Tally:
    return _tally(counted(actor, operation).aggregate(**_NUMBERED))


def wholes(actor: Actor, operations: Sequence[Operation]) -> dict[UUID, Tally]:
    """The numbers of several actions, in one statement."""
    rows = Line.objects.counted(actor, Permission.EMERGENCY_VIEW).filter(operation__in=operations)
    said = rows.order_by().values("operation").annotate(**_NUMBERED)
    return {row["operation"]: _tally(row) for row in said}


def board(actor: Actor, operation: Operation, within: Area | None = None) -> Board:
    """The numbers of a place and of those right below it: counties, towns, villages."""
    rows = counted(actor, operation)
    rows = rows.filter(path_range("area__path", within.path)) if within else rows
    by_area = rows.order_by().values("area__path").annotate(**_NUMBERED)
    tallies = {row.pop("area__path"): _tally(row) for row in by_area}
    depth = _depth(within, tallies)
    found: dict[str, Row] = {}
    total = Tally()
    for path, tally in tallies.items():
        at = "/".join(path.split("/")[:depth]) + "/" if path.count("/") >= depth else path
        found.setdefault(at, Row(Area(path=at), Tally())).tally.add(tally)
        found[at].is_below |= path != at
        total.add(tally)
    return Board(within, _named(found), total)


def _tally(row: dict[str, Any]) -> Tally:
    return Tally(**{name: row[f"n_{name}"] or 0 for name in COUNTED})


def _depth(within: Area | None, tallies: dict[str, Tally]) -> int:
    """How many parts the paths of the rows have: right below the place, or below what all rows share."""
    if within is not None:
        return within.path.count("/") + 1
    paths = [path.rstrip("/").split("/") for path in tallies]
    shared = 0
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared += 1
    shortest = min((len(path) for path in paths), default=1)
    return min(shared + 1, max(shortest, 1))


def _named(found: dict[str, Row]) -> list[Row]:
    """The rows with their areas, in the official order."""
    areas = {area.path: area for area in Area.objects.filter(path__in=found).select_related("parent")}
    rows = [Row(areas[path], row.tally, row.is_below) for path, row in found.items() if path in areas]
    return sorted(
        rows, key=lambda row: (row.area.parent.path if row.area.parent else "", row.area.order, row.area.path)
    )


def place_for(actor: Actor, operation: Operation, code: str) -> Area | None:
    """A place in which she counts somebody, or nothing."""
    area = Area.objects.filter(code=code).select_related("parent").first() if code else None
    if area is None or not counted(actor, operation).filter(path_range("area__path", area.path)).exists():
        return None
    return area
