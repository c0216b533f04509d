"""The brief of an action at its hours (快报 08、14、20 时), reckoned as of then from the list and its entries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.network.models import Area

from .board import counted
from .models import Member, Operation, Outcome
from .models.lines import What
from .queries import DONE
from .terms import terms

MOVING = (What.MOVED, What.NOT_NEEDED, What.REFUSED, What.AWAY)


@dataclass
class Count:
    """What a line of the brief says (快报的一行)."""

    lines: int = 0
    persons: int = 0
    reached: int = 0
    to_move: int = 0
    moved: int = 0
    moved_persons: int = 0
    refused: int = 0
    unreachable: int = 0


@dataclass
class Stand:
    """How one household stood then: its latest entry, and its latest entry about moving."""

    what: str = ""
    move: str = ""
    moved: int = 0


@dataclass
class Brief:
    """A brief: as of when, the whole, place by place, by dwelling and by group."""

    operation: Operation
    at: datetime
    number: int
    whole: Count = field(default_factory=Count)
    places: list[tuple[Area, Count]] = field(default_factory=list)
    houses: Count = field(default_factory=Count)
    groups: list[tuple[str, Count]] = field(default_factory=list)


def hours_of(operation: Operation) -> list[datetime]:
    """The hours of its briefs so far, and now, the earliest first."""
    until = min(operation.ended_at or clock.now(), clock.now())
    day, found = clock.civil(operation.opened_at), []
    while day <= clock.civil(until):
        found += [_at(day, hour) for hour in terms().brief_hours]
        day += timedelta(days=1)
    due = [at for at in found if operation.opened_at < at <= until]
    return [*due, until]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.CIVIL)


def brief_of(actor: Actor, operation: Operation, number: int) -> Brief | None:
    """The brief of this number; the last is as of now."""
    hours = hours_of(operation)
    if not 1 <= number <= len(hours):
        return None
    told = Brief(operation, hours[number - 1], number)
    stands = _stands(operation, told.at)
    rows = counted(actor, operation).filter(added_at__lte=told.at).order_by()
    groups = _groups(operation)
    by_group: dict[str, Count] = defaultdict(Count)
    by_place: dict[str, Count] = defaultdict(Count)
    for pk, path, persons, to_move, dwelling in rows.values_list("pk", "area__path", "persons", "to_move", "dwelling"):
        counts = [told.whole, by_place[_town(path)], *([told.houses] if dwelling else [])]
        for count in [*counts, *(by_group[name] for name in groups.get(pk, ()))]:
            _add(count, stands[pk], persons, to_move)
    told.places, told.groups = _places(by_place), _in_order(by_group)
    return told


def _stands(operation: Operation, at: datetime) -> dict[UUID, Stand]:
    found: dict[UUID, Stand] = defaultdict(Stand)
    rows = Outcome.objects.unscoped("快报截至时的结果").filter(operation=operation, voided_at=None, at__lte=at)
    for line, what, persons in rows.order_by("at", "pk").values_list("line_id", "what", "persons"):
        found[line].what = what
        if what in MOVING:
            found[line].move, found[line].moved = what, persons if what == What.MOVED else 0
    return found


def _add(count: Count, stand: Stand, persons: int, to_move: bool) -> None:
    count.lines += 1
    count.persons += persons
    count.to_move += to_move
    count.reached += stand.what in DONE
    count.unreachable += stand.what == What.UNREACHABLE
    count.moved += stand.move == What.MOVED
    count.moved_persons += stand.moved
    count.refused += stand.move == What.REFUSED


def _groups(operation: Operation) -> dict[UUID, list[str]]:
    keys: dict[UUID, list[str]] = defaultdict(list)
    rows = Member.objects.unscoped("快报的名单对象").filter(operation=operation)
    for line, said in rows.values_list("line_id", "groups"):
        keys[line] += said
    return {line: terms().names(said) for line, said in keys.items()}


def _town(path: str) -> str:
    """The town of a village; places that lie right below a county stand for themselves."""
    return "/".join(path.split("/")[:3]) + "/"


def _places(by_place: dict[str, Count]) -> list[tuple[Area, Count]]:
    areas = Area.objects.filter(path__in=by_place).select_related("parent")
    ordered = sorted(areas, key=lambda area: (area.parent.path if area.parent else "", area.order, area.path))
    return [(area, by_place[area.path]) for area in ordered]


def _in_order(by_group: dict[str, Count]) -> list[tuple[str, Count]]:
    names = dict.fromkeys(group.name for group in terms().groups)
    return [(name, by_group[name]) for name in names if name in by_group]
