"""What was held of a programme (已举办): the ledger knows; it stands above and declares how to ask."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.core import workdays
from yimi.core.declare import Declared

from .models import Activity, Group

SUMMARY_WORKDAYS = 5


@dataclass(frozen=True)
class Held:
    """How many sessions took place (场次), and the days of the first and the last."""

    sessions: int = 0
    first: date | None = None
    last: date | None = None

    def with_(self, other: "Held") -> "Held":
        days = [day for day in (self.first, self.last, other.first, other.last) if day]
        return Held(self.sessions + other.sessions, min(days, default=None), max(days, default=None))


@dataclass(frozen=True)
class Holding:
    """A domain's count of what was held, for many programmes with one statement."""

    key: str
    of: Callable[[Iterable[UUID]], Mapping[UUID, Held]]


holdings: Declared[Holding] = Declared("count of what was held")


def held_of(ids: Iterable[UUID]) -> dict[UUID, Held]:
    """What was held of each of these programmes; nothing is an empty `Held`."""
    wanted = list(ids)
    found = [holding.of(wanted) for holding in holdings]
    return {pk: _sum(each.get(pk, Held()) for each in found) for pk in wanted}


def _sum(counts: Iterable[Held]) -> Held:
    total = Held()
    for each in counts:
        total = total.with_(each)
    return total


def summary_due_on(programme: Group | Activity, held: Held) -> date | None:
    """Until when the summary is due (总结期限): five workdays after the last was held; a hint, never a refusal."""
    if held.last is None or programme.evaluated_on or programme.is_over:
        return None
    if isinstance(programme, Group) and programme.ended_on is None:
        return None
    last = max(held.last, programme.ended_on) if isinstance(programme, Group) and programme.ended_on else held.last
    return workdays.add_workdays(last, SUMMARY_WORKDAYS, programme.station.area_path)
