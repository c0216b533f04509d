"""Whatever is recorded, corrected, voided and changed, in whatever order it is folded, figures equal the facts."""

from itertools import product

import pytest
from django.db import transaction
from hypothesis import given

from tests.proof import tried
from yimi.core import db
from yimi.core.periods import Period
from yimi.figures import fold, queries
from yimi.figures.cells import cell
from yimi.figures.measure import CROSSES, DISTINCT, FLOW, RATE
from yimi.figures.measure import measures as declared
from yimi.figures.reading import Asked, read
from yimi.network.models import Station

from . import brute, brute_apart
from .histories import histories, live

# What is known ahead comes from the approved list; its rates are compared beside it, in visiting/tests.
MEASURES = [measure for measure in declared if measure.kind != RATE and not measure.facts.is_ahead]
BREAKDOWNS = (
    ("VISIT_FILE_PT", "category"),
    ("SERVED_N", "age_band"),
    ("HOME_VISIT_PT", "domain"),
    ("ASSIST_PT", "category"),
    ("ASSIST_PT", "method"),
    ("REMOTE_VISIT_PT", "sex"),
    ("GROUP_PT", "service"),
    ("FILE_UPD", "age_band"),
)
# The keys of these exclude one another, so that they add up to the whole.
CONSERVING = {
    *("method", "sex", "age_band", "group_type", "task_kind"),
    *("mode", "station_kind", "batch", "post", "station_level", "place_state", "listed_year"),
}
DEEP_SPANS = ("2026-09", "2026-W40", "2026-Q3", "2026-H2", "2026-08-20..2026-10-10", "2026-09-30")
SPANS = (
    "2026-09",
    "2026-10",
    "2026-W40",
    "2026-Q3",
    "2026",
    "2026-08-20..2026-10-10",
    "2026-09-30",
    "2026-10-05..2026-11-20",
)
PLACES = {"46": ("here", "near", "elsewhere"), "469030": ("here", "near"), "469030104": ("here",)}


@pytest.mark.both_engines
@tried(10)
@given(history=histories)
def test_figures_equal_the_facts_after_any_history(world, history):
    with transaction.atomic():
        live(world, history)
        _compare(world)
        fold.fold()
        _compare(world)
        transaction.set_rollback(True)


@pytest.mark.both_engines
@tried(3)
@given(history=histories)
def test_every_breakdown_of_every_measure_equals_the_facts_in_every_kind_of_period(world, history):
    with transaction.atomic():
        live(world, history)
        _take_apart(world)
        fold.fold()
        _take_apart(world)
        transaction.set_rollback(True)


def _take_apart(world):
    """Two places, all periods and all breakdowns at once; what adds up adds up to the whole."""
    ids = {s.code: s.pk for s in Station.objects.unscoped("brute force")}
    ledger, spans = brute.Ledger(world.today), tuple(Period.parse(code) for code in DEEP_SPANS)
    heads = frozenset(head for measure in MEASURES for by in _breakdowns(measure) for head in (*by, ",".join(by)))
    for area in ("46", "469030104"):
        stations, place = {ids[getattr(world, name).code] for name in PLACES[area]}, queries.place_named(area=area)
        with db.snapshot():
            reading = read(Asked(place, spans, tuple(MEASURES), heads))
        for measure, span in product(MEASURES, spans):
            for by in _breakdowns(measure):
                told = _told(reading, measure, place, span, by)
                what = (measure.code, by, area, span.code)
                assert told == brute_apart.by(ledger, measure.code, by, stations, span.first, span.last, area), what
                adds_up = set(by) <= CONSERVING and measure.kind != DISTINCT
                assert not adds_up or sum(told.values()) == reading.number(measure, place, span), what
    for measure in MEASURES:
        for found in queries.figures(world.county, measure.code, queries.place_named(area="469030"), SPANS, ("area",)):
            assert measure.kind == DISTINCT or sum(part.value for part in found.by) == found.value, measure.code


def _told(reading, measure, place, span, by):
    keys = reading.keys(measure, place, span, ",".join(by))
    named = {key: cell(**dict(zip(by, key.split(","), strict=True))) for key in keys}
    numbers = {key: reading.number(measure, place, span, name) for key, name in named.items()}
    return {key: number for key, number in numbers.items() if number}


def _breakdowns(measure):
    """Every breakdown of a measure that is kept, and of a flow every cross."""
    crosses = [cross for cross in CROSSES if measure.kind == FLOW and set(cross) <= set(measure.breakdowns)]
    return [*((name,) for name in measure.breakdowns), *crosses]


def _compare(world):
    ids = {s.code: s.pk for s in Station.objects.unscoped("brute force")}
    ledger, spans = brute.Ledger(world.today), tuple(Period.parse(code) for code in SPANS)
    for area, names in PLACES.items():
        stations = {ids[getattr(world, name).code] for name in names}
        place = queries.place_named(area=area)
        with db.snapshot():
            reading = read(Asked(place, spans, tuple(MEASURES)))
        for span in spans:
            for measure in MEASURES:
                expected = ledger.number(measure.code, stations, span.first, span.last, area)
                assert reading.number(measure, place, span) == expected, (measure.code, area, span.code)
        span = Period.parse("2026-08-20..2026-10-10")
        for code, breakdown in BREAKDOWNS:
            expected = brute_apart.by(ledger, code, (breakdown,), stations, span.first, span.last)
            parts = queries.figure(world.county, code, place, span.code, (breakdown,)).by
            assert {part.key: part.value for part in parts if part.value} == expected, (code, breakdown, area)
