"""A small number of what is kept closely stays in its county, and cannot be found by taking others away."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.story import contact, person, visit
from yimi.catalogue.queries import category_codes
from yimi.core.errors import RuleBroken
from yimi.figures import queries
from yimi.figures.opening import open_rows
from yimi.figures.small import SMALL, withheld


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


def test_what_a_list_does_not_tell_is_not_told_when_it_is_asked_for_alone(crises):
    for station in (crises.here, crises.near):
        assert crisis(crises.province, station=station.code).value is None
        assert crisis(crises.province, area=station.area.code).value is None
        with pytest.raises(RuleBroken, match="小于 5"):
            open_rows(crises.province, "CRISIS_N", queries.place_named(station=station.code), "2026-09")
    assert crisis(crises.province, area="469030").value == 8


def test_of_a_county_that_is_not_told_no_station_is(crises):
    """Elsewhere there are two: the other county goes with it, or the province's ten would tell."""
    for nth in range(2):
        one = person(crises.stranger, crises.elsewhere, f"居民{nth}", area="469028103")
        contact(crises.stranger, crises.elsewhere, "crisis", date(2026, 9, 3), [one])

    by_county = crisis(crises.province, ("area",), area="46").by
    by_station = crisis(crises.province, ("station",), area="46").by

    assert all(part.suppressed for part in [*by_county, *by_station])
    assert crisis(crises.province, area="46").value == 10
    assert crisis(crises.county, area="469030").value == 8


def test_a_closely_kept_measure_by_service_hides_what_would_tell_a_small_one(world):
    for nth, service in enumerate(["SA01"] * 2 + ["EC01"] * 6):
        one = person(world.worker, world.here, f"居民{nth}")
        contact(world.worker, world.here, "crisis", date(2026, 9, 3), [one], services=(service,))
    place = queries.place_named(area="46")

    told = {part.key: part.value for part in crisis(world.province, ("service",), area="46").by}

    assert told == {"SA01": None, "EC01": None}
    with pytest.raises(RuleBroken, match="小于 5"):
        open_rows(world.province, "CRISIS_N", place, "2026-09", breakdown=("service", "EC01"))
    assert {part.value for part in crisis(world.county, ("service",), area="469030").by} == {2, 6}


def test_a_closely_kept_category_is_not_told_by_being_the_only_one(world):
    """Three people, all of one such category: every such category is not told, so nobody knows of which they are."""
    kept = next(code for code, info in category_codes(world.today).items() if info.sensitivity != "normal")
    for nth in range(3):
        one = person(world.worker, world.here, f"居民{nth}", categories=[kept])
        visit(world.worker, world.here, date(2026, 9, 3), [one])

    def told(actor):
        place = queries.place_named(area="469030")
        return {p.key: p.value for p in queries.figure(actor, "HOME_VISIT_PT", place, "2026-09", ("category",)).by}

    assert told(world.county) == {kept: 3}
    outside = told(world.province)
    assert outside[kept] is None and len(outside) > 1 and set(outside.values()) == {None}


@settings(max_examples=300, deadline=None)
@given(numbers=st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_no_hidden_number_follows_from_the_shown_ones_and_their_sum(numbers):
    """Whoever knows the shown numbers, the sum and even the rule has at least two ways for every small number."""
    assume(sum(numbers) >= SMALL)
    shown = _shown(numbers)
    gone = [at for at, number in enumerate(shown) if number is None]
    left = sum(numbers) - sum(number or 0 for number in shown)
    ways = [way for way in _ways(len(gone), left) if _shown(_filled(shown, gone, way)) == shown]

    assert all(number is None for number, real in zip(shown, numbers, strict=True) if 0 < real < SMALL)
    for nth, at in enumerate(gone):
        assert 0 < numbers[at] >= SMALL or len({way[nth] for way in ways}) > 1, (shown, at)


@given(rows=st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=4))
def test_in_no_row_and_no_column_is_one_hidden_alone(rows):
    cells = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    lines = [[key for key in cells if key[0] == r] for r in range(len(rows))]
    lines += [[key for key in cells if key[1] == c] for c in range(3)]
    hidden = withheld(cells, lines, lambda key: key[1] == 0)

    assert all(key in hidden for key, number in cells.items() if key[1] == 0 and 0 < number < SMALL)
    for line in lines:
        gone = [key for key in line if key in hidden]
        assert not gone or len(gone) > 1
        assert not gone or all(cells[key] for key in line if key not in hidden)


def _shown(numbers):
    keys = range(len(numbers))
    hidden = withheld(dict(enumerate(numbers)), [keys], lambda _key: True)
    return [None if at in hidden else number for at, number in enumerate(numbers)]


def _filled(shown, gone, way):
    numbers = list(shown)
    for at, number in zip(gone, way, strict=True):
        numbers[at] = number
    return numbers


def _ways(places, whole):
    """Every way to share a sum over so many places."""
    if places <= 1:
        return [(whole,)] if places else [()]
    return [(first, *rest) for first in range(whole + 1) for rest in _ways(places - 1, whole - first)]
