"""The worked example of how figures climb: one household, one week across two months."""

from datetime import date

import pytest

from tests import worked
from tests.story import contact, person, visit
from yimi.figures import fold, queries
from yimi.figures.measure import CROSSES, FLOW, RATE, measures
from yimi.figures.opening import open_rows


@pytest.fixture
def told(world):
    return worked.happen(world)


def value(world, measure, period, place=None, by=()):
    place = place or queries.place_named(area="46")
    return queries.figure(world.province, measure, place, period, by)


@pytest.fixture(params=["dirty", "folded"])
def read_both_ways(request):
    return fold.fold if request.param == "folded" else lambda: 0


@pytest.mark.both_engines
def test_the_worked_example_gives_its_exact_numbers(told, read_both_ways):
    read_both_ways()

    for (measure, period), number in worked.NUMBERS.items():
        assert value(told, measure, period).value == number, (measure, period)
    by = value(told, "SERVED_N", "2026-09", by=("category",)).by
    assert {part.key: part.value for part in by} == worked.CATEGORIES


def test_every_place_and_span_of_the_same_facts_agrees(told, read_both_ways):
    read_both_ways()
    places = [queries.place_named(area=code) for code in ("46", "469030", "469030104")]
    places.append(queries.place_named(station="469030104"))
    spans = ["2026-09", "2026-W40", "2026-09-30", "2026-09-30..2026-10-01", "2026-09-15..2026-10-20", "cumulative"]

    for span in spans:
        numbers = {value(told, "VISIT_FILE_PT", span, place).value for place in places}
        assert numbers == {2}, span
    for span in ("2026-W40", "2026-09-30..2026-10-01", "2026-09-15..2026-10-20", "2026-H2", "cumulative"):
        assert {value(told, "SERVED_N", span, place).value for place in places} == {13}, span


def test_age_bands_stand_in_the_order_of_age(world):
    for year in (2021, 2015, 2010, 1990, 1950, 1944, 1930):
        born = date(year, 5, 1)
        visit(
            world.worker,
            world.here,
            date(2026, 9, 30),
            [person(world.worker, world.here, f"{year}年生", birth_on=born)],
        )

    by = value(world, "HOME_VISIT_PT", "2026-09", by=("age_band",)).by

    assert [part.key for part in by] == ["0-6", "7-13", "14-17", "18-59", "70-79", "80+"]


def test_every_cell_of_every_measure_opens_rows_that_add_up_to_it(told):
    contact(told.worker, told.here, "crisis", date(2026, 10, 2), [person(told.worker, told.here, "居民")])
    for code in ("SA05", "EC01"):
        contact(told.worker, told.here, "consultation", date(2026, 10, 2), headcount=2, services=(code,))
    place, opened = queries.place_named(area="469030"), set()
    for measure in [each for each in measures if each.kind != RATE]:
        crosses = [cross for cross in CROSSES if measure.kind == FLOW and set(cross) <= set(measure.breakdowns)]
        for by in [*((name,) for name in measure.breakdowns), *crosses, ("area",), ("month",)]:
            for period in ("2026-Q3", "2026-10-01..2026-11-20"):
                _opens(told.county, measure, place, period, by, opened)

    assert {"STATION_ON", "FILE_NEW", "FILE_STOCK", "BENEFIT_N", "CRISIS_N", "CONSULT_N"} <= opened


def _opens(actor, measure, place, period, by, opened):
    for part in queries.figure(actor, measure.code, place, period, by).by:
        if not part.value or queries.is_kept(measure, ",".join(by), part.key):
            continue
        where, when = part.place or place, part.span.code if part.span else period
        breakdown = None if part.place or part.span else (",".join(by), part.key)
        rows = open_rows(actor, measure.code, where, when, breakdown=breakdown, limit=500)
        assert rows.total == part.value == rows.hidden + sum(row.weight for row in rows.rows), (measure.code, by, part)
        opened.add(measure.code)
