"""What the plan counts (覆盖指标): the places of the list on a day, and the rate of coverage (覆盖率)."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import RATE, STOCK, Dimension, Facts, Measure, Row, measures
from yimi.figures.texts import as_text
from yimi.network.models import Station
from yimi.network.queries import all_stations
from yimi.network.spans import was_on

from .models import ListedPlace

COVERED, UNCOVERED = "covered", "uncovered"
OPERATING = measures["STATION_ON"]


def operating_on(day: date) -> QuerySet[Station]:
    """The stations that STATION_ON counts on a day."""
    return of_the_modes().filter(was_on(day))


def of_the_modes() -> QuerySet[Station]:
    """The stations of a township and its like: neither centres nor village rooms."""
    return all_stations().filter(level=Station.Level.STATION).exclude(mode="")


def _open_to_all(actor: Actor, rows: QuerySet) -> QuerySet:
    """The list is open to all staff."""
    return rows


def _operated(places: QuerySet) -> dict[str, list[tuple[date, date | None]]]:
    """From which day to which a station operated in the areas of places of the list."""
    found: dict[str, list] = defaultdict(list)
    spans = OPERATING.counted().filter(station__area__in=places.order_by().values("area")).order_by()
    for area, *days in spans.values_list(as_text("station__area_id"), OPERATING.facts.on, OPERATING.facts.until):
        found[area].append(tuple(days))
    return found


def _state_on(days: list[tuple[date, date | None]], on: date) -> list[str]:
    is_covered = any(first <= on and (last is None or on <= last) for first, last in days)
    return [COVERED if is_covered else UNCOVERED]


def _in_state(key: str, day: date | None) -> Q:
    there = Exists(operating_on(day or clock.today()).filter(area=OuterRef("area")))
    return Q(there) if key == COVERED else ~Q(there)


def _years() -> dict[str, Any]:
    years = ListedPlace.objects.order_by("year").values_list("year", flat=True).distinct()
    return {str(year): _("%(year)s 年") % {"year": year} for year in years}


def _present(actor: Actor, places: list[ListedPlace]) -> list[Row]:
    """Each place with the station that operates there today, if any."""
    areas = [place.area_id for place in places]
    there = {station.area_id: station for station in operating_on(clock.today()).filter(area__in=areas)}
    return [_row(place, there.get(place.area_id)) for place in places]


def _row(place: ListedPlace, station: Station | None) -> Row:
    url = f"{reverse('coverage:plan')}?county={place.county.code}#list"
    code, name = (station.code, station.short_name) if station else ("", str(_("还没有运营站")))
    return Row("place", place.pk, code, place.listed_on, 1, label=place.area.name, url=url, station_name=name)


PLACES = Facts(
    key="listed_places",
    rows=lambda: ListedPlace.objects.select_related("area", "county"),
    on="listed_on",
    until="delisted_on",
    is_left_on=True,
    area="area__path",
    dimensions={
        "place_state": Dimension(
            path="area_id",
            lookup=_operated,
            keys=_state_on,
            where=_in_state,
            names=lambda: {COVERED: _("已有运营站"), UNCOVERED: _("还没有运营站")},
            closed=True,
        ),
        "listed_year": Dimension(
            path="year",
            keys=lambda year, on: [str(year)],
            where=lambda key, _day: Q(year=int(key) if key.isdecimal() else 0),
            names=_years,
        ),
    },
    opens=Permission.STATION_VIEW,
    visible=_open_to_all,
    present=_present,
)

measures.add(
    Measure(
        code="PLACE_LISTED",
        name=_("应覆盖地点数"),
        unit=_("个"),
        kind=STOCK,
        definition=_("当日在应覆盖地点清单上的乡镇、街道、大社区、农场；清单由省里编制，不按区划代码表推算。"),
        facts=PLACES,
        breakdowns=("place_state", "listed_year"),
        order=12,
    )
)
measures.add(
    Measure(
        code="COVER_RATE",
        name=_("覆盖率"),
        unit="%",
        kind=RATE,
        definition=_(
            "期末当日运营社工站 ÷ 当日清单上的应覆盖地点。驻地不在清单上的运营站也算在内；"
            "哪些地点还没有运营站，见应覆盖地点数的明细。"
        ),
        parts=("STATION_ON", "PLACE_LISTED"),
        undivided=_("分子是社工站，分母是地点，两者没有共同的分项，因此只按区划和时间分列。"),
        order=13,
    )
)
