"""What is done against what was planned (完成数): figures of places in a year and their workdays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Min
from django.urls import reverse

from yimi.core import clock, db
from yimi.core.actors import Actor
from yimi.core.periods import ONE_DAY, Period
from yimi.core.workdays import workdays_in
from yimi.figures.cells import TOTAL, cell
from yimi.figures.measure import RATE, Measure, measures
from yimi.figures.places import Place
from yimi.figures.queries import THIS_YEAR
from yimi.figures.reading import Asked, Reading, read
from yimi.figures.small import is_small, stays_in_county
from yimi.network.models import Station

from .pace import Clockwork

# What a target may be set for: not what a good year has less of, and nothing that is told only within the county.
NEVER = {
    *("VISIT_TRY", "CRISIS_N", "REPORT_MINOR_N", "PLACE_LISTED"),
    *("TASK_N", "TASK_MINUTES", "TASK_ADMIN_MINUTES", "TASK_ADMIN_RATE"),
}
STATES = ("operating", "suspended", "closed")


def choosable(*, by_domain: bool = False) -> list[Measure]:
    """The measures that can be planned; in a plan only those that are told by domain."""
    found = [each for each in measures if each.code not in NEVER and not each.guarded]
    return [each for each in found if each.kind == "flow" and "domain" in each.breakdowns] if by_domain else found


def year_span(year: int, today: date | None = None) -> Period:
    """The days of a year that can count by today."""
    first, last, now = date(year, 1, 1), date(year, 12, 31), today or clock.today()
    return Period.range(first, max(first, min(last, now)))


def code_of(year: int) -> str:
    """The year as the pages of figures are asked for it."""
    return THIS_YEAR if year == clock.today().year else str(year)


@dataclass(frozen=True)
class Doing:
    """Figures of one year that have been read (完成数)."""

    actor: Actor
    reading: Reading
    span: Period
    year: int
    inside: bool

    def of(self, code: str, place: Place, domain: str = "", service: str = "") -> int | float | None:
        """The figure; None where it is too small to be told, or there is none. A rate is in tenths of a per cent."""
        measure = measures[code]
        name = cell(domain=domain) if domain else cell(service=service) if service else TOTAL
        number = self.reading.value(measure, place, self.span, name).number
        if number is None or (measure.guarded and not self.inside and is_small(number)):
            return None
        return round(number * 1000, 1) if measure.kind == RATE else number


def read_year(
    actor: Actor, place: Place, year: int, codes: Iterable[str], *, by_station: bool = False, deep: bool = False
) -> Doing:
    """Read these measures of a place and of all below it; `deep`: by domain and service as well."""
    span, heads = year_span(year), frozenset({"domain", "service"}) if deep else frozenset[str]()
    wanted = tuple(measures[code] for code in dict.fromkeys(codes) if code in measures)
    with db.snapshot():
        reading = read(Asked(place, (span,), wanted, heads, by_station=by_station))
    return Doing(actor, reading, span, year, stays_in_county(actor, place))


def rows_url(code: str, place: Place, year: int, domain: str = "", service: str = "") -> str:
    """Where the rows of a figure are."""
    if measures[code].kind == RATE:
        return ""
    asked = {"measure": code, place.kind: place.code, "period": code_of(year)}
    asked |= {"by": "domain", "key": domain} if domain else {"by": "service", "key": service} if service else {}
    return f"{reverse('figures:rows')}?{urlencode(asked)}"


def clockworks(places: Sequence[Place], year: int, today: date | None = None) -> dict[UUID, Clockwork]:
    """The workdays of places in a year, each by the calendar of its area, from the day its first station operated."""
    now = today or clock.today()
    first, last = date(year, 1, 1), date(year, 12, 31)
    begun = _begun(places)
    starts = {place.id: min(max(first, begun.get(place.id) or first), last) for place in places}
    found: dict[UUID, Clockwork] = {}
    for start in set(starts.values()):
        here = [place for place in places if starts[place.id] == start]
        paths = {place.path for place in here}
        whole = workdays_in(start, last, paths)
        until = min(now - ONE_DAY, last)
        passed = workdays_in(start, until, paths) if until >= start else dict.fromkeys(paths, 0)
        found |= {place.id: Clockwork(start, last, passed[place.path], whole[place.path]) for place in here}
    return found


def first_day(place: Place, year: int) -> date:
    """The first day of a year on which a place has anything to do."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return min(max(first, _begun([place])[place.id] or first), last)


def _begun(places: Sequence[Place]) -> dict[UUID, date | None]:
    """The first day on which a station of each place operated."""
    rows: Any = Station.objects.unscoped("运营日期公开").filter(level__in=["station", "county_centre"])
    dates = list(
        rows.filter(operating_on__isnull=False).values_list("pk", "area_path").annotate(on=Min("operating_on"))
    )
    found: dict[UUID, date | None] = {}
    for place in places:
        days = [
            on for pk, path, on in dates if pk == place.id or (place.kind == "area" and path.startswith(place.path))
        ]
        found[place.id] = min(days, default=None)
    return found
