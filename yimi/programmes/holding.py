"""What was held of a programme (已举办): the ledger knows; it stands above and declares how to ask."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.catalogue.queries import remembered, term
from yimi.core.declare import Declared

from .models import Activity, Group


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


def summaries_due_on(programmes: Iterable[Group | Activity], held: Mapping[UUID, Held]) -> dict[UUID, date]:
    """Until when each summary that is still waited for is due (总结期限), as policy says; a hint, never a refusal."""
    since = {row.pk: (on, row.station.area_path) for row in programmes if (on := _waits_since(row, held[row.pk]))}
    found: dict[UUID, date] = {}
    with remembered():
        terms = {on: term(on, "programme_summary") for on, _path in since.values()}
    for known in {each for each in terms.values() if each}:
        starts = {pk: start for pk, start in since.items() if terms[start[0]] == known}
        ends = known.ends_each(starts.values())
        found |= {pk: ends[start] for pk, start in starts.items()}
    return found


def _waits_since(programme: Group | Activity, held: Held) -> date | None:
    """The day on which the last was held, or the group ended, if there is no summary yet."""
    if held.last is None or programme.evaluated_on or programme.is_over:
        return None
    if not isinstance(programme, Group):
        return held.last
    return max(held.last, programme.ended_on) if programme.ended_on else None
