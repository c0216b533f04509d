"""Figures as they are asked for (查数): one figure, its breakdown, and the place and span it is about."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Min
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import clock, db
from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.periods import Period
from yimi.network.models import Area, Station, StationArea

from . import fine, small
from .cells import cell
from .measure import CROSSES, DISTINCT, FINE_CROSSES, STOCK, Measure, measures
from .places import Place
from .reading import Asked, Reading, read

PLACES_AND_TIMES = ("area", "station", "month", "day")
CUMULATIVE, THIS_YEAR = "cumulative", "year_to_date"


@dataclass(frozen=True)
class Part:
    """One key of a breakdown with its figure; of an area, a station, a month or a day also where and when.

    `least` is what tells whether it is small: the figure, and of a rate the smaller of the two that it was made of.
    """

    key: str
    label: str
    value: int | float | None
    suppressed: bool = False
    place: Place | None = None
    span: Period | None = None
    least: int | float | None = None


@dataclass
class Figure:
    """A figure with all it was asked by (数字)."""

    measure: Measure
    place: Place
    period: str
    first: date
    last: date
    value: int | float | None
    numerator: int | None = None
    denominator: int | None = None
    suppressed: bool = False
    by: list[Part] = field(default_factory=list)


def measure_named(code: str) -> Measure:
    """The declared measure; raises `Invalid` naming the codes there are."""
    found = measures.get(code)
    if found is None:
        known = "、".join(measure.code for measure in measures)
        raise invalid("measure", _("没有指标“%(code)s”。可用：%(known)s。") % {"code": code, "known": known})
    return found


def place_named(area: str | None = None, station: str | None = None) -> Place:
    """The place that a request names by the code of an area or a station, one of the two."""
    if bool(area) == bool(station):
        raise invalid("area", _("请给出区划代码（area）或站点代码（station）之一。"))
    if station:
        found = Station.objects.unscoped("站点资料对工作人员公开").filter(code=station).first()
        return _or_404(Place.of_station(found) if found else None)
    named = Area.objects.filter(code=area).first()
    return _or_404(Place.of_area(named) if named else None)


def top_code() -> str:
    """The code of the province."""
    return Area.objects.filter(parent=None).values_list("code", flat=True).first() or ""


def span_named(code: str, place: Place) -> Period:
    """The span of a period code; `cumulative` is 自运营以来 for the stations in the place, `year_to_date` 本年累计."""
    if code == CUMULATIVE:
        return cumulative(place)
    today = clock.today()
    return Period.range(today.replace(month=1, day=1), today) if code == THIS_YEAR else Period.parse(code)


def cumulative(place: Place) -> Period:
    """自运营以来: from the first day that a station or centre of the place operated, up to today."""
    stations = Station.objects.unscoped("figures").filter(level__in=["station", "county_centre"])
    stations = stations.filter(pk=place.id) if place.kind == "station" else stations.within(place.path)
    today = clock.today()
    began = stations.aggregate(began=Min("operating_on"))["began"]
    return Period.range(min(began or today, today), today)


def figure(actor: Actor, measure: str, place: Place, period: str, by: tuple[str, ...] = ()) -> Figure:
    """One figure and, where asked, its breakdown, read at one instant."""
    return figures(actor, measure, place, (period,), by)[0]


def figures(
    actor: Actor, measure: str, place: Place, periods: tuple[str, ...], by: tuple[str, ...] = ()
) -> list[Figure]:
    """The same figure in several periods, side by side (对比); all of them read at one instant."""
    chosen = measure_named(measure)
    check_breakdown(chosen, by)
    with db.snapshot():
        spans = [span_named(period, place) for period in periods]
        below = [sub for span in spans for sub in _sub_spans(span, by)]
        heads = frozenset() if not by or by[0] in PLACES_AND_TIMES else frozenset({*by, ",".join(by)})
        apart, is_fine = (len(spans) if by in (("area",), ("station",)) else 0), fine.is_fine(chosen, by)
        for span in spans if is_fine else ():
            fine.check(actor, chosen, by, place, span)
        asked = Asked(place, (*spans, *below), (chosen,), heads, by_station=bool(apart), apart=apart, is_fine=is_fine)
        reading = read(asked)
        return [_figure(actor, reading, place, code, nth, by) for nth, code in enumerate(periods)]


def _figure(actor: Actor, reading: Reading, place: Place, period: str, nth: int, by: tuple[str, ...]) -> Figure:
    span, spans = reading.asked.spans[nth], reading.asked.spans
    measure = reading.asked.measures[0]
    value = reading.value(measure, place, span)
    hidden = not small.is_told(actor, measure, place, span, value.number)
    number = None if hidden else value.number
    answer = Figure(measure, place, period, span.first, span.last, number, value.numerator, value.denominator, hidden)
    answer.by = parts(actor, reading, measure, place, span, by, spans)
    return answer


def is_kept(measure: Measure, by: str, key: str) -> bool:
    """Whether a key, or a part of a crossed one, is kept so closely that its rows do not open."""
    dimensions = (measure.dimensions.get(name) for name in by.split(","))
    return any(d.guarded(one) for d, one in zip(dimensions, key.split(","), strict=False) if d)


def children(place: Place, standing: Collection[str] | None = None) -> list[Place]:
    """The places below an area for by=area: counties of the province, else the areas that had stations.

    A station that stands at the area itself, such as a county's centre, follows them, so that the parts add up. Of
    what stands on areas, by their paths, these are there without a station, too, and the area itself in its stead.
    """
    if place.kind == "station":
        return []
    if place.path.count("/") == 1:
        return [Place.of_area(a) for a in Area.objects.filter(is_ranked=True).order_by("order")]
    had = StationArea.objects.filter(area__path__startswith=place.path).values_list("area__path", flat=True)
    paths = {*had, *(standing or ())}
    below = Area.objects.filter(parent__code=place.code).order_by("code")
    direct = Station.objects.unscoped("figures").filter(area__path=place.path).order_by("code")
    found = [Place.of_area(area) for area in below if any(path.startswith(area.path) for path in paths)]
    if standing is not None:
        return [*found, place] if place.path in standing else found
    return found + [Place.of_station(station) for station in direct]


def stations_of(place: Place) -> list[Place]:
    """The stations and centres of a place in official order."""
    rows = Station.objects.unscoped("figures").select_related("county").order_by("county__order", "code")
    rows = rows.filter(pk=place.id) if place.kind == "station" else rows.within(place.path)
    return [Place.of_station(row) for row in rows]


def _or_404(place: Place | None) -> Place:
    if place is None:
        raise Http404
    return place


def check_breakdown(measure: Measure, by: tuple[str, ...]) -> None:
    """Raises `Invalid` where a measure cannot be taken apart like this."""
    everywhere = (name for name in PLACES_AND_TIMES if not (measure.is_of_areas and name == "station"))
    known = (*measure.breakdowns, *measure.fine, *everywhere)
    if (len(by) == 1 and by[0] in known) or (by in FINE_CROSSES and set(by) <= set(known)):
        return
    if len(by) == 2 and by in CROSSES and set(by) <= set(measure.breakdowns) and measure.kind not in (DISTINCT, STOCK):
        return
    if by:
        words = {"code": measure.code, "by": ",".join(by), "known": "、".join(known)}
        raise invalid("by", _("指标 %(code)s 不能按“%(by)s”分列。可用：%(known)s。") % words)


def _sub_spans(span: Period, by: tuple[str, ...]) -> list[Period]:
    if by == ("month",):
        return [_cut(Period.of("month", month.first), span) for month in span.months()]
    if by == ("day",):
        days = (span.last - span.first).days + 1
        if days > 31:
            raise invalid("by", _("按日分列最多 31 天。"))
        return [Period.of("day", date.fromordinal(span.first.toordinal() + n)) for n in range(days)]
    return []


def _cut(month: Period, span: Period) -> Period:
    if span.first <= month.first and month.last <= span.last:
        return month
    return Period.range(max(month.first, span.first), min(month.last, span.last))


def parts(
    actor: Actor, reading: Reading, measure: Measure, place: Place, span: Period, by: tuple,
    beside: Sequence[Period] = (),
) -> list[Part]:  # fmt: skip
    """A figure by one breakdown, from what has been read; what must not leave the county is hidden.

    The keys that it has in the spans `beside` it are there too, as 0.
    """
    if not by:
        return []
    inside = small.stays_in_county(actor, place)
    if by in (("area",), ("station",)):
        standing = {each.path for entries in reading.standing.values() for each in entries}
        is_by_area = by == ("area",)
        places = children(place, standing if measure.is_of_areas else None) if is_by_area else stations_of(place)
        found = [Part(p.code, p.name, reading.value(measure, p, span).number, place=p) for p in places]
        gone = small.of_the_province(measure, span, places) if measure.guarded and not inside else set()
        return [_untold(part) if part.place and part.place.id in gone else part for part in found]
    if by in (("month",), ("day",)):
        found = _by_time(reading, measure, place, span, by)
        return found if inside or not measure.guarded else _without_small(found, by, lambda _key: True)
    keys, unseen = _keys_of(reading, measure, place, span, by, beside, inside)
    found = [_part(reading, measure, place, span, by, key) for key in keys]
    return found if inside else _without_small(found, by, _closely_kept(measure, by), unseen)


def _by_time(reading: Reading, measure: Measure, place: Place, span: Period, by: tuple) -> list[Part]:
    length = 7 if by == ("month",) else 10
    spans = _sub_spans(span, by)
    numbers = [(s, reading.value(measure, place, s).number) for s in spans]
    return [Part(s.first.isoformat()[:length], s.label, number, span=s, least=number) for s, number in numbers]


def _keys_of(
    reading: Reading, measure: Measure, place: Place, span: Period, by: tuple, beside: Sequence[Period], inside: bool
) -> tuple[list[str], set[str]]:
    """The keys that are there, in order, and for a reader outside those kept closely that are not.

    Where one of these is hidden all are: that the others are missing would tell of it.
    """
    names = [measure.dimensions[name].names() for name in by]
    found: set[str] = set().union(*(reading.keys(measure, place, each, ",".join(by)) for each in (span, *beside)))
    unseen = {key for key in names[0] if is_kept(measure, by[0], key)} - found if len(by) == 1 and not inside else set()
    return sorted(found | unseen, key=lambda key: _rank(names, key)), unseen


def _closely_kept(measure: Measure, by: tuple) -> Callable[[str], bool]:
    return lambda key: measure.guarded or is_kept(measure, ",".join(by), key)


def _without_small(
    found: list[Part], by: tuple, closely_kept: Callable[[str], bool], unseen: Collection[str] = ()
) -> list[Part]:
    """The parts without what would tell a small number: of a cross in every row and every column."""
    groups: dict[tuple, list[str]] = {}
    for part in found:
        for nth, key in enumerate(part.key.split(",") if len(by) > 1 else [""]):
            groups.setdefault((nth, key), []).append(part.key)
    gone = small.withheld({part.key: part.least for part in found}, groups.values(), closely_kept)
    return [_untold(part) if part.key in gone else part for part in found if part.key in gone or part.key not in unseen]


def _untold(part: Part) -> Part:
    return replace(part, value=None, suppressed=True)


def _rank(names: list, key: str) -> list[tuple[int, str]]:
    """Where a key stands: in the order in which keys are named, so that ages and domains read as people know them."""
    orders = ({code: at for at, code in enumerate(called)} for called in names)
    return [(order.get(part, len(order)), part) for order, part in zip(orders, key.split(","), strict=True)]


def _part(reading: Reading, measure: Measure, place: Place, span: Period, by: tuple, key: str) -> Part:
    keys = key.split(",")
    names = [measure.dimensions[name].names() for name in by]
    found = reading.value(measure, place, span, cell(**dict(zip(by, keys, strict=True))))
    label = " × ".join(str(called.get(k, k)) for called, k in zip(names, keys, strict=True))
    return Part(key, label, found.number, least=found.least)
