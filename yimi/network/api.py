from datetime import date
from enum import StrEnum
from uuid import UUID

from ninja import Query, Router

from yimi.core.api import Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import queries

router = Router(tags=["network"])


class AreaLevel(StrEnum):
    """The levels of areas."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    DISTRICT = "district"
    TOWNSHIP = "township"
    VILLAGE = "village"
    UNIT = "unit"


class StationLevel(StrEnum):
    """The three levels of stations."""

    COUNTY_CENTRE = "county_centre"
    STATION = "station"
    VILLAGE_ROOM = "village_room"


class AreaFilters(Paged):
    level: AreaLevel | None = None
    parent: str | None = None


class AreaOut(Out):
    code: str
    name: str
    level: str
    kind: str
    is_ranked: bool
    parent: str | None
    path: str

    @staticmethod
    def resolve_parent(area) -> str | None:
        return area.parent.code if area.parent else None


class AreaPage(Out):
    items: list[AreaOut]
    next: str | None


class StationFilters(Paged):
    level: StationLevel | None = None
    area: str | None = None


class StationOut(Out):
    id: UUID
    code: str
    name: str
    level: str
    mode: str | None
    kind: str
    batch: str
    state: str
    area: str
    prefix: str
    self_checked_on: date | None
    accepted_on: date | None
    unveiled_on: date | None
    operating_on: date | None

    @staticmethod
    def resolve_mode(station) -> str | None:
        return station.mode or None

    @staticmethod
    def resolve_area(station) -> str:
        return station.area.code


class StationPage(Out):
    items: list[StationOut]
    next: str | None


@router.get("/areas", response=answers(AreaPage), summary="区划")
@needs(Permission.STATION_VIEW)
def list_areas(request, filters: Query[AreaFilters]):
    rows = queries.areas_listed(filters.level, filters.parent)
    # Siblings and levels in the official order; without a filter the whole tree, parents first.
    order = ("order", "path") if filters.level or filters.parent else ("path",)
    items, after = page(rows, filters.limit, filters.cursor, order)
    return {"items": items, "next": after}


@router.get("/stations", response=answers(StationPage), summary="社工站")
@needs(Permission.STATION_VIEW)
def list_stations(request, filters: Query[StationFilters]):
    asked = queries.StationFilters(level=filters.level or "", area=filters.area or "")
    items, after = page(queries.stations_listed(asked), filters.limit, filters.cursor, queries.OFFICIAL)
    return {"items": items, "next": after}
