"""Reading (取数): exact figures at one instant, from nodes and leaves, with the stale ones recomputed.

A node is used only where neither it nor any leaf below it is marked; otherwise its leaves are combined,
the marked ones recomputed from the facts in the same snapshot. Call inside `core.db.snapshot()`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import Q, Sum
from pyroaring import BitMap

from yimi.core import clock
from yimi.core.periods import Month, Period

from .cells import TOTAL, Cells
from .leaves import Key, compute, of_leaves, on_day, over_days
from .measure import DISTINCT, FLOW, PLACE, RATE, STOCK, TIME, Measure, measures
from .models import LeafPart, Mark, NodeMark, NodePart, Parts, StockChange
from .parts import COUNTS, TOTALS, open_part, persons
from .places import Network, Place
from .standing import Standing, keys_there, level_there, standing

FROM_DAYS = {TOTAL, "day", "domain"}  # what the cells of single days can answer
DAYS = {"day", "day,domain"}  # and those cells
MANY = 200  # leaves of a month are read by station up to here, above it all of them


@dataclass(frozen=True)
class Asked:
    """What is to be read: measures, spans, the widest place, the breakdowns, and whether stations, or areas
    smaller than a county, stand alone in the first span, or in the first few (`apart`). A breakdown that is
    not kept (`is_fine`) is read from the facts, and the number that it takes apart with it.
    """

    place: Place
    spans: tuple[Period, ...]
    measures: tuple[Measure, ...]
    heads: frozenset[str] = frozenset()
    by_station: bool = False
    apart: int = 1
    is_fine: bool = False

    @property
    def alone(self) -> set[Month]:
        """The months of which the leaves themselves are read."""
        return {month for span in self.spans[: self.apart] for month in span.months()} if self.by_station else set()

    def made_from_facts(self) -> list[Measure]:
        """The measures asked for, a rate as its two parts."""
        found: dict[str, Measure] = {}
        for measure in self.measures:
            for part in (measures[code] for code in measure.parts) if measure.parts else (measure,):
                found[part.code] = part
        return list(found.values())

    @property
    def is_deep(self) -> bool:
        """Whether a breakdown is asked for that the cells of single days do not have."""
        return bool(self.heads - FROM_DAYS)

    def has(self, kind: str) -> bool:
        return any(measure.kind == kind for measure in self.made_from_facts())


@dataclass
class Value:
    """A figure: its number, and for a rate the two it was made of."""

    number: int | float | None
    numerator: int | None = None
    denominator: int | None = None

    @property
    def least(self) -> int | float | None:
        """The number, and of a rate the smaller of its two that is not 0: what is small tells of few people."""
        parts = [part for part in (self.numerator, self.denominator) if part]
        return min(parts, default=0) if self.denominator is not None else self.number


@dataclass
class Reading:
    """Everything read for what was asked; from here on no more statements run."""

    network: Network
    asked: Asked
    today: date
    leaves: dict[Key, Cells] = field(default_factory=dict)
    nodes: dict[Key, Cells] = field(default_factory=dict)
    edges: dict[tuple[date, date], dict[UUID, Cells]] = field(default_factory=dict)
    levels: dict[tuple[Month, str, UUID], int] = field(default_factory=lambda: defaultdict(int))
    on_days: dict[tuple[date, str], dict[UUID, Cells]] = field(default_factory=dict)
    standing: dict[str, list[Standing]] = field(default_factory=dict)
    _parts: dict[tuple[UUID, Month], list[Cells]] = field(default_factory=dict)

    @cached_property
    def codes(self) -> set[str]:
        return {measure.code for measure in self.asked.made_from_facts()}

    @cached_property
    def heads(self) -> frozenset[str]:
        """The breakdowns that are opened."""
        return self.asked.heads | {TOTAL}

    @cached_property
    def parts_wanted(self) -> list[str]:
        """The parts of a leaf or node that answer: all its counts only where they are taken apart.

        Totals or counts are always among them, for these every leaf and node has: they tell that it is there.
        """
        wanted = self.asked.made_from_facts()
        is_apart = self.asked.heads and any(measure.kind != DISTINCT for measure in wanted)
        sets = [persons(m.code, head) for m in wanted if m.kind == DISTINCT for head in sorted(self.heads)]
        return [COUNTS if is_apart else TOTALS, *sets]

    @cached_property
    def months_by_day(self) -> set[Month]:
        """The months of which single days are counted: at the edges of a span, and of a level. Persons have no days."""
        counted = [measure for measure in self.asked.made_from_facts() if measure.kind != DISTINCT]
        edges = {Month.of(first) for first, _last in self.edges_of(counted)}
        days = {min(span.last, self.today) for span in self.asked.spans} if self.asked.has(STOCK) else set()
        return edges | {Month.of(day) for day in days if day != Month.of(day).last}

    def stored(self, parts: Parts, months: Iterable[Month]) -> Parts:
        """The parts of these months that answer; of months by the day all counts, for single days are no totals."""
        wanted = Q(month__in=[month.first for month in months], part__in=self.parts_wanted)
        if by_day := [month.first for month in months if month in self.months_by_day]:
            wanted |= Q(month__in=by_day, part=COUNTS)
        return parts.filter(wanted)

    def opened(self, made: dict[Key, Cells], key: Key, part: str, content: bytes) -> None:
        """What is asked for of a part, beside its others: three years of a province would not fit into memory whole."""
        cells = made.setdefault(key, Cells())
        open_part(cells, part, content, self.heads | DAYS if key[1] in self.months_by_day else self.heads, self.codes)

    def edges_of(self, wanted: list[Measure]) -> set[tuple[date, date]]:
        """The spans of days at the edges of what is asked for."""
        return {edge for measure in wanted for span in self.asked.spans for edge in self._split(measure, span)[1]}

    def _split(self, measure: Measure, span: Period) -> tuple[list[Month], list[tuple[date, date]]]:
        return split(measure.within(span, self.today), self.today, not self.asked.is_fine)

    def value(self, measure: Measure, place: Place, span: Period, name: str = TOTAL) -> Value:
        """The figure of a measure, a place and a span; `name` is a cell of one of its breakdowns."""
        if measure.kind == RATE:
            over, under = (self.number(measures[code], place, span, name) for code in measure.parts or ())
            return Value(over / under if under else None, over, under)
        return Value(self.number(measure, place, span, name))

    def number(self, measure: Measure, place: Place, span: Period, name: str = TOTAL) -> int:
        if measure.kind == STOCK:
            return self._level(measure, place, span, name)
        if measure.kind == DISTINCT:
            return len(self.numbers(measure, place, span, name))
        whole, edges = self._split(measure, span)
        numbers = [self._count(measure, place, month, (name,)) for month in whole]
        return measure.total((*numbers, *(self._edge_count(measure, place, edge, name) for edge in edges)), TIME)

    def numbers(self, measure: Measure, place: Place, span: Period, name: str = TOTAL) -> BitMap:
        """The person numbers behind a distinct count."""
        whole, edges = self._split(measure, span)
        sets = [part.numbers(measure.code, name) for month in whole for part in self.parts(place, month)]
        for first, last in edges:
            stations = self.network.members(place, Month.of(first))
            cells = self.edges.get((first, last), {})
            sets += [cells[station].numbers(measure.code, name) for station in stations if station in cells]
        return BitMap.union(*sets) if len(sets) > 1 else next(iter(sets), BitMap())

    def keys(self, measure: Measure, place: Place, span: Period, breakdown: str) -> set[str]:
        """The keys that a breakdown has anywhere in a place and span."""
        codes = measure.parts or (measure.code,)
        if measure.code in self.standing:
            return keys_there(self.standing[measure.code], place, min(span.last, self.today), breakdown)
        whole, edges = self._split(measures[codes[0]], span)
        found = [part for month in whole for part in self.parts(place, month)]
        for edge in edges:
            stations = self.network.members(place, Month.of(edge[0]))
            found += [cells for station, cells in self.edges.get(edge, {}).items() if station in stations]
        day = min(span.last, self.today)
        found += [cells for code in codes for cells in self.on_days.get((day, code), {}).values()]
        keys = {key for cells in found for code in codes for key in cells.keys(code, breakdown)}
        return keys | {
            key for edge in edges for code in codes for key in self._keys_of_days(place, code, edge, breakdown)
        }

    def parts(self, place: Place, month: Month) -> list[Cells]:
        """What a place is made of in a month: its node, or the nodes and leaves below it."""
        if (place.id, month) not in self._parts:
            self._parts[place.id, month] = self._parts_of(place, month)
        return self._parts[place.id, month]

    def _parts_of(self, place: Place, month: Month) -> list[Cells]:
        stations, found = set(self.network.members(place, month)), []
        for county in self.network.counties_within(place):
            if node := self.nodes.get((county.id, month)):
                found.append(node)
                stations -= self.network.members(county, month)
        return found + [self.leaves[station, month] for station in stations if (station, month) in self.leaves]

    def _count(self, measure: Measure, place: Place, month: Month, names: Sequence[str]) -> int:
        return sum(part.count(measure.code, name) for part in self.parts(place, month) for name in names)

    def _edge_count(self, measure: Measure, place: Place, edge: tuple[date, date], name: str) -> int:
        first, last = edge
        if self.asked.is_deep:
            stations = self.network.members(place, Month.of(first))
            found = self.edges[edge]
            return sum(found[station].count(measure.code, name) for station in stations if station in found)
        days = range(first.day, last.day + 1)
        return self._count(measure, place, Month.of(first), [_of_day(day, name) for day in days])

    def _keys_of_days(self, place: Place, code: str, edge: tuple[date, date], breakdown: str) -> set[str]:
        """The domains that the days of an edge have, where single days answer."""
        if self.asked.is_deep or breakdown != "domain":
            return set()
        first, last = edge
        parts = self.parts(place, Month.of(first))
        pairs = (key.split(",") for part in parts for key in part.keys(code, "day,domain"))
        return {domain for day, domain in pairs if first.day <= int(day) <= last.day}

    def _level(self, measure: Measure, place: Place, span: Period, name: str) -> int:
        day = min(span.last, self.today)
        if measure.code in self.standing:
            return level_there(self.standing[measure.code], place, day, name)
        month = Month.of(day)
        if name != TOTAL:
            found = self.on_days.get((day, measure.code), {})
            stations = [s for s in self.network.members(place, month) if s in found]
            return measure.total((found[s].count(measure.code, name) for s in stations), PLACE)
        before = sum(self.levels[(month, measure.code, station)] for station in self.network.members(place, month))
        days = [TOTAL] if day == month.last else [_of_day(n, TOTAL) for n in range(1, day.day + 1)]
        return before + self._count(measure, place, month, days)


def read(asked: Asked) -> Reading:
    """Read what is asked, exactly, with a number of statements that no amount of facts changes."""
    reading = Reading(Network.of(asked.place), asked, clock.today())
    months = _months_of(asked, reading.today)
    stale = _stale_leaves(asked, reading.network, months)
    _read_nodes(reading, months, stale)
    _read_leaves(reading, months, stale)
    fresh = compute(stale, asked.heads, asked.made_from_facts())
    reading.leaves.update(fresh)
    if asked.has(STOCK):
        _read_levels(reading, fresh)
    _read_edges(reading)
    reading.standing = {m.code: standing(m) for m in asked.made_from_facts() if m.facts.area}
    return reading


@lru_cache(maxsize=512)
def split(span: Period, today: date, by_months: bool = True) -> tuple[list[Month], list[tuple[date, date]]]:
    """The whole months of a span, and the spans of days at its edges; or all of it as days, one piece a month.

    Nothing is served after today, so a month that the span follows up to today counts as whole.
    """
    if not by_months:
        return [], [(max(span.first, m.first), min(span.last, m.last)) for m in span.months() if m.first <= today]
    last = Month.of(span.last).last if span.last >= today else span.last
    first = span.first
    if first > last:
        return [], []
    stretched = Period.range(first, last)
    edges: list[tuple[date, date]] = []
    for start, end in stretched.edges():
        edges += [(max(start, m.first), min(end, m.last)) for m in Period.range(start, end).months()]
    return stretched.whole_months(), edges


def _of_day(day: int, name: str) -> str:
    return f"day={day:02d}" if name == TOTAL else f"day,domain={day:02d},{name.partition('=')[2]}"


def _months_of(asked: Asked, today: date) -> list[Month]:
    if asked.is_fine and not asked.has(STOCK):
        return []
    months = {month for span in asked.spans for month in span.months() if month.first <= today}
    if asked.has(STOCK):
        months |= {Month.of(min(span.last, today)) for span in asked.spans}
    return sorted(months, key=lambda month: month.first)


def _stale_leaves(asked: Asked, network: Network, months: list[Month]) -> set[Key]:
    """The marked leaves that matter here; a level depends on every earlier month as well."""
    if not months:
        return set()
    days = [month.first for month in months]
    when = Q(month__lte=days[-1]) if asked.has(STOCK) else Q(month__in=days)
    marks = Mark.objects.filter(when).values_list("station_id", "month").distinct()
    now = network.members(asked.place, months[-1])
    keys = {(station, Month.of(month)) for station, month in marks}
    return {key for key in keys if key[0] in now or key[0] in network.members(asked.place, key[1])}


def _read_nodes(reading: Reading, months: list[Month], stale: set[Key]) -> None:
    usable = _usable_nodes(reading, months, stale)
    if not usable:
        return
    marks = NodeMark.objects.filter(month__in=[month.first for month in months])
    marked = set(marks.values_list("area_id", "month").distinct())
    parts = reading.stored(NodePart.objects.all(), months)
    if not reading.network.is_everywhere(reading.asked.place):
        parts = parts.filter(area__in={area for area, _month in usable})
    for area, day, part, content in parts.values_list("area_id", "month", "part", "content"):
        key = (area, Month.of(day))
        if key in usable and (area, day) not in marked:
            reading.opened(reading.nodes, key, part, content)


def _usable_nodes(reading: Reading, months: list[Month], stale: set[Key]) -> set[Key]:
    """The counties and months without a stale leaf below."""
    stale_in: dict[Month, set[UUID]] = defaultdict(set)
    for station, month in stale:
        stale_in[month].add(station)
    return {
        (county.id, month)
        for county in reading.network.counties_within(reading.asked.place)
        for month in months
        if stale_in[month].isdisjoint(reading.network.members(county, month))
    }


def _read_leaves(reading: Reading, months: list[Month], stale: set[Key]) -> None:
    asked, network = reading.asked, reading.network
    wanted: dict[Month, set[UUID]] = {}
    today = Month.of(reading.today)
    alone = asked.alone | ({today} if any(month.first > reading.today for month in asked.alone) else set())
    for month in months:
        stations = set(network.members(asked.place, month))
        if month not in alone:
            for county in network.counties_within(asked.place):
                if (county.id, month) in reading.nodes:
                    stations -= network.members(county, month)
        stations = {station for station in stations if (station, month) not in stale}
        if stations:
            wanted[month] = stations
    if not wanted:
        return
    parts = reading.stored(LeafPart.objects.all(), wanted)
    stations = set().union(*wanted.values())
    if len(stations) < MANY or not network.is_everywhere(asked.place):
        parts = parts.filter(station__in=stations)
    for station, day, part, content in parts.values_list("station_id", "month", "part", "content"):
        key = (station, Month.of(day))
        if station in wanted[key[1]]:
            reading.opened(reading.leaves, key, part, content)


def _read_levels(reading: Reading, fresh: dict[Key, Cells]) -> None:
    """The level of each stock before each asked month: kept changes, the stale ones replaced."""
    asked = reading.asked
    stocks = [measure.code for measure in asked.made_from_facts() if measure.kind == STOCK]
    months = {Month.of(min(span.last, reading.today)) for span in asked.spans}
    sums = {f"m{i}": Sum("change", filter=Q(month__lt=m.first), default=0) for i, m in enumerate(sorted(months))}
    kept = StockChange.objects.filter(measure__in=stocks).exclude(of_leaves(fresh, "station_id", "month"))
    for code, station, *before in kept.values_list("measure", "station_id").annotate(**sums):
        for month, level in zip(sorted(months), before, strict=True):
            reading.levels[(month, code, station)] += level
    for (station, month), cells in fresh.items():
        for code in stocks:
            for asked_month in months:
                if month < asked_month:
                    reading.levels[(asked_month, code, station)] += cells.count(code)


def _read_edges(reading: Reading) -> None:
    """What single days cannot answer from leaves: distinct counts and most breakdowns of the edge days."""
    asked = reading.asked
    wanted = [m for m in asked.made_from_facts() if m.kind == DISTINCT or (asked.is_deep and m.kind == FLOW)]
    if wanted:
        edges = sorted(reading.edges_of(wanted))
        where = {(first, last): reading.network.where(asked.place, first, last) for first, last in edges}
        reading.edges = over_days(where, wanted, asked.heads)
    for span in asked.spans:
        stocks = [m for m in asked.made_from_facts() if m.kind == STOCK and m.facts.station]
        _read_breakdowns_of_levels(reading, span, stocks)


def _read_breakdowns_of_levels(reading: Reading, span: Period, stocks: list[Measure]) -> None:
    day = min(span.last, reading.today)
    stations = reading.network.members(reading.asked.place, Month.of(day))
    for measure in stocks:
        heads = reading.asked.heads & {*measure.breakdowns, *measure.fine}
        if heads and (day, measure.code) not in reading.on_days:
            reading.on_days[(day, measure.code)] = on_day(measure, day, stations, reading.asked.heads)
