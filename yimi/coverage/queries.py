"""What the coverage plan says today (覆盖情况). The list and the facts of stations are open to all staff."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.figures.queries import Figure, figure, place_named, top_code
from yimi.network.models import Area, Station
from yimi.network.queries import ranked_areas

from .measures import of_the_modes, operating_on
from .models import ListedPlace

ORDER = ("county__order", "area__path")


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to (筛选)."""

    county: str = ""
    year: int | None = None
    gap: bool = False


@dataclass(frozen=True)
class Line:
    """A place of the list and the station that is there, if any."""

    place: ListedPlace = field(repr=False)
    station: Station | None

    @property
    def is_covered(self) -> bool:
        return self.station is not None and self.station.state == Station.State.OPERATING


@dataclass
class Progress:
    """How far a county, a year or the province has come: places on the list, and those where a station operates."""

    listed: int = 0
    covered: int = 0

    @property
    def gap(self) -> int:
        return self.listed - self.covered

    @property
    def rate(self) -> float | None:
        return self.covered / self.listed if self.listed else None


@dataclass(frozen=True)
class CountyPlan:
    """One 市县: how far it has come, and how many of its places are due in each year."""

    area: Area
    progress: Progress
    by_year: dict[int, Progress]


@dataclass(frozen=True)
class Plan:
    """The whole plan today: the places of the list by county and year, and those where a station operates."""

    counties: list[CountyPlan]
    years: dict[int, Progress]
    whole: Progress

    @property
    def until(self) -> dict[int, int]:
        """How many places are to be covered by the end of each year, from the first on."""
        total, found = 0, {}
        for year, progress in self.years.items():
            total += progress.listed
            found[year] = total
        return found


def listed() -> QuerySet[ListedPlace]:
    """The places on the list today, counties in the official order."""
    rows = ListedPlace.objects.filter(delisted_on=None).select_related("area__parent", "county")
    return rows.order_by(*ORDER)


def places_asked(asked: Asked) -> QuerySet[ListedPlace]:
    rows = listed()
    rows = rows.filter(county__code=asked.county) if asked.county else rows
    rows = rows.filter(year=asked.year) if asked.year else rows
    return rows.exclude(Exists(_operating().filter(area=OuterRef("area")))) if asked.gap else rows


def lines_of(places: list[ListedPlace]) -> list[Line]:
    """These places with their stations, in one more statement."""
    rows = of_the_modes().filter(area__in=[place.area_id for place in places]).order_by("-state")
    at = {station.area_id: station for station in rows}
    at |= {station.area_id: station for station in rows if station.state == Station.State.OPERATING}
    return [Line(place, at.get(place.area_id)) for place in places]


def cover_rate(actor: Actor) -> Figure:
    """覆盖率 of the province today, made of the stations that operate and the places of the list."""
    return figure(actor, "COVER_RATE", place_named(area=top_code()), clock.today().isoformat())


def plan() -> Plan:
    """The whole plan, in a constant number of statements."""
    rows = ListedPlace.objects.filter(delisted_on=None)
    rows = rows.annotate(covered=Exists(_operating().filter(area=OuterRef("area"))))
    counted = Counter(rows.values_list("county", "year", "covered"))
    years = {year: Progress() for year in sorted({year for _county, year, _covered in counted})}
    whole = Progress()
    by_county: dict[UUID | None, dict[int, Progress]] = {}
    for (county, year, covered), n in counted.items():
        own = by_county.setdefault(county, {}).setdefault(year, Progress())
        for progress in (own, years[year], whole):
            progress.listed += n
            progress.covered += n * covered
    counties = [_county(area, years, by_county.get(area.pk, {})) for area in ranked_areas()]
    return Plan(counties, years, whole)


def _county(area: Area, years: dict[int, Progress], own: dict[int, Progress]) -> CountyPlan:
    by_year = {year: own.get(year, Progress()) for year in years}
    listed_, covered = sum(one.listed for one in own.values()), sum(one.covered for one in own.values())
    return CountyPlan(area, Progress(listed_, covered), by_year)


def _operating() -> QuerySet[Station]:
    return operating_on(clock.today())


def listed_place(code: str) -> ListedPlace | None:
    return listed().filter(area__code=code).first()
