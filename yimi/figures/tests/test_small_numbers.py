"""A small number of what is kept closely stays in its county, and cannot be found by taking others away."""

from datetime import date

import pytest

from tests.story import contact, person
from yimi.core.errors import RuleBroken
from yimi.figures import queries
from yimi.figures.opening import open_rows


@pytest.fixture
def crises(world):
    """Two at one station, six at its neighbour."""
    for user, station, count in ((world.worker, world.here, 2), (world.neighbour, world.near, 6)):
        for nth in range(count):
            one = person(user, station, f"居民{nth}", area=station.area.code)
            contact(user, station, "crisis", date(2026, 9, 1 + nth), [one])
    return world


def crisis(actor, by=(), **place):
    return queries.figure(actor, "CRISIS_N", queries.place_named(**place), "2026-09", by)


def test_the_county_reads_a_small_number_and_the_province_does_not(crises):
    inside = crisis(crises.county, station=crises.here.code)
    outside = crisis(crises.province, station=crises.here.code)

    assert (inside.value, inside.suppressed) == (2, False)
    assert (outside.value, outside.suppressed) == (None, True)
    assert crisis(crises.province, area="469030").value == 8


def test_one_hidden_part_hides_another_so_that_the_total_does_not_tell_it(crises):
    parts = {part.key: part for part in crisis(crises.province, ("station",), area="469030").by}

    assert parts[crises.here.code].suppressed and parts[crises.near.code].suppressed
    assert {part.value for part in crisis(crises.county, ("station",), area="469030").by} >= {2, 6}


def test_the_rows_of_a_number_that_is_not_told_do_not_open(crises):
    place = queries.place_named(station=crises.here.code)

    with pytest.raises(RuleBroken, match="小于 5"):
        open_rows(crises.province, "CRISIS_N", place, "2026-09")
    assert open_rows(crises.county, "CRISIS_N", place, "2026-09").total == 2
