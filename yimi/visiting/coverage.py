"""How far the lists reach (覆盖情况), station by station: numbers that all staff may read, in the official order."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yimi.clients.listing import held_on
from yimi.clients.models import Category, Person
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.periods import Month
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station
from yimi.network.queries import OFFICIAL, stations_for
from yimi.network.spans import was_on
from yimi.registers.queries import unmatched_at

from .models import Listed, VisitSlot
from .outlook import SERVED
from .standing import on_list, with_met

NUMBERS = "覆盖数字对工作人员公开"


@dataclass(frozen=True)
class Coverage:
    """The numbers of one station, or of several."""

    registered: int = 0
    listed: int = 0
    filed: int = 0
    due: int = 0
    met: int = 0

    @property
    def file_rate(self) -> float | None:
        return self.filed / self.listed if self.listed else None

    @property
    def due_rate(self) -> float | None:
        return self.met / self.due if self.due else None


@dataclass(frozen=True)
class Line:
    """A station with its numbers."""

    station: Station
    numbers: Coverage
    opens: bool


@dataclass(frozen=True)
class Board:
    """Every station of a scope, the sum, and what the month is."""

    lines: list[Line]
    total: Coverage
    month: Month


def stations_covered(actor: Actor, area: Area | None) -> list[Station]:
    """The stations that work, of the reader's own scope or of the area that she names."""
    rows = stations_for(actor).filter(was_on(clock.today()), level=Station.Level.STATION)
    rows = rows.within(area.path) if area else rows  # type: ignore[attr-defined]
    return list(rows.order_by(*OFFICIAL))


def board(actor: Actor, area: Area | None) -> Board:
    """The coverage of a scope this month; six statements, however many stations."""
    stations, month = stations_covered(actor, area), Month.of(clock.today())
    opens = set(Station.objects.allowed(actor, Permission.LIST_VIEW).values_list("pk", flat=True))
    found = numbers(stations, month)
    lines = [Line(station, found[station.pk], station.pk in opens) for station in stations]
    return Board(lines, total(line.numbers for line in lines), month)


def numbers(stations: Iterable[Station], month: Month) -> dict[UUID, Coverage]:
    ids = [station.pk for station in stations]
    registered = _counted(registered_people(Person.objects.unscoped(NUMBERS).filter(station__in=ids)), "station")
    unmatched = unmatched_at(ids)
    listed = Listed.objects.unscoped(NUMBERS).filter(on_list(clock.today()), list__station__in=ids)
    on_it = _counted(listed, "list__station", "person")
    filed = _counted(listed.filter(person__state=Person.State.ACTIVE), "list__station", "person")
    slots = with_met(due_slots(VisitSlot.objects.unscoped(NUMBERS).filter(station__in=ids), month))
    owed = slots.order_by().values("station").annotate(due=Count("pk"), met=Count("pk", filter=Q(is_met=True)))
    visits = {row["station"]: (row["due"], row["met"]) for row in owed}
    return {
        pk: Coverage(
            registered.get(pk, 0) + unmatched.get(pk, 0), on_it.get(pk, 0), filed.get(pk, 0), *visits.get(pk, (0, 0))
        )
        for pk in ids
    }


def total(parts: Iterable[Coverage]) -> Coverage:
    found = list(parts)
    return Coverage(**{each.name: sum(getattr(part, each.name) for part in found) for each in fields(Coverage)})


def registered_people(people: QuerySet[Person]) -> QuerySet[Person]:
    """Who is served and on a register today; who is on one and has no file yet is counted beside (底册在册)."""
    held = held_on(clock.today()).filter(state=Category.State.ON_REGISTER)
    return people.filter(state__in=SERVED, pk__in=held.values("person"))


def due_slots(slots: QuerySet[VisitSlot], month: Month) -> QuerySet[VisitSlot]:
    """The windows that are due in a month: those whose last day lies in it."""
    return slots.filter(until_on__gte=month.first, until_on__lte=month.last)


def _counted(rows: QuerySet, station: str, what: str = "pk") -> dict[UUID, int]:
    return dict(rows.order_by().values_list(station).annotate(Count(what, distinct=True)))
