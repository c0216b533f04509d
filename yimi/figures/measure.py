"""Measures (指标): the numbers we count, declared beside the domain that owns the facts.

A measure is typed by how it may be added. A `flow` adds over time and place, a `stock` is a level
on a day, a `distinct` count is recomputed for every span and place, a `rate` divides two measures
last. A measure is a predicate over facts; the same predicate makes the leaves, the edges of a span
and the rows that a figure opens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import Case, Expression, F, IntegerField, Q, QuerySet, Value, When

from yimi.core.actors import Actor
from yimi.core.declare import Declared
from yimi.core.periods import ONE_DAY, Period
from yimi.core.permissions import Permission

FLOW, STOCK, DISTINCT, RATE = "flow", "stock", "distinct", "rate"
TIME, PLACE, KEYS = "time", "place", "keys"
ADDS_OVER = {FLOW: {TIME, PLACE, KEYS}, STOCK: {PLACE, KEYS}, DISTINCT: set(), RATE: set()}
NO_KEY = "none"
CROSSES = (("domain", "method"), ("domain", "category"))
FINE_CROSSES = (("sex", "age_band"), ("worker", "joint"))  # read from the facts each time, never kept


class NotAdditive(TypeError):
    """Numbers were added that do not add up: persons, rates, or levels over time (不能相加)."""


@dataclass(frozen=True)
class Dimension:
    """How a fact falls into the keys of a breakdown (分项).

    `path` is what is read from the fact. `lookup`, where given, turns the facts of a query into a
    mapping from that value, as text, to more (the categories of a person), read with one statement. `keys`
    gives the keys from the value (or what the lookup gave) and the day. `names` gives what keys are
    called, read once for many; `where` is the condition that a fact has a key on a day, or on its
    own (None); `guarded` says which keys are so sensitive that a small count of them does not leave
    the county; `closed` says that there are no keys but the named. What is not `kept` in leaves is read
    from the facts each time it is asked; `widest` is the widest place in which that may be.
    """

    path: str
    keys: Callable[[Any, date], Sequence[str]]
    names: Callable[[], Mapping[str, Any]] = dict
    lookup: Callable[[QuerySet], dict] | None = None
    where: Callable[[str, date | None], Any] | None = None
    guarded: Callable[[str], bool] = lambda key: False
    closed: bool = False
    kept: bool = True
    widest: str = ""


@dataclass(frozen=True)
class Row:
    """One row that a figure opens (明细): its kind, id, station, day, weight, and the person, masked."""

    kind: str
    id: Any
    station: str
    on: date | None
    weight: int
    person: str | None = None
    label: str = ""
    url: str = ""
    station_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A stream of facts (事实): the rows that can count, and how to read them.

    `on` is the day a fact counts on; a stock has `until` as well, its last day, inclusive. `visible`
    narrows rows to those an actor may see, `present` makes them `Row`s for her, and `people` does the
    same for persons (id, last day) behind a distinct count. `opens` is the permission that opens rows.
    `contact` is the path of the contact that a fact is part of, `changes` the page of those that changed since a lock.
    Facts that are known ahead (`is_ahead`: a window of visits, the end of a month) count when their day is over.
    Where nobody's station has them they stand on an `area` instead (a place of the list): they have no leaves and are
    read as they are. Of those that are `is_left_on` a day, `until` is the first day on which they are no more.
    """

    key: str
    rows: Callable[[], QuerySet]
    on: str
    station: str = ""
    area: str = ""
    until: str = ""
    person: str = ""
    number: str = ""
    contact: str = ""
    changes: str = ""
    is_ahead: bool = False
    is_left_on: bool = False
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    opens: Permission
    visible: Callable[[Actor, QuerySet], QuerySet]
    present: Callable[[Actor, list[Any]], list[Row]]
    people: Callable[[Actor, list[tuple[Any, date]]], list[Row]] = lambda actor, people: []


class Weight(Case):
    """What a fact weighs (权重). The database gives whole numbers; they are not looked at again one by one."""

    def get_db_converters(self, connection: Any) -> list:
        return []


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number of the province. Codes are part of the stable surface.

    `where` is a function where the predicate follows from a published edition. `undivided` says why it has no
    breakdowns, where it has none. A small number of a `guarded`
    measure does not leave the county.
    """

    code: str
    name: Any
    unit: Any
    kind: str
    definition: Any
    facts: Facts = field(default=cast(Facts, None))  # a rate has none
    where: Q | Callable[[], Q] = field(default_factory=Q)
    of: Expression | F | None = None
    breakdowns: tuple[str, ...] = ()
    parts: tuple[str, str] | None = None
    undivided: Any = ""
    guarded: bool = False
    order: int = 0

    def __post_init__(self):
        if (self.kind == RATE) != (self.parts is not None) or (self.kind == RATE) == (self.facts is not None):
            raise ValueError(f"{self.code}: a rate has two parts, any other measure has facts")
        if self.facts and (self.kind == STOCK) != bool(self.facts.until):
            raise ValueError(f"{self.code}: a stock is declared as dated entries and exits, and nothing else is")
        if self.facts and (
            bool(self.facts.station) == bool(self.facts.area) or (self.facts.area and self.kind != STOCK)
        ):
            raise ValueError(f"{self.code}: facts are of a station, or of an area where they are entries of a stock")
        if self.kind == DISTINCT and not (self.facts and self.facts.number):
            raise ValueError(f"{self.code}: a distinct count needs person numbers")
        if self.kind != FLOW and self.of is not None:
            raise ValueError(f"{self.code}: only a flow may weigh its facts; levels and persons do not add")
        if unknown := set(self.breakdowns) - self._known():
            raise ValueError(f"{self.code}: its facts do not know {sorted(unknown)}")

    def _known(self) -> set[str]:
        """The breakdowns that its facts have; of a rate those that both its parts have, declared before it."""
        if self.parts:
            over, under = (set(measures[code].breakdowns) for code in self.parts)
            return over & under
        return set(self.facts.dimensions)

    @property
    def condition(self) -> Q:
        """When a fact counts; true of every fact where nothing is said."""
        return (self.where() if callable(self.where) else self.where) or Q(pk__isnull=False)

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """How its facts fall into keys; those of a rate are the ones that its two parts share."""
        return self.facts.dimensions if self.facts else measures[(self.parts or ("", ""))[0]].facts.dimensions

    @property
    def is_of_areas(self) -> bool:
        """Whether it counts, or is divided by, what stands on areas; no station has a share of that."""
        parts = [measures[code] for code in self.parts or ()] or [self]
        return any(part.facts.area for part in parts)

    @property
    def fine(self) -> tuple[str, ...]:
        """The breakdowns that are not kept (从明细计算的分列)."""
        return tuple(name for name, each in self.facts.dimensions.items() if not each.kept) if self.facts else ()

    def taken_apart(self, heads: Set[str] | None) -> tuple[str, ...]:
        """The breakdowns to read: all that are kept, or of these and the fine ones those that begin so."""
        if heads is None:
            return self.breakdowns
        return tuple(name for name in (*self.breakdowns, *self.fine) if name in heads)

    def total(self, numbers: Iterable[int], over: str) -> int:
        """The sum of its numbers over time, places or keys; raises `NotAdditive` where its kind does not add so."""
        if over not in ADDS_OVER[self.kind]:
            raise NotAdditive(f"{self.code} ({self.kind}) does not add over {over}")
        return sum(numbers)

    def weight(self) -> "Weight":
        """SQL: what a fact weighs for this measure, 0 when it does not count."""
        return Weight(
            When(self.condition, then=self.of or Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )

    def within(self, span: Period, today: date) -> Period:
        """The days of a span that can count by today; where facts are known ahead, those that are over."""
        if not (self.facts and self.facts.is_ahead) or span.last < today:
            return span
        return Period.range(span.first, today - ONE_DAY)

    def counted(self) -> QuerySet:
        """The facts that count."""
        return self.facts.rows().filter(self.condition)


measures: Declared[Measure] = Declared("measure", key="code")


def measures_of(kind: str | None = None) -> list[Measure]:
    """The declared measures that are made from facts, by kind."""
    return [measure for measure in measures if measure.facts and (kind is None or measure.kind == kind)]


def streams(kinds: set[str]) -> list[tuple[Facts, list[Measure]]]:
    """Each stream of facts of stations with its measures of these kinds."""
    found: dict[str, tuple[Facts, list[Measure]]] = {}
    for measure in measures:
        if measure.facts and measure.facts.station and measure.kind in kinds:
            found.setdefault(measure.facts.key, (measure.facts, []))[1].append(measure)
    return list(found.values())
