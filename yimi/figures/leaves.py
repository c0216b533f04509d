"""Leaves (月叶): recomputed from the facts, never added to, so late edits, voids and merges are one path."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.periods import Month

from .cells import Cells, accumulate, keys_or_none, names_of
from .measure import DISTINCT, FLOW, STOCK, Facts, Measure, streams

Key = tuple[UUID, Month]
Where = Callable[[str, str], Q]  # from the paths of station and day to the condition


def compute(keys: Iterable[Key], heads: frozenset[str] | None = None) -> dict[Key, Cells]:
    """The leaves of these station-months, from the facts. A constant number of statements.

    `heads` leaves out breakdowns that nobody asked for; a leaf that is to be kept takes all (None).
    """
    leaves: dict[Key, Cells] = {key: Cells() for key in keys}
    if not leaves:
        return leaves
    for facts, measures in streams({FLOW, DISTINCT}):
        rows = facts.rows().filter(_of_leaves(leaves, facts.station, facts.on))
        for fact in read(facts, measures, rows, heads=heads):
            _count(leaves[(fact.station, Month.of(fact.on))], fact)
    for facts, measures in streams({STOCK}):
        _add_changes(leaves, facts, measures)
    return leaves


def over_days(span: Where, wanted: list[Measure], heads: frozenset[str]) -> dict[UUID, Cells]:
    """The cells of a span of days by station, from the facts, for some measures."""
    found: dict[UUID, Cells] = defaultdict(Cells)
    for facts, measures in streams({FLOW, DISTINCT}):
        chosen = [measure for measure in measures if measure in wanted]
        if chosen:
            rows = facts.rows().filter(span(facts.station, facts.on))
            for fact in read(facts, chosen, rows, heads=heads):
                _count(found[fact.station], fact)
    return found


def on_day(measure: Measure, day: date, stations: Iterable[UUID], heads: frozenset[str]) -> dict[UUID, Cells]:
    """The breakdowns of a stock on a day by station, from the facts."""
    facts = measure.facts
    found: dict[UUID, Cells] = defaultdict(Cells)
    rows = open_on(facts, day).filter(**{f"{facts.station}__in": list(stations)})
    for fact in read(facts, [measure], rows, heads=heads, on=day):
        for _measure, weight in fact.weights:
            found[fact.station].add(measure.code, fact.names[measure.breakdowns], weight)
    return found


def open_on(facts: Facts, day: date) -> QuerySet:
    """The entries of a stock that are in it on a day."""
    still = Q(**{f"{facts.until}__isnull": True}) | Q(**{f"{facts.until}__gte": day})
    return facts.rows().filter(still, **{f"{facts.on}__lte": day})


class Fact(NamedTuple):
    """One fact as figures see it."""

    station: UUID
    on: date
    number: int | None
    weights: list[tuple[Measure, int]]
    names: dict[tuple[str, ...], list[str]]


def read(
    facts: Facts,
    measures: list[Measure],
    rows: QuerySet,
    *,
    heads: frozenset[str] | None = None,
    on: date | None = None,
) -> Iterator[Fact]:
    """Each fact that weighs something, with the cells it falls into by each set of breakdowns."""
    flags = [f"w{i}" for i in range(len(measures))]
    wanted = {m.breakdowns: tuple(b for b in m.breakdowns if heads is None or b in heads) for m in measures}
    dimensions = {name: facts.dimensions[name] for names in wanted.values() for name in names}
    lookups = {d.lookup: d.lookup(rows) for d in dimensions.values() if d.lookup}
    paths = [facts.station, facts.on, facts.number or facts.station, *(d.path for d in dimensions.values())]
    weighed = rows.order_by().annotate(**{flag: m.weight() for flag, m in zip(flags, measures, strict=True)})
    for station, day, number, *values in weighed.values_list(*paths, *flags).iterator(5000):
        given = values[len(dimensions) :]
        weights = [(m, weight) for m, weight in zip(measures, given, strict=True) if weight]
        if weights:
            keys = _keys(dimensions, lookups, values, on or day)
            needed = {measure.breakdowns for measure, _weight in weights}
            names = {breakdowns: names_of(on or day, keys, wanted[breakdowns]) for breakdowns in needed}
            yield Fact(station, day, number if facts.number else None, weights, names)


def _count(cells: Cells, fact: Fact) -> None:
    for measure, weight in fact.weights:
        accumulate(cells, measure, weight, fact.number, fact.names[measure.breakdowns])


def _keys(dimensions: dict, lookups: dict, values: list, on: date) -> dict[str, list[str]]:
    keys = {}
    for (name, dimension), value in zip(dimensions.items(), values, strict=False):
        if dimension.lookup:
            value = lookups[dimension.lookup].get(value, ())
        keys[name] = keys_or_none(dimension.keys(value, on))
    return keys


def _add_changes(leaves: dict[Key, Cells], facts: Facts, measures: list[Measure]) -> None:
    """Entries count on their first day, exits on the day after the last."""
    one = timedelta(days=1)
    touching = _of_leaves(leaves, facts.station, facts.on) | _of_leaves(leaves, facts.station, facts.until, -one)
    rows = facts.rows().filter(touching).annotate(**{f"w{i}": m.weight() for i, m in enumerate(measures)})
    paths = (facts.station, facts.on, facts.until, *(f"w{i}" for i in range(len(measures))))
    for station, entered, until, *weights in rows.values_list(*paths):
        for day, sign in ((entered, 1), (until and until + one, -1)):
            cells = leaves.get((station, Month.of(day))) if day else None
            if cells is None:
                continue
            for measure, weight in zip(measures, weights, strict=True):
                if weight:
                    accumulate(cells, measure, sign * weight, None, names_of(day, {}, ()))


def _of_leaves(keys: Iterable[Key], station: str, on: str, shift: timedelta = timedelta(0)) -> Q:
    """Facts of these station-months: an OR over the months, so one statement whatever the number of leaves."""
    stations: dict[Month, list[UUID]] = defaultdict(list)
    for place, month in keys:
        stations[month].append(place)
    found = Q(pk__in=())
    for month, places in stations.items():
        span: dict[str, Any] = {f"{on}__range": (month.first + shift, month.last + shift)}
        found |= Q(**{f"{station}__in": places}, **span)
    return found
