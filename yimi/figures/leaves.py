"""Leaves (月叶): recomputed from the facts, never added to, so late edits, voids and merges are one path."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Cast

from yimi.core.periods import Month

from .cells import TOTAL, CellNames, Cells, Crosses, accumulate, keys_or_none, undated_names
from .measure import CROSSES, DISTINCT, FINE_CROSSES, FLOW, STOCK, Dimension, Facts, Measure, streams
from .texts import Days, Ids, as_text

Key = tuple[UUID, Month]
Span = tuple[date, date]
FEW = 4  # leaves of which all facts are fetched at once
Where = Callable[[str, str], Q]  # from the paths of station and day to the condition


def compute(
    keys: Iterable[Key], heads: frozenset[str] | None = None, only: Collection[Measure] | None = None
) -> dict[Key, Cells]:
    """The leaves of these station-months, from the facts. A constant number of statements.

    `heads` leaves out breakdowns and `only` measures that nobody asked for; a leaf that is to be kept takes all (None).
    """
    leaves: dict[Key, Cells] = {key: Cells() for key in keys}
    if not leaves:
        return leaves
    for facts, measures in _streams({FLOW, DISTINCT}, only):
        rows = facts.rows().filter(of_leaves(leaves, facts.station, facts.on))
        if only is not None:
            rows = rows.filter(reduce(or_, (measure.condition for measure in measures)))
        at: dict[tuple[str, str], Cells] = {}  # by the texts of station and day, which are compared faster
        for fact in read(facts, measures, rows, heads=heads, at_once=len(leaves) <= FEW):
            cells = at.get(fact.at)
            if cells is None:
                cells = at[fact.at] = leaves[(fact.station, Month.of(fact.on))]
            _count(cells, fact)
    for facts, measures in _streams({STOCK}, only):
        _add_changes(leaves, facts, measures)
    return leaves


def _streams(kinds: set[str], only: Collection[Measure] | None) -> Iterator[tuple[Facts, list[Measure]]]:
    """The streams of these kinds with the measures that are wanted of each; none of which nothing is."""
    for facts, measures in streams(kinds):
        chosen = [measure for measure in measures if only is None or measure in only]
        if chosen:
            yield facts, chosen


def over_days(spans: dict[Span, Where], wanted: list[Measure], heads: frozenset[str]) -> dict[Span, dict[UUID, Cells]]:
    """The cells of each span of days by station, from the facts, for some measures; one statement a stream."""
    found: dict[Span, dict[UUID, Cells]] = {days: defaultdict(Cells) for days in spans}
    for facts, chosen in _streams({FLOW, DISTINCT}, wanted):
        if spans:
            anywhere = reduce(or_, (where(facts.station, facts.on) for where in spans.values()))
            for fact in read(facts, chosen, facts.rows().filter(anywhere), heads=heads):
                for (first, last), stations in found.items():
                    if first <= fact.on <= last:
                        _count(stations[fact.station], fact)
    return found


def on_day(measure: Measure, day: date, stations: Iterable[UUID], heads: frozenset[str]) -> dict[UUID, Cells]:
    """The breakdowns of a stock on a day by station, from the facts."""
    facts = measure.facts
    found: dict[UUID, Cells] = defaultdict(Cells)
    rows = open_on(facts, day).filter(**{f"{facts.station}__in": list(stations)})
    for fact in read(facts, [measure], rows, heads=heads, on=day):
        for _measure, weight in fact.weights:
            found[fact.station].add(measure.code, fact.names[measure.breakdowns].all, weight)
    return found


def open_on(facts: Facts, day: date) -> QuerySet:
    """The entries of a stock that are in it on a day."""
    still = Q(**{f"{facts.until}__isnull": True}) | Q(**{f"{facts.until}__{'gt' if facts.is_left_on else 'gte'}": day})
    return facts.rows().filter(still, **{f"{facts.on}__lte": day})


class Fact(NamedTuple):
    """One fact as figures see it, or many that fall into the same cells; `at` is where and when as text."""

    at: tuple[str, str]
    station: UUID
    on: date
    number: int | None
    weights: list[tuple[Measure, int]]
    names: dict[tuple[str, ...], CellNames]


def read(
    facts: Facts,
    measures: list[Measure],
    rows: QuerySet,
    *,
    heads: frozenset[str] | None = None,
    on: date | None = None,
    at_once: bool = False,
) -> Iterator[Fact]:
    """Each fact that weighs something, with the cells it falls into by each set of breakdowns.

    What is little is fetched `at_once`, without the round trips of a cursor of the server.
    """
    wanted = {m.breakdowns: m.taken_apart(heads) for m in measures}
    crosses = (*CROSSES, *(cross for cross in FINE_CROSSES if heads and ",".join(cross) in heads))
    dimensions = {name: facts.dimensions[name] for names in wanted.values() for name in names}
    lookups = {lookup: lookup(rows) for lookup in {d.lookup for d in dimensions.values()} if lookup}
    number = facts.number if any(measure.kind == DISTINCT for measure in measures) else ""
    paths = list(dict.fromkeys((*filter(None, [number]), *(d.path for d in dimensions.values()))))
    stations, days, cells = Ids(), Days(), Names(dimensions, lookups, wanted, crosses, paths)
    given = {path: path for path in paths} | {d.path: as_text(d.path) for d in dimensions.values() if d.lookup}
    weighed = _weighed(facts, measures, rows, given, together=not (lookups or number))
    for place, day, *values in weighed if at_once else weighed.iterator(5000):
        weights = [(m, weight) for m, weight in zip(measures, values[len(paths) :], strict=True) if weight]
        if weights:
            known = days[day]
            person = values[0] if number else None  # the first of the paths
            yield Fact((place, day), stations[place], known, person, weights, cells.of(on or known, values))


def _weighed(
    facts: Facts, measures: list[Measure], rows: QuerySet, given: dict[str, str | Cast], *, together: bool
) -> QuerySet:
    """Station and day (as text), the values at these paths and the weights; the database adds up facts alike."""
    weights = {f"w{i}": Sum(m.weight()) if together else m.weight() for i, m in enumerate(measures)}
    # Of many rows the station is the same, and the day; as text they are made what they are once, not once a row.
    rows = rows.order_by().annotate(at_station=as_text(facts.station), on_day=as_text(facts.on))
    if together:
        rows = rows.values("at_station", "on_day", *given.values())
    return rows.annotate(**weights).values_list("at_station", "on_day", *given.values(), *weights)


class Names:
    """The cells of facts by set of breakdowns; facts of one day with the same keys share them."""

    def __init__(
        self,
        dimensions: dict[str, Dimension],
        lookups: dict,
        wanted: dict[tuple, tuple[str, ...]],
        crosses: Crosses,
        paths: list[str],
    ) -> None:
        self.names, self.wanted, self.crosses = list(dimensions), wanted, crosses
        self.domain = self.names.index("domain") if "domain" in self.names else None
        # Where the value of each stands in a row, what it is looked up in, and how it gives keys.
        self.sources = [(paths.index(d.path), lookups.get(d.lookup), d.keys) for d in dimensions.values()]
        self.kept: dict[tuple, dict[tuple[str, ...], CellNames]] = {}
        self.undated: dict[tuple, dict[tuple[str, ...], list[str]]] = {}

    def of(self, on: date, values: list[Any]) -> dict[tuple[str, ...], CellNames]:
        keys = tuple(
            [
                keys_or_none(keys(values[at] if found is None else found.get(values[at], ()), on))
                for at, found, keys in self.sources
            ]
        )
        known = self.kept.get((on, keys))
        if known is None:
            domains = keys[self.domain] if self.domain is not None else ()
            known = self.kept[on, keys] = {
                breakdowns: CellNames.of(on, names, domains if "domain" in self.wanted[breakdowns] else ())
                for breakdowns, names in (self.undated.get(keys) or self._undated(keys)).items()
            }
        return known

    def _undated(self, keys: tuple) -> dict[tuple[str, ...], list[str]]:
        named = dict(zip(self.names, keys, strict=True))
        found = self.undated[keys] = {b: undated_names(named, of, self.crosses) for b, of in self.wanted.items()}
        return found


def _count(cells: Cells, fact: Fact) -> None:
    for measure, weight in fact.weights:
        accumulate(cells, measure, weight, fact.number, fact.names[measure.breakdowns])


def _add_changes(leaves: dict[Key, Cells], facts: Facts, measures: list[Measure]) -> None:
    """Entries count on their first day, exits on the day after the last."""
    one = timedelta(days=1)
    touching = of_leaves(leaves, facts.station, facts.on) | of_leaves(leaves, facts.station, facts.until, -one)
    rows = facts.rows().filter(touching).annotate(**{f"w{i}": m.weight() for i, m in enumerate(measures)})
    paths = (facts.station, facts.on, facts.until, *(f"w{i}" for i in range(len(measures))))
    for station, entered, until, *weights in rows.values_list(*paths):
        for day, sign in ((entered, 1), (until and until + one, -1)):
            cells = leaves.get((station, Month.of(day))) if day else None
            if cells is None:
                continue
            for measure, weight in zip(measures, weights, strict=True):
                if weight:
                    accumulate(cells, measure, sign * weight, None, CellNames.of(day, [TOTAL]))


def of_leaves(keys: Iterable[Key], station: str, on: str, shift: timedelta = timedelta(0)) -> Q:
    """Facts of these station-months: an OR over the months, so one statement whatever the number of leaves."""
    stations: dict[Month, list[UUID]] = defaultdict(list)
    for place, month in keys:
        stations[month].append(place)
    found = Q(pk__in=())
    for month, places in stations.items():
        span: dict[str, Any] = {f"{on}__range": (month.first + shift, month.last + shift)}
        found |= Q(**{f"{station}__in": places}, **span)
    return found
