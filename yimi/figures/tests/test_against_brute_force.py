"""Whatever is recorded, corrected, voided and changed, in whatever order it is folded, figures equal the facts."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from yimi.core.periods import Period
from yimi.figures import fold, queries
from yimi.network.models import Station

from . import brute
from .histories import histories, live

MEASURES = ("VISIT_FILE_PT", "HOME_VISIT_PT", "HOME_VISIT_HH", "SERVED_N", "FILE_NEW", "FILE_STOCK", "STATION_ON")
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
    for area, names in PLACES.items():
        stations = {ids[getattr(world, name).code] for name in names}
        place = queries.place_named(area=area)
        for code in SPANS:
            span = Period.parse(code)
            for measure in MEASURES:
                expected = brute.number(measure, stations, span.first, span.last, world.today)
                found = queries.figure(world.province, measure, place, code).value
                assert found == expected, (measure, area, code)
        for measure, breakdown in (
            ("VISIT_FILE_PT", "category"),
            ("SERVED_N", "age_band"),
            ("HOME_VISIT_PT", "domain"),
        ):
            span = Period.parse("2026-08-20..2026-10-10")
            expected = brute.by(measure, breakdown, stations, span.first, span.last, world.today)
            parts = queries.figure(world.county, measure, place, span.code, (breakdown,)).by
            assert {part.key: part.value for part in parts if part.value} == expected, (measure, breakdown, area)
