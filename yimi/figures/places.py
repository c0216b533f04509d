"""Places (范围): the stations a figure is asked for, with the membership that each month had."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from yimi.core.periods import Month
from yimi.network.models import Area, Station, StationArea

from .texts import as_text


@dataclass(frozen=True)
class Place:
    """An area or one station, with its path."""

    kind: str
    id: UUID
    code: str
    name: str
    path: str = ""

    @classmethod
    def of_area(cls, area: Area) -> "Place":
        return cls("area", area.id, area.code, area.name, area.path)

    @classmethod
    def of_station(cls, station: Station) -> "Place":
        return cls("station", station.id, station.code, station.short_name or station.name, station.area_path)


class Membership(NamedTuple):
    """That a station belonged to an area from one month to another (所属区划); earlier months count with it."""

    station: UUID
    path: str
    first: date
    last: date | None


class Network:
    """All stations, their dated membership and the counties: two statements, however many figures follow."""

    def __init__(self) -> None:
        counties = Area.objects.filter(is_ranked=True).order_by("order").values_list("id", "code", "name", "path")
        self.counties: list[Place] = [Place("area", *county) for county in counties]
        rows = StationArea.objects.order_by("station_id", "from_on")
        columns = (as_text("station_id"), "area__path", as_text("from_on"), as_text("to_on"))
        self._by_month: dict[Month, dict[str, frozenset[UUID]]] = _by_month(tuple(rows.values_list(*columns)))

    @classmethod
    def of(cls, place: Place) -> "Network":
        """What a reading of this place needs: of one station nothing is read, for it is its own only member."""
        return OneStation() if place.kind == "station" else cls()

    def members(self, place: Place, month: Month) -> frozenset[UUID]:
        """The stations of a place in a month."""
        if place.kind == "station":
            return frozenset({place.id})
        return self._by_month[month].get(place.path, frozenset())

    def counties_within(self, place: Place) -> list[Place]:
        """The counties that lie wholly inside a place, itself included."""
        return [county for county in self.counties if place.kind == "area" and county.path.startswith(place.path)]

    def is_everywhere(self, place: Place) -> bool:
        return place.kind == "area" and place.path.count("/") == 1

    def where(self, place: Place, first: date, last: date):
        """The condition on (station path, day path) that facts lie in a place within a span."""

        def condition(station: str, on: str) -> Q:
            if self.is_everywhere(place):
                return Q(**{f"{on}__range": (first, last)})
            found = Q(pk__in=())
            for stations, start, end in self._segments(place, first, last):
                found |= Q(**{f"{station}__in": list(stations), f"{on}__range": (start, end)})
            return found

        return condition

    def _segments(self, place: Place, first: date, last: date) -> list[tuple[frozenset[UUID], date, date]]:
        """Spans of months in which the membership of a place did not change."""
        segments: list[tuple[frozenset[UUID], date, date]] = []
        month = Month.of(first)
        while month.first <= last:
            stations, end = self.members(place, month), min(month.last, last)
            if segments and segments[-1][0] == stations:
                segments[-1] = (stations, segments[-1][1], end)
            else:
                segments.append((stations, max(month.first, first), end))
            month = month.plus(1)
        return segments


class OneStation(Network):
    """The network of a reading that is of one station (单站): asked for the members of an area it raises `KeyError`."""

    def __init__(self) -> None:
        self.counties, self._by_month = [], {}


class ByMonth(dict[Month, dict[str, frozenset[UUID]]]):
    """The stations of every area that has any, by its path, of each month that is asked for."""

    def __init__(self, memberships: list[Membership]) -> None:
        self.memberships = memberships

    def __missing__(self, month: Month) -> dict[str, frozenset[UUID]]:
        last, found = month.last, defaultdict(set)
        for station, path, since, until in self.memberships:
            if since <= last and (until is None or until >= last):
                found[path].add(station)
        self[month] = here = _with_areas_above(found)
        return here


@lru_cache(maxsize=2)
def _by_month(rows: tuple[tuple[str, str, str, str | None], ...]) -> ByMonth:
    """Read in every figure, changed a few times a year: the same rows are sorted out once."""
    return ByMonth(_memberships(rows))


def _with_areas_above(stations: dict[str, set[UUID]]) -> dict[str, frozenset[UUID]]:
    """The stations of these areas and of all that they lie in; a path ends with a slash."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for path, here in stations.items():
        end = path.find("/")
        while end >= 0:
            found[path[: end + 1]] |= here
            end = path.find("/", end + 1)
    return {path: frozenset(here) for path, here in found.items()}


def _memberships(rows: Iterable[tuple[str, str, str, str | None]]) -> list[Membership]:
    found: list[Membership] = []
    for text, path, first, last in rows:
        station, until = UUID(text), date.fromisoformat(last) if last else None
        is_first = not found or found[-1].station != station
        found.append(Membership(station, path, date.min if is_first else date.fromisoformat(first), until))
    return found
