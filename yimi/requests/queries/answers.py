"""What a station is asked now (本站要报什么), what it has answered, and who has not yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import ScopedQuerySet
from yimi.core.workdays import add_workdays_each
from yimi.network.models import Station
from yimi.network.queries import OFFICIAL, paths_above
from yimi.requests.models import Answer, Demand, Frequency
from yimi.requests.terms import terms
from yimi.requests.turns import Turn, minutes_a_month, times_a_year, turn_on

from .demands import demands_for, endable, in_force, stations_asked


@dataclass(frozen=True)
class Due:
    """A request as a station has it before it (要报的事项): the turn, until when, and whether it is answered."""

    demand: Demand = field(repr=False)
    turn: Turn
    due_on: date | None
    answer: Answer | None = None

    @property
    def is_late(self) -> bool:
        return self.answer is None and self.due_on is not None and self.due_on < clock.today()

    @property
    def times_a_year(self) -> int:
        return times_a_year(self.demand)

    @property
    def minutes_a_month(self) -> float:
        return minutes_a_month(self.demand)


@dataclass(frozen=True)
class Asked:
    """All that a station is asked (本站要报什么), with the minutes of a month."""

    station: Station
    dues: list[Due]

    @property
    def minutes_a_month(self) -> float:
        return sum(due.minutes_a_month for due in self.dues)

    @property
    def open(self) -> int:
        return sum(due.answer is None and due.due_on is not None for due in self.dues)


@dataclass(frozen=True)
class Row:
    """A station that is asked, and its answer of the turn, or none yet."""

    station: Station
    answer: Answer | None


@dataclass(frozen=True)
class Answered:
    """How many of those asked have answered a turn (n/N); those who have not stand in the official order."""

    turn: Turn
    due_on: date | None
    rows: list[Row]

    @property
    def n(self) -> int:
        return sum(row.answer is not None for row in self.rows)


def stations_for(actor: Actor) -> list[Station]:
    """The stations whose page of requests she may open: where she answers, else those within her reach."""
    rows = Station.objects.allowed(actor, Permission.REQUEST_VIEW).filter(state=Station.State.OPERATING)
    return list(rows.select_related("county").order_by(*OFFICIAL))


def station_for(actor: Actor, code: str) -> Station | None:
    """The station that is named, or else her own, or else the first of those within her reach; 404 out of reach."""
    rows = Station.objects.allowed(actor, Permission.REQUEST_VIEW).select_related("county")
    if not code:
        return own_stations(actor).first() or rows.filter(state=Station.State.OPERATING).order_by(*OFFICIAL).first()
    row = rows.filter(code=code).first()
    if row is None:
        raise Http404
    return row


def own_stations(actor: Actor) -> ScopedQuerySet:
    """The stations for which she answers."""
    return Station.objects.allowed(actor, Permission.REQUEST_ANSWER).select_related("county").order_by("code")


def own_station(actor: Actor, code: str) -> Station:
    """The station for which she answers, by its code where she has several; else 404."""
    row = (own_stations(actor).filter(code=code) if code else own_stations(actor)).first()
    if row is None:
        raise Http404
    return row


def asked_of(actor: Actor, station: Station) -> Asked:
    """What a station is asked today; a constant number of statements."""
    today = clock.today()
    rows = demands_for(actor).filter(
        in_force(today), target__path__in=paths_above(station.area_path), to_level=station.level
    )
    demands = list(rows.order_by("valid_from", "id"))
    turns = {demand.pk: turn_on(demand, today) for demand in demands}
    due = _due_days((demands_turn, station.area_path) for demands_turn in turns.values())
    given = _answers(demands, station)
    return Asked(
        station,
        [
            Due(row, turn := turns[row.pk], _due_on(row, turn, station.area_path, due), given.get((row.pk, turn.code)))
            for row in demands
        ],
    )


def due_for(actor: Actor, pk: UUID, station: Station) -> Due:
    """One request that the station is asked today, or 404."""
    found = next((due for due in asked_of(actor, station).dues if due.demand.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _due_days(turns: Iterable[tuple[Turn, str]]) -> dict[tuple[date, str], date]:
    return add_workdays_each(((turn.closes, path) for turn, path in turns), terms().answer_workdays)


def _due_on(row: Demand, turn: Turn, path: str, days: dict[tuple[date, str], date]) -> date | None:
    if row.frequency == Frequency.ONCE:
        return turn.closes
    return days[turn.closes, path] if turn.is_due else None


def _answers(demands: list[Demand], station: Station) -> dict[tuple[UUID, str], Answer]:
    rows = Answer.objects.unscoped("已可见站点的填报").filter(demand__in=demands, station=station)
    return {(row.demand_id, row.turn): row for row in rows}


def answered(actor: Actor, row: Demand) -> Answered:
    """Who has answered the turn of today, for the office that asks and those above it."""
    turn = turn_on(row, clock.today())
    given = {each.station_id: each for each in answers_for(actor).filter(demand=row, turn=turn.code)}
    stations = list(stations_asked(row))
    days = _due_days([(turn, row.target.path)])
    due = _due_on(row, turn, row.target.path, days)
    return Answered(turn, due, [Row(station, given.get(station.pk)) for station in stations])


def answers_for(actor: Actor) -> ScopedQuerySet:
    """The answers that she may read: those of her station, and those to what her office or one below it asked."""
    own = Answer.objects.allowed(actor, Permission.REQUEST_ANSWER)
    asked = Answer.objects.allowed(actor, Permission.REQUEST_WRITE).filter(demand__in=endable(actor))
    return (own | asked).select_related("station", "demand", "sent_by")


def answer_for(actor: Actor, pk: UUID) -> tuple[Answer, list[tuple[str, str]]]:
    """An answer with what it says line by line, or 404."""
    row = answers_for(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row, said_in(row)


def said_in(row: Answer) -> list[tuple[str, str]]:
    """Each line as it was asked and what the station said to it."""
    seal.read(row, "texts")
    told: list[list[Any]] = orjson.loads(row.opened["texts"] or "[]")
    return [(line, text) for line, text in told]
