"""The place that a plan or a target is of (单位): the province, a county or a station, and who reaches it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.figures.places import Place
from yimi.network.models import Area, Station

PROVINCE, COUNTY, STATION = "province", "county", "station"
WHY = "站点资料对工作人员公开"


@dataclass(frozen=True)
class Spot:
    """A place of the three levels that targets go down (省、市县、社工站)."""

    level: str
    place: Place
    area: UUID
    county: UUID | None
    station: UUID | None = None
    operating: bool = True

    @property
    def key(self) -> str:
        """How a decomposition names it."""
        return f"{self.place.kind}:{self.place.code}"

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def query(self) -> dict[str, str]:
        return {self.place.kind: self.place.code}

    @property
    def fields(self) -> dict[str, object]:
        """What rows copy of it."""
        return {"place": self.key, "area_id": self.area, "county_id": self.county, "station_id": self.station}


def of_area(area: Area) -> Spot | None:
    """The province or a county; None of any other area."""
    if area.parent_id is None:
        return Spot(PROVINCE, Place.of_area(area), area.pk, None)
    return Spot(COUNTY, Place.of_area(area), area.pk, area.pk) if area.is_ranked else None


def of_station(station: Station) -> Spot:
    is_open = station.state == Station.State.OPERATING
    return Spot(STATION, Place.of_station(station), station.area_id, station.county_id, station.pk, is_open)


def top() -> Spot:
    area = Area.objects.filter(parent=None).first()
    found = of_area(area) if area else None
    if found is None:
        raise Http404
    return found


def spot_named(area: str = "", station: str = "") -> Spot:
    """The place with this code; 404 where there is none that targets go to."""
    if station:
        row = Station.objects.unscoped(WHY).filter(code=station, level=Station.Level.STATION).first()
        found = of_station(row) if row else None
    else:
        named = Area.objects.filter(code=area).first()
        found = of_area(named) if named else None
    if found is None:
        raise Http404
    return found


def full_name(spot: Spot) -> str:
    """The name as it stands on a form: of a station, not the short one of lists."""
    named = Station.objects.unscoped(WHY).filter(pk=spot.station).values_list("name", flat=True).first()
    return named or spot.name


def reaches(actor: Actor, permission: Permission, spot: Spot) -> bool:
    """Whether the actor holds the permission on this place."""
    for grant in actor.grants_for(permission):
        if grant.on_kind == OnKind.PROVINCE:
            return True
        if grant.on_kind == OnKind.AREA and grant.area_path and spot.place.path.startswith(grant.area_path):
            return True
        if grant.on_kind == OnKind.STATION and spot.station and grant.on_id == str(spot.station):
            return True
    return False


def spot_for(actor: Actor, permission: Permission, area: str = "", station: str = "") -> Spot:
    """The place that was asked for, or where the actor works; 404 out of reach."""
    spot = spot_named(area, station) if area or station else home(actor, permission)
    if spot is None or not reaches(actor, permission, spot):
        raise Http404
    return spot


def home(actor: Actor, permission: Permission) -> Spot | None:
    """Where the actor works: the province, her county, or the first station within her reach."""
    for grant in actor.grants_for(permission):
        if grant.on_kind == OnKind.PROVINCE:
            return top()
        area = Area.objects.filter(path=grant.area_path).first() if grant.on_kind == OnKind.AREA else None
        if area and (spot := of_area(area)):
            return spot
    first = stations_within(actor, permission).first()
    return of_station(first) if first else None


def stations_within(actor: Actor, permission: Permission):
    """The stations within reach, in official order."""
    rows = Station.objects.allowed(actor, permission).filter(level=Station.Level.STATION)
    return rows.select_related("area", "county").order_by("county__order", "code")


def children(spot: Spot) -> list[Spot]:
    """To whom a place hands a target down: counties that have stations, then the stations themselves."""
    rows = Station.objects.unscoped(WHY).filter(level=Station.Level.STATION)
    if spot.level == PROVINCE:
        having = set(rows.values_list("county_id", flat=True))
        areas = Area.objects.filter(is_ranked=True, pk__in=having).order_by("order")
        return [found for area in areas if (found := of_area(area))]
    if spot.level == COUNTY:
        return [of_station(row) for row in rows.filter(county=spot.county).order_by("code")]
    return []


def lineage(spot: Spot) -> list[Spot]:
    """The place and those above it, the nearest first."""
    found = [spot]
    if spot.level == STATION and spot.county:
        county = of_area(Area.objects.get(pk=spot.county))
        found += [county] if county else []
    return found if spot.level == PROVINCE else [*found, top()]
