"""Which areas stations serve (服务区域), and where two of them serve the same one (服务区域重叠)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import path_range

from .models import Area, ServedArea, Station
from .queries import OFFICIAL, paths_above

LEVELS = list(Station.Level)


@dataclass(frozen=True)
class Overlap:
    """Two stations that serve the same area (重叠): `area` is the smaller one, `reason` what was said of it."""

    station: Station
    other: Station
    area: Area
    reason: str


def served_by(station: Station) -> QuerySet[ServedArea]:
    """What the station serves now or from a day on; of one that is closed, what it served at last."""
    rows = station.served.select_related("area__parent").order_by("area__path", "from_on")
    return rows.filter(to_on=station.ceased_on if station.state == Station.State.CLOSED else None)


def areas_offered(station: Station) -> list[Area]:
    """The areas a station may well serve: those of its kind around its seat, and what it serves already."""
    around, levels = station.county, [Area.Level.TOWNSHIP, Area.Level.UNIT, station.area.level]
    if station.level == Station.Level.VILLAGE_ROOM:
        around, levels = station.area.parent or station.county, [Area.Level.VILLAGE]
    rows = Area.objects.filter(path_range("path", around.path), level__in=levels, is_hidden=False)
    served = Area.objects.filter(pk__in=station.served.filter(to_on=None).values("area"))
    return sorted({*rows.exclude(kind=Area.Kind.STATISTICAL), *served}, key=lambda area: area.path)


def served_before(station: Station) -> QuerySet[ServedArea]:
    """What the station served once, the last first."""
    return station.served.exclude(to_on=None).select_related("area").order_by("-to_on", "area__path")


def overlaps_for(actor: Actor, county: Area | None = None) -> list[Overlap]:
    """Every overlap among the stations that a person manages, or those of a county, in the official order."""
    mine = Station.objects.allowed(actor, Permission.STATION_MANAGE)
    mine = mine.filter(county=county) if county else mine
    ordered = [f"station__{name}" for name in OFFICIAL]
    return list(_overlaps(_open().filter(station__in=mine).order_by(*ordered)))


def overlaps_of(station: Station, areas: Iterable[Area]) -> list[Overlap]:
    """Where these areas, if the station served them, would overlap with what other stations of the county serve."""
    others = _open().filter(station__county=station.county).exclude(station=station)
    asked = [ServedArea(station=station, area=area) for area in areas]
    found = _overlaps([*asked, *others])
    return [each for each in found if station in (each.station, each.other)]


def _open() -> QuerySet[ServedArea]:
    rows = ServedArea.objects.filter(to_on=None).exclude(station__state=Station.State.CLOSED)
    return rows.select_related("station__county", "area").prefetch_related("area__covered__area")


def _overlaps(rows: Iterable[ServedArea]) -> Iterator[Overlap]:
    """Each pair of rows of which one lies in the other; read by path, so that it does not grow with the square."""
    rows = list(rows)
    at: dict[str, list[ServedArea]] = defaultdict(list)
    for row in rows:
        for path in _paths(row):
            at[path].append(row)
    seen: set[frozenset] = set()
    for row in rows:
        around = (other for path in _paths(row) for above in paths_above(path) for other in at.get(above, ()))
        for other in around:
            pair = frozenset({row.station_id, other.station_id})
            if len(pair) == 2 and pair not in seen and not _is_beneath(row, other):
                seen.add(pair)
                yield Overlap(row.station, other.station, row.area, row.overlap_reason or other.overlap_reason)


def _paths(row: ServedArea) -> list[str]:
    """The path of the area, and those of the villages that a big community covers."""
    return [row.area.path, *(each.area.path for each in row.area.covered.all())]


def _is_beneath(row: ServedArea, other: ServedArea) -> bool:
    """Whether one station stands beneath the other in the network, as a room does beneath that of its town."""
    low, high = sorted((row, other), key=lambda each: LEVELS.index(Station.Level(each.station.level)), reverse=True)
    if low.station.level == high.station.level:
        return False
    around = (high.station.area_path, *_paths(high))
    return low.station.parent_id == high.station_id or low.station.area_path.startswith(around)
