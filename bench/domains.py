"""A month by county and domain, in distinct persons (分领域实名人数): by the engine, and by plain SQL on the facts.

Persons add up over nothing, so the totals of a county, of a domain and of the province are numbers of their own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from statistics import median
from typing import Any

from django.db import connection

from yimi.core import db
from yimi.core.periods import Period
from yimi.figures.measure import measures
from yimi.figures.models import LeafPart, Mark
from yimi.figures.places import Place
from yimi.figures.reading import Asked, read
from yimi.network.models import Area

from .meter import Spent, spent
from .plain import PARTS, hex_of

MONTH = "2026-10"
STALE = 20
PAIRS = 15
READINGS = 5
_FACTS = f"{PARTS} AND p.served"
_GIVEN = """
    FROM services_participation p JOIN services_contact c ON c.id = p.contact_id
    LEFT JOIN services_contactservice g ON g.contact_id = c.id
    WHERE c.voided_at IS NULL AND c.service_on BETWEEN %(first)s AND %(last)s AND p.served"""
_PERSONS, _DOMAIN = "count(DISTINCT p.person_id)", "coalesce(g.domain, 'none')"
CELLS = f"SELECT c.county_id, {_DOMAIN}, {_PERSONS} {_GIVEN} GROUP BY 1, 2"
TOTALS = (
    f"SELECT c.county_id, '', {_PERSONS} {_FACTS} GROUP BY 1",
    f"SELECT '', {_DOMAIN}, {_PERSONS} {_GIVEN} GROUP BY 2",
    f"SELECT '', '', {_PERSONS} {_FACTS}",
)
Numbers = dict[tuple[str, str], int]
Results = dict[str, Any]


class Wrong(Exception):
    """The engine and plain SQL disagree."""


def run() -> Results:
    """Folded, and with the leaves of twenty stations marked; in pairs that alternate."""
    place, span = _asked()
    found = {"folded": _pairs(place, span)}
    with _marked(span):
        found[f"with_{STALE}_stale"] = _pairs(place, span)
    return found


def spent_on(*, totals: bool) -> float:
    """Milliseconds of the processor that the engine's side takes, read as often as in a pair."""
    place, span = _asked()
    return _of(lambda: ours(place, span, totals=totals), READINGS).processor


def _asked() -> tuple[Place, Period]:
    return Place.of_area(Area.objects.get(parent=None)), Period.parse(MONTH)


def ours(place: Place, span: Period, *, totals: bool) -> Numbers:
    """Each county by domain; with totals the county, the domains of the province and the province as well."""
    measure, found = measures["SERVED_N"], {}
    with db.snapshot():
        reading = read(Asked(place, (span,), (measure,), heads=frozenset({"domain"})))
        for at, key in [*((county, county.id.hex) for county in reading.network.counties), *([(place, "")] * totals)]:
            domains = {domain: f"domain={domain}" for domain in reading.keys(measure, at, span, "domain")}
            for domain, name in (domains | ({"": ""} if totals else {})).items():
                if number := reading.number(measure, at, span, name):
                    found[key, domain] = number
    return found


def theirs(span: Period, *, totals: bool) -> Numbers:
    found: Numbers = {}
    with connection.cursor() as cursor:
        for statement in (CELLS, *(TOTALS if totals else ())):
            cursor.execute(statement, {"first": span.first, "last": span.last})
            found |= {(hex_of(county), domain): number for county, domain, number in cursor.fetchall() if number}
    return found


def _pairs(place: Place, span: Period) -> Results:
    return {
        "cells": _in_turn(lambda: ours(place, span, totals=False), lambda: theirs(span, totals=False)),
        "with_totals": _in_turn(lambda: ours(place, span, totals=True), lambda: theirs(span, totals=True)),
    }


def _in_turn(mine: Callable[[], Numbers], plain: Callable[[], Numbers]) -> Results:
    """Times faster by the clock and by the processor, which other work on the machine lengthens less."""
    if mine() != plain():
        raise Wrong(f"{MONTH} by county and domain: {sorted(mine().items() ^ plain().items())[:5]}")
    pairs = [(_of(mine, READINGS), _of(plain, 1)) for _pair in range(PAIRS)]
    return {
        "ms": median(one.clock for one, _other in pairs),
        "sql_ms": median(other.clock for _one, other in pairs),
        "cpu_ms": median(one.processor for one, _other in pairs),
        "sql_cpu_ms": median(other.processor for _one, other in pairs),
        "times_faster": round(median(other.clock / one.clock for one, other in pairs), 1),
        "times_faster_cpu": round(median(other.processor / one.processor for one, other in pairs), 1),
    }


def _of(work: Callable[[], Any], times: int) -> Spent:
    each = [spent(work) for _nth in range(times)]
    return Spent(median(one.clock for one in each), median(one.processor for one in each))


@contextmanager
def _marked(span: Period) -> Iterator[None]:
    leaves = LeafPart.objects.each().filter(month=span.first).order_by("station_id")
    stations = list(leaves.values_list("station_id", flat=True))
    chosen = Random(9).sample(stations, k=min(STALE, len(stations)))  # noqa: S311 (a workload, not a secret)
    marks = Mark.objects.bulk_create(Mark(station_id=station, month=span.first) for station in chosen)
    try:
        yield
    finally:
        Mark.objects.filter(station__in=[m.station_id for m in marks], month=span.first).delete()
