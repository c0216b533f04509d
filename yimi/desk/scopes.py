"""Where a reader stands (范围): the area or station a page is about, and the ways to others."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import get_list_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.figures.fine import works_at
from yimi.figures.places import Place
from yimi.figures.queries import place_named
from yimi.network.models import Area, Station
from yimi.ui.components import Crumb, Option, ScopeBar


@dataclass(frozen=True)
class Scope:
    """A place with the areas above it, from the province down, and its station if it is one."""

    place: Place
    above: list[Area]
    station: Station | None = None
    is_own_station: bool = False

    @property
    def province(self) -> Area:
        return self.above[0]

    @property
    def county(self) -> Area | None:
        return next((area for area in self.above if area.is_ranked), None)

    @property
    def is_province(self) -> bool:
        return self.station is None and len(self.above) == 1

    @property
    def query(self) -> dict[str, str]:
        return {"station": self.station.code} if self.station else {"area": self.place.code}


def scope_of(actor: Actor, area: str | None, station: str | None) -> Scope:
    """The scope that a request names; without a name, the reader's own."""
    place = place_named(area, station) if area or station else own_place(actor)
    stations = Station.objects.unscoped("站点资料对工作人员公开")
    found = stations.get(pk=place.id) if place.kind == "station" else None
    path = found.area_path if found else place.path
    parts = path.rstrip("/").split("/")
    paths = ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
    return Scope(place, list(Area.objects.filter(path__in=paths).order_by("path")), found, works_at(actor, place))


def own_place(actor: Actor) -> Place:
    """The area or the station in which this person works: the widest of her grants."""
    grants = actor.grants_for(Permission.FIGURES_VIEW)
    areas = [grant for grant in grants if grant.on_kind == OnKind.AREA]
    stations = [grant.on_id for grant in grants if grant.on_kind == OnKind.STATION]
    if any(grant.on_kind == OnKind.PROVINCE for grant in grants) or not (areas or stations):
        return Place.of_area(get_list_or_404(Area, parent=None)[0])
    if areas:
        widest = min(areas, key=lambda grant: len(grant.area_path or ""))
        return Place.of_area(Area.objects.get(pk=widest.on_id))
    return Place.of_station(Station.objects.unscoped("站点资料对工作人员公开").get(pk=stations[0]))


def counties() -> tuple[list[Place], dict[str, bool]]:
    """The 市县 in the official order; by code, of those that have stations (已纳入), whether any operates yet."""
    stations = Station.objects.unscoped("站点资料对工作人员公开").exclude(county=None)
    operating = stations.filter(state=Station.State.OPERATING, level=Station.Level.STATION)
    begun = set(operating.values_list("county__code", flat=True).distinct())
    return ranked(), {code: code in begun for code in stations.values_list("county__code", flat=True).distinct()}


def ranked() -> list[Place]:
    """The 市县 in the official order."""
    return [Place.of_area(area) for area in Area.objects.filter(is_ranked=True).order_by("order")]


def scope_bar(scope: Scope, url_name: str, keep: dict[str, str], counties: list[Place]) -> ScopeBar:
    """省 › 市县 › 站点, each level a list of ways."""

    def to(**where: str) -> str:
        return f"{reverse(url_name)}?{urlencode(where | keep)}"

    province, county = scope.province, scope.county
    crumbs = [
        Crumb(province.name, [Option(province.name, to(area=province.code), current=scope.is_province)]),
        Crumb(
            county.name if county else _("全部市县"),
            [Option(area.name, to(area=area.code), current=bool(county and area.id == county.id)) for area in counties],
            chosen=county is not None,
        ),
    ]
    if county:
        stations = Station.objects.unscoped("站点资料对工作人员公开").within(county.path).order_by("code")
        options = [Option(_("全部站点"), to(area=county.code), current=scope.station is None)]
        options += [Option(s.short_name, to(station=s.code), current=s == scope.station) for s in stations]
        label = scope.station.short_name if scope.station else _("全部站点")
        crumbs.append(Crumb(label, options, chosen=scope.station is not None))
    return ScopeBar(crumbs)
