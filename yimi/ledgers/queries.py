"""Where a ledger can be of (台账的范围): stations in reach, their counties, the unit that fills it in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core.actors import may
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station
from yimi.network.queries import home_area, top_area, unit_name
from yimi.network.queries import stations_for as stations_in_reach

from .spans import Span

Filters = dict[str, Any]


@dataclass(frozen=True)
class Places:
    """The choices of a form: one station needs none."""

    stations: list[tuple[str, Any]]
    counties: list[tuple[str, Any]]


def stations_for(by: User, permission: Permission) -> list[Station]:
    """The stations whose ledgers somebody may print; who may not export prints blank ones where she works."""
    rows = stations_in_reach(by, permission).exclude(level=Station.Level.VILLAGE_ROOM)
    if may(by, Permission.EXPORT):
        rows = rows.filter(pk__in=Station.objects.allowed(by, Permission.EXPORT).values("pk"))
    return list(rows)


def stations_in(by: User, permission: Permission, span: Span) -> list[Station]:
    """The stations of a range that somebody may print or take along."""
    found = stations_for(by, permission)
    found = [each for each in found if span.station in ("", each.code)]
    return [each for each in found if span.county in ("", each.county.code)]


def places_for(by: User, permission: Permission) -> Places:
    stations = stations_for(by, permission)
    counties = {station.county.code: station.county.name for station in stations}
    shown = [(station.code, station.name) for station in stations]
    return Places(
        shown if len(shown) == 1 else [("", _("全部")), *shown],
        [("", _("全部")), *counties.items()] if len(counties) > 1 else [("", "")],
    )


def area_of(by: User, filters: Filters) -> Area:
    """The area that a ledger concerns: the station's, the county, else where the reader works."""
    station = Station.objects.allowed(by, Permission.STATION_VIEW).filter(code=filters.get("station", ""))
    chosen = Area.objects.filter(code=filters.get("county", ""))
    found = station.select_related("area").first()
    area = found.area if found else chosen.first() or home_area(by) or top_area()
    if area is None:
        raise LookupError("no province is loaded")
    return area


def unit_of(by: User, filters: Filters, permission: Permission) -> str:
    """Who fills it in (填报单位)."""
    station = Station.objects.allowed(by, permission).filter(code=filters.get("station", "")).first()
    if station is not None:
        return station.name
    return area_of(by, filters).name if filters.get("county") else unit_name(by, permission)
