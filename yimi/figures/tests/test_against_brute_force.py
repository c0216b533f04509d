"""Whatever is recorded, corrected, voided and changed, in whatever order it is folded, figures equal the facts."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from yimi.core import db
from yimi.core.periods import Period
from yimi.figures import fold, queries
from yimi.figures.measure import RATE
from yimi.figures.measure import measures as declared
from yimi.figures.reading import Asked, read
from yimi.network.models import Station

from . import brute
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
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_figures_equal_the_facts_after_any_history(world, history):
    with transaction.atomic():
        live(world, history)
        _compare(world)
        fold.fold()
        _compare(world)
        transaction.set_rollback(True)


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
                expected = ledger.number(measure.code, stations, span.first, span.last)
                assert reading.number(measure, place, span) == expected, (measure.code, area, span.code)
        span = Period.parse("2026-08-20..2026-10-10")
        for code, breakdown in BREAKDOWNS:
            expected = ledger.by(code, breakdown, stations, span.first, span.last)
            parts = queries.figure(world.county, code, place, span.code, (breakdown,)).by
            assert {part.key: part.value for part in parts if part.value} == expected, (code, breakdown, area)
