"""The overview (总览): figures of a place and a span side by side, read at one instant."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.catalogue.queries import remembered
from yimi.core import clock, db
from yimi.core.periods import Period
from yimi.figures.measure import FLOW, STOCK, Measure, measures
from yimi.figures.places import Place
from yimi.figures.queries import CUMULATIVE, cumulative, span_named
from yimi.figures.reading import Asked, Reading, read
from yimi.network.models import Station
from yimi.ui.components import Change, LedgerCell

from .scopes import Scope, ranked

LEDGER = ("STATION_ON", "STAFF_ON", "VISIT_FILE_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT")
COUNTY_COLUMNS = ("STATION_ON", "STAFF_ON", "VISIT_FILE_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT", "FILE_STOCK")
STATION_COLUMNS = ("STAFF_ON", "VISIT_FILE_PT", "ASSIST_PT", "SESSION", "BENEFIT_PT", "FILE_NEW", "FILE_STOCK")
HEADS = {
    "STATION_ON": gettext_lazy("运营站"),
    "STAFF_ON": gettext_lazy("在岗社工"),
    "VISIT_FILE_PT": gettext_lazy("走访建档"),
    "ASSIST_PT": gettext_lazy("帮扶"),
    "SESSION": gettext_lazy("服务场次"),
    "BENEFIT_PT": gettext_lazy("惠及人次"),
    "FILE_NEW": gettext_lazy("新建档案"),
    "FILE_STOCK": gettext_lazy("在册档案"),
}
MAIN = "VISIT_FILE_PT"
ON_PHONES = {MAIN, "STATION_ON"}


@dataclass(frozen=True)
class Cell:
    """One number of the table and the address of its rows."""

    value: int | float | None
    url: str
    secondary: bool


@dataclass(frozen=True)
class Line:
    """One county or station of the table with its numbers."""

    name: str
    url: str
    cells: list[Cell]
    code: str
    note: str = ""


@dataclass(frozen=True)
class Board:
    """All that the overview shows."""

    scope: Scope
    period: str
    span: Period
    since: Period
    ledger: list[LedgerCell]
    columns: list[Measure]
    lines: list[Line]
    total: Line
    silent: int
    counties: list[Place]
    without: list[str]

    @property
    def label(self) -> str:
        return period_label(self.period, self.span)

    @property
    def main(self) -> LedgerCell:
        return self.ledger[LEDGER.index(MAIN)]


def board(scope: Scope, period: str, *, by_station: bool) -> Board:
    """The overview of a scope in a period, its counties or its stations below; one snapshot."""
    with db.snapshot(), remembered():
        since = cumulative(scope.place)
        span = since if period == CUMULATIVE else span_named(period, scope.place)
        before = span.previous() if span.last < clock.today() and span.kind != "range" else None
        spans = tuple(filter(None, (span, since, before)))
        codes = dict.fromkeys((*LEDGER, *(STATION_COLUMNS if by_station else COUNTY_COLUMNS)))
        asked = Asked(scope.place, spans, tuple(measures[code] for code in codes), by_station=by_station)
        reading = read(asked)
        stations = _stations(scope)
        columns = [measures[code] for code in (STATION_COLUMNS if by_station else COUNTY_COLUMNS)]
        lines, without = _lines(reading, scope, stations, columns, period, span, by_station)
        operating = [station for station in stations if station.state == Station.State.OPERATING]
        operating = [station for station in operating if station.level == Station.Level.STATION]
        silent = _silent(reading, operating, span) if by_station else 0
        counties = ranked() if scope.station else reading.network.counties  # a reading of one station has none
    return Board(
        scope=scope, period=period, span=span, since=since,
        columns=columns, lines=lines, silent=silent, counties=counties, without=without,
        ledger=[_ledger_cell(reading, measures[code], scope, period, span, before) for code in LEDGER],
        total=Line(
            _("合计"), "", _cells(reading, columns, scope.place, period, span, scope.query), scope.place.code
        ),
    )  # fmt: skip


def _stations(scope: Scope) -> list[Station]:
    rows = Station.objects.unscoped("站点资料对工作人员公开").select_related("county")
    rows = rows.filter(pk=scope.place.id) if scope.station else rows.within(scope.place.path)
    return list(rows.order_by("county__order", "code"))


def _lines(
    reading: Reading, scope: Scope, stations: list[Station], columns: list[Measure], period: str, span: Period,
    by_station: bool,
) -> tuple[list[Line], list[str]]:  # fmt: skip
    if by_station:
        shown = [s for s in stations if s.level != Station.Level.VILLAGE_ROOM]
        return [_station_line(reading, station, columns, period, span) for station in shown], []
    counties, taking_part = reading.network.counties, {station.county_id for station in stations}
    lines = [_county_line(reading, area, columns, period, span) for area in counties if area.id in taking_part]
    return lines, [area.name for area in counties if area.id not in taking_part]


def _station_line(reading: Reading, station: Station, columns: list[Measure], period: str, span: Period) -> Line:
    query = {"station": station.code}
    note = "" if station.state == Station.State.OPERATING else str(station.get_state_display())
    cells = _cells(reading, columns, Place.of_station(station), period, span, query)
    return Line(station.short_name, overview_url(query, period), cells, station.code, note)


def _county_line(reading: Reading, area: Place, columns: list[Measure], period: str, span: Period) -> Line:
    query = {"area": area.code}
    cells = _cells(reading, columns, area, period, span, query)
    note = "" if reading.value(measures["STATION_ON"], area, span).number else _("三级体系试点")
    return Line(area.name, overview_url(query, period), cells, area.code, note)


def _cells(
    reading: Reading, columns: list[Measure], place: Place, period: str, span: Period, query: dict
) -> list[Cell]:
    return [
        Cell(reading.value(m, place, span).number, rows_url(m.code, query, period), m.code not in ON_PHONES)
        for m in columns
    ]


def _silent(reading: Reading, stations: list[Station], span: Period) -> int:
    """How many operating stations have nothing of the main measure yet in the span."""
    main = measures[MAIN]
    return sum(reading.value(main, Place.of_station(station), span).number == 0 for station in stations)


def _ledger_cell(
    reading: Reading, measure: Measure, scope: Scope, period: str, span: Period, before: Period | None
) -> LedgerCell:
    value = reading.value(measure, scope.place, span).number
    return LedgerCell(
        measure.name, value, measure.unit, rows_url(measure.code, scope.query, period),
        note=_note(reading, measure, scope, period), definition=measure.definition,
        note_url=_since_url(measure, scope, period),
        change=_change(reading, measure, scope, value, before),
    )  # fmt: skip


def _note(reading: Reading, measure: Measure, scope: Scope, period: str) -> str:
    """The cumulative figure beside that of a month; what a level is of."""
    if measure.kind == STOCK:
        return _("期末数")
    if period == CUMULATIVE:
        return _("累计")
    since = reading.asked.spans[1]
    number = reading.value(measure, scope.place, since).number
    return _("自运营以来 %(number)s") % {"number": f"{number:,}"}


def _since_url(measure: Measure, scope: Scope, period: str) -> str:
    """The rows of the cumulative figure, where the note tells one."""
    return "" if measure.kind == STOCK or period == CUMULATIVE else rows_url(measure.code, scope.query, CUMULATIVE)


def _change(reading: Reading, measure: Measure, scope: Scope, value, before: Period | None) -> Change | None:
    """环比, only where both periods are over and the one before had something."""
    if before is None or measure.kind != FLOW:
        return None
    earlier = reading.value(measure, scope.place, before).number
    return Change((value - earlier) / earlier) if earlier else None


def rows_url(measure: str, query: dict[str, str], period: str) -> str:
    return f"{reverse('figures:rows')}?{urlencode({'measure': measure} | query | {'period': period})}"


def overview_url(query: dict[str, str], period: str) -> str:
    return f"{reverse('desk:overview')}?{urlencode(query | {'period': period})}"


def this_month() -> str:
    return Period.of("month", clock.today()).code


def period_label(period: str, span: Period) -> str:
    """The words for a period: 2026年10月, or 自运营以来 with its days."""
    if period == CUMULATIVE:
        return _("自运营以来（%(span)s）") % {"span": span.label}
    return span.label
