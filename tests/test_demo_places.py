"""The places of the demo province at the scale that people see first."""

from collections import defaultdict
from datetime import timedelta

from yimi.core import clock
from yimi.demo import place
from yimi.demo.calendar import on_day
from yimi.demo.scales import PILOT


def test_no_real_county_and_no_real_station_stands_out(db):
    with on_day(clock.today() - timedelta(days=PILOT.days)):
        place.load_province(PILOT, clock.today() + timedelta(days=PILOT.days))

    by_county = defaultdict(list)
    for seat in place.seats():
        by_county[seat.county.code].append(seat.weight)
        assert place.EXAMPLE in seat.station.name or 0.95 <= seat.weight <= 1.10

    split = {"460100": 16, "460200": 10, "469002": 12, "469028": 11, "469001": 7, "469030": 10}
    assert {county: len(some) for county, some in by_county.items()} == split
    assert all(0.99 <= sum(some) / len(some) <= 1.03 for some in by_county.values())
