"""What can be read of the network. Areas and the facts of stations are open to all staff; writing asks for reach."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.forms import model_to_dict
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import PROVINCE, ScopedQuerySet, path_range
from yimi.core.text import clean

from .models import Area, AreaCode, Organisation, Station, StationArea
from .names import stem

FIRST_BATCH = "首批"
HOSTS = (Organisation.Kind.DEPARTMENT, Organisation.Kind.BUREAU, Organisation.Kind.TOWNSHIP_GOV)
OPERATORS = (Organisation.Kind.AGENCY, Organisation.Kind.CENTRE)
OFFICIAL = ("county__order", "code")  # counties in the official order, then by code


def area_by_code(code: str) -> Area | None:
    """The area with this code, or that had it before its code changed."""
    areas, code = Area.objects.select_related("county", "parent"), clean(code)
    return areas.filter(code=code).first() or areas.filter(codes__code=code).order_by("-codes__until_on").first()


def former_codes(area: Area) -> QuerySet[AreaCode]:
    """The codes that an area had before, the last first."""
    return area.codes.all()


def station_by_code(code: str) -> Station | None:
    """The station with this code, for doors where a station is named by its code; an old code finds it, too."""
    stations, code = all_stations(), clean(code)
    former = AreaCode.objects.filter(code=code).values_list("area__code", flat=True).first()
    return stations.filter(code=code).first() or stations.filter(code=former).first()


def ranked_areas() -> QuerySet[Area]:
    """The 市县 in the official order, never in any other."""
    return Area.objects.filter(is_ranked=True).order_by("order")


def children(area: Area, *, everything: bool = False) -> QuerySet[Area]:
    """The areas right below, without statistical and hidden ones unless asked for."""
    below = area.children.select_related("parent", "county").order_by("order", "path")
    return below if everything else below.filter(is_hidden=False).exclude(kind=Area.Kind.STATISTICAL)


def ancestors(area: Area) -> QuerySet[Area]:
    """The areas above, from the province down, and the area itself."""
    return Area.objects.filter(path__in=paths_above(area.path)).order_by("path")


def paths_above(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]


def search_areas(text: str) -> QuerySet[Area]:
    """Areas found by code or by the stem of the name; 南新居居委会 and 南新居 find the same. Show town and county."""
    wanted = stem(clean(text))
    found = Area.objects.filter(Q(name__icontains=wanted) | Q(code__startswith=wanted), is_hidden=False)
    return (found if wanted else found.none()).select_related("parent", "county").order_by("path")


def areas_listed(level: str | None, parent: str | None) -> QuerySet[Area]:
    """Areas for programs; hidden ones never appear."""
    rows = Area.objects.filter(is_hidden=False).select_related("parent")
    rows = rows.filter(level=level) if level else rows
    return rows.filter(parent__code=clean(parent)) if parent else rows


def covered_areas(unit: Area) -> QuerySet[Area]:
    """What a big community covers."""
    return Area.objects.filter(covered_by__unit=unit).select_related("parent", "county").order_by("path")


def manageable_areas(by: Actor) -> QuerySet[Area]:
    """The areas in which a person may set up and change stations."""
    grants = by.grants_for(Permission.STATION_MANAGE)
    if any(grant.on_kind == PROVINCE for grant in grants):
        return Area.objects.all()
    within = Q(pk__in=())
    for path in filter(None, (grant.area_path for grant in grants)):
        within |= path_range("path", path)
    return Area.objects.filter(within)


def area_to_change(by: Actor, code: str) -> Area:
    """The area, for a person who may manage it; 404 for anybody else."""
    area = manageable_areas(by).filter(code=clean(code)).first()
    if area is None:
        raise Http404
    return area


def home_area(by: Actor) -> Area | None:
    """The area whose calendar concerns a person most: where she works, else the province."""
    grants = by.grants_for(Permission.STATION_VIEW)
    if any(grant.on_kind == PROVINCE for grant in grants):
        return top_area()
    if paths := [grant.area_path for grant in grants if grant.area_path]:
        return Area.objects.filter(path=min(paths, key=len)).first()
    station = Station.objects.allowed(by, Permission.STATION_VIEW).select_related("area__county").first()
    return station.area if station else top_area()


def unit_name(by: Actor, permission: Permission) -> str:
    """Who fills in a table (填报单位): the one station at which a person holds the permission, or her area."""
    stations = list(Station.objects.allowed(by, permission).values_list("name", flat=True)[:2])
    area = home_area(by) or top_area()
    return stations[0] if len(stations) == 1 else area.name if area else ""


def organisations_listed(q: str = "", kind: str = "") -> QuerySet[Organisation]:
    """The organisations asked for, by name; open to all staff."""
    rows = Organisation.objects.select_related("area").order_by("name", "id")
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(Q(name__icontains=clean(q)) | Q(uscc__startswith=clean(q).upper())) if clean(q) else rows


def organisations_to_change(by: Actor) -> QuerySet[Organisation]:
    """The organisations of the areas that a person may manage."""
    return Organisation.objects.filter(area__in=manageable_areas(by))


def organisation_to_change(by: Actor, pk: UUID) -> Organisation:
    organisation = organisations_to_change(by).select_related("area").filter(pk=pk).first()
    if organisation is None:
        raise Http404
    return organisation


def hosts() -> QuerySet[Organisation]:
    """Who can be responsible for a station (主管单位)."""
    return organisations_listed().filter(kind__in=HOSTS)


def operators() -> QuerySet[Organisation]:
    """Who can run a station (承接机构)."""
    return organisations_listed().filter(kind__in=OPERATORS)


def all_stations() -> ScopedQuerySet:
    """Every station with the areas that name it."""
    return Station.objects.unscoped("站点资料对工作人员公开").select_related("county", "area__parent")


def stations_for(actor: Actor, permission: Permission = Permission.STATION_VIEW) -> QuerySet[Station]:
    """The stations a person has business with, in the official order."""
    rows = Station.objects.allowed(actor, permission).select_related("county", "area__parent")
    return rows.order_by(*OFFICIAL)


def station_to_change(actor: Actor, code: str) -> Station:
    """The station, for a person who may manage it; 404 for anybody else."""
    rows = Station.objects.select_related("county", "area", "parent", "host", "operator")
    return rows.get_allowed(actor, Permission.STATION_MANAGE, code=clean(code))


def station_above(station: Station) -> Station | None:
    """The nearest station of a higher level whose seat encloses this seat."""
    levels = list(Station.Level)
    higher = levels[: levels.index(Station.Level(station.level))]
    rows = all_stations().filter(area_path__in=paths_above(station.area_path), level__in=higher).exclude(pk=station.pk)
    return max(rows, key=lambda found: (levels.index(Station.Level(found.level)), len(found.area_path)), default=None)


def station_shown(code: str) -> Station | None:
    """The station with everything its page names."""
    return (
        all_stations()
        .select_related("parent__parent", "host", "operator", "merged_into")
        .filter(code=clean(code))
        .first()
    )


def stations_above(station: Station) -> list[Station]:
    """The stations over this one, from the county centre down."""
    found: list[Station] = []
    above = station.parent
    while above is not None and above not in found:
        found.insert(0, above)
        above = above.parent
    return found


def stations_below(station: Station) -> QuerySet[Station]:
    return all_stations().filter(parent=station).order_by("code")


def memberships(station: Station) -> QuerySet[StationArea]:
    """The areas the station has belonged to, newest first."""
    return station.memberships.select_related("area").order_by("-from_on")


def may_manage(actor: Actor, station: Station) -> bool:
    return Station.objects.allowed(actor, Permission.STATION_MANAGE).filter(pk=station.pk).exists()


def form_values(station: Station) -> dict[str, Any]:
    """The station as its form shows it; the seat only where it is not the area of the code."""
    seat = station.area.code if station.area.code != station.code else ""
    named = {name: each.name if (each := getattr(station, name)) else "" for name in ("host", "operator")}
    return model_to_dict(station) | named | {"area": seat, "version": station.version}


def county_of(code: str) -> Area | None:
    """The county in which an area lies."""
    area = area_by_code(code) if code else None
    return area.county if area else None


def top_area() -> Area | None:
    """The province."""
    return Area.objects.filter(parent=None).first()


@dataclass(frozen=True)
class StationFilters:
    """What the list of stations is asked for."""

    q: str = ""
    area: str = ""
    level: str = ""
    mode: str = ""
    state: str = ""
    batch: str = ""
    kind: str = ""


def stations_listed(filters: StationFilters) -> QuerySet[Station]:
    """The stations asked for, in the official order of counties; none in an area that does not exist."""
    rows = all_stations().select_related("merged_into").order_by(*OFFICIAL)
    exact = {name: value for name in ("level", "mode", "state", "batch", "kind") if (value := getattr(filters, name))}
    rows = rows.filter(**exact)
    if filters.area:
        area = area_by_code(filters.area)
        rows = rows.within(area.path) if area else rows.none()
    if filters.q:
        rows = rows.filter(Q(name__icontains=filters.q) | Q(code__startswith=filters.q) | Q(prefix__iexact=filters.q))
    return rows


@dataclass
class BatchCount:
    """How many stations of a batch there are, by level: 66, or 1 + 11 + 22. Batches are never added up."""

    label: str
    by_level: dict[str, int] = field(default_factory=dict)

    @property
    def figure(self) -> str:
        return " + ".join(str(n) for n in self.by_level.values())

    @property
    def words(self) -> str:
        return " + ".join(str(Station.Level(level).label) for level in self.by_level)


def batch_counts() -> list[BatchCount]:
    """One line for each batch, the first batch first. Special and farm stations are counted apart."""
    rows = all_stations().exclude(batch="").order_by().values_list("batch", "kind", "level", "county__short_name")
    lines: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for batch, kind, level, county in rows:
        lines.setdefault((batch, kind), []).append((level, county))
    ordered = sorted(lines.items(), key=lambda line: (line[0][0] != FIRST_BATCH, line[0]))
    return [_batch_count(batch, kind, found) for (batch, kind), found in ordered]


def _batch_count(batch: str, kind: str, found: list[tuple[str, str]]) -> BatchCount:
    counts, counties = Counter(level for level, _county in found), {county for _level, county in found}
    where = counties.pop() if len(counties) == 1 else ""
    what = "" if kind == Station.Kind.GENERAL else str(Station.Kind(kind).label)
    label = _("%(where)s%(batch)s%(what)s") % {"where": where, "batch": batch, "what": what}
    return BatchCount(label, {str(level): counts[level] for level in Station.Level if counts[level]})


def batches() -> list[str]:
    return sorted(set(all_stations().exclude(batch="").order_by().values_list("batch", flat=True)))


def scope_options(area: Area | None) -> dict[str, Any]:
    """What a scope switcher offers: the counties in the official order, and the stations of the chosen county."""
    county = area.county if area else None
    stations = all_stations().filter(county=county).exclude(level=Station.Level.VILLAGE_ROOM).order_by("code")
    return {"counties": ranked_areas(), "county": county, "stations": stations if county else stations.none()}
