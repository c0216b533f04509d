"""The page of a 市县 (市县页): its mode, its figures, its stations; told from data, the same way for every place."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.catalogue.local_modes import LocalMode, local_modes
from yimi.catalogue.queries import service_codes
from yimi.core import clock, db
from yimi.core.periods import Period
from yimi.figures.measure import RATE, Measure, measures
from yimi.figures.places import Place
from yimi.figures.queries import CUMULATIVE, cumulative
from yimi.figures.reading import Asked, Reading, read
from yimi.network.models import Area, Station
from yimi.network.queries import StationFilters, area_by_code, ranked_areas, stations_listed
from yimi.ui.components import Column, LedgerCell
from yimi.ui.formats import pct

from .board import LEDGER, overview_url

OPERATING = Station.State.OPERATING


@dataclass(frozen=True)
class SpecialLine:
    """A local service with the names of the services it goes with."""

    code: str
    name: str
    note: str
    services: list[str]


@dataclass(frozen=True)
class CountyPage:
    """All that the page of a 市县 shows."""

    area: Area
    mode: LocalMode | None
    special: list[SpecialLine]
    since: Period
    figures: list[LedgerCell]
    indicators: list[LedgerCell]
    stations: list[Station]
    overview_url: str


@dataclass(frozen=True)
class CountyLine:
    """One 市县 in the list of all: its mode, and how many of its stations operate."""

    area: Area
    mode: LocalMode | None
    operating: int
    stations: int


def county_page(code: str) -> CountyPage:
    """The 市县 with this code, or 404; figures since its stations began to operate."""
    area = area_by_code(code)
    if area is None or not area.is_ranked:
        raise Http404
    mode, place = local_modes(clock.today()).get(area.code), Place.of_area(area)
    own = [measures[each] for each in (mode.measures if mode else ()) if each in measures]
    with db.snapshot():
        since = cumulative(place)
        asked = Asked(place, (since,), tuple({m.code: m for m in (*map(measures.__getitem__, LEDGER), *own)}.values()))
        reading = read(asked)
    stations = list(stations_listed(StationFilters(area=area.code)))
    return CountyPage(
        area=area, mode=mode, special=_special(mode), since=since, stations=stations,
        figures=[_cell(reading, measures[each], place, since) for each in LEDGER],
        indicators=[_cell(reading, measure, place, since) for measure in own],
        overview_url=overview_url({"area": area.code}, CUMULATIVE),
    )  # fmt: skip


def _special(mode: LocalMode | None) -> list[SpecialLine]:
    names = {code: info.name for code, info in service_codes(clock.today()).items()}
    return [
        SpecialLine(
            each.code, each.name, each.note, [f"{code} {names.get(code, '')}".strip() for code in each.services]
        )
        for each in (mode.special if mode else ())
    ]


def _cell(reading: Reading, measure: Measure, place: Place, span: Period) -> LedgerCell:
    """A figure that opens on the analysis page."""
    number = reading.value(measure, place, span).number
    query = urlencode({"measure": measure.code, "area": place.code, "period": CUMULATIVE})
    value = pct(number, 1) if measure.kind == RATE else number
    return LedgerCell(
        measure.name, value, measure.unit, f"{reverse('desk:analysis')}?{query}", definition=measure.definition
    )  # fmt: skip


def county_lines() -> list[CountyLine]:
    """Every 市县 in the official order, with its mode where it has one; nobody is ranked."""
    modes = local_modes(clock.today())
    rows = Station.objects.unscoped("站点资料对工作人员公开").exclude(level=Station.Level.VILLAGE_ROOM)
    counts = Counter(rows.values_list("county__code", "state"))
    return [
        CountyLine(
            area, modes.get(area.code), counts[area.code, OPERATING],
            sum(n for (code, _state), n in counts.items() if code == area.code),
        )
        for area in ranked_areas()
    ]  # fmt: skip


def list_columns() -> list[Column]:
    return [
        Column(_("市县")),
        Column(_("本地模式")),
        Column(_("运营站"), numeric=True),
        Column(_("全部站点"), numeric=True),
    ]


def station_columns() -> list[Column]:
    return [Column(_("社工站")), Column(_("层级"), secondary=True), Column(_("模式")), Column(_("状态"))]
