"""What the pages of the plan show beside their rows (页面): the tile grid, the columns, the panel of a 市县."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.figures.measure import Measure, measures
from yimi.figures.queries import Figure, top_code
from yimi.ui.components import Column, LedgerCell, Swatch, Tile, TileGrid
from yimi.ui.formats import pct
from yimi.ui.tiles import places

from .queries import CountyPlan, Line, Plan, plan

LEVELS = 5
PLACE_COLUMNS = (
    Column(gettext_lazy("地点")), Column(gettext_lazy("市县")), Column(gettext_lazy("计划年度"), numeric=True),
    Column(gettext_lazy("社工站")), Column(gettext_lazy("说明"), secondary=True),
)  # fmt: skip


def ledger(told: Plan, cover: Figure) -> list[LedgerCell]:
    """The numbers of the plan; what they are made of opens from each."""
    listed, stations, rate = (measures[code] for code in ("PLACE_LISTED", "STATION_ON", "COVER_RATE"))
    return [
        LedgerCell(listed.name, told.whole.listed, listed.unit, _rows(listed), definition=listed.definition),
        LedgerCell(stations.name, cover.numerator, stations.unit, _rows(stations), definition=stations.definition),
        LedgerCell(rate.name, pct(cover.value, 1), "", _apart(rate), definition=rate.definition),
        LedgerCell(_("缺口"), told.whole.gap, _("个"), reverse("coverage:plan") + "?gap=on#list"),
    ]  # fmt: skip


def _rows(measure: Measure) -> str:
    """The rows of a number of today."""
    asked = {"measure": measure.code, "area": top_code(), "period": clock.today().isoformat()}
    return f"{reverse('figures:rows')}?{urlencode(asked)}"


def _apart(measure: Measure) -> str:
    """The number by month of this year, on the page that takes figures apart."""
    return f"/app/analysis/?{urlencode({'measure': measure.code, 'by': 'area', 'period': f'{clock.today():%Y-%m}'})}"


def tile_grid(told: Plan) -> TileGrid:
    """Each 市县 in its schematic place: covered of listed, shaded by the share; nobody is ranked."""
    step = 100 // LEVELS
    legend = [Swatch(n, f"{(n - 1) * step + 1}–{n * step}%") for n in range(1, LEVELS + 1)]
    tiles = [_tile(one) for one in told.counties]
    return TileGrid(tiles, _("各市县已覆盖／应覆盖"), [*legend, Swatch("hatched", _("还没有运营站"))])


def _tile(one: CountyPlan) -> Tile:
    place, progress = places().get(one.area.code), one.progress
    name = place.name if place and place.name else one.area.short_name
    url = f"{reverse('coverage:plan')}?county={one.area.code}#list"
    if not progress.listed:
        return Tile(one.area.code, name, title=_("%(name)s，没有列入") % {"name": one.area.name})
    value = f"{progress.covered}/{progress.listed}"
    said = {"name": one.area.name, "covered": progress.covered, "listed": progress.listed}
    title = _("%(name)s，应覆盖 %(listed)s 个，已覆盖 %(covered)s 个") % said
    level = -(-progress.covered * LEVELS // progress.listed)
    note = "" if progress.covered else value
    return Tile(one.area.code, name, value, level, url, hatched=bool(note), title=title, note=note)


def county_columns(told: Plan) -> list[Column]:
    years = [Column(_("%(year)s 年") % {"year": year}, numeric=True, secondary=True) for year in told.years]
    return [
        Column(_("市县")), Column(_("应覆盖"), numeric=True), *years, Column(_("已覆盖"), numeric=True),
        Column(_("缺口"), numeric=True),
    ]  # fmt: skip


def year_columns() -> list[Column]:
    return [
        Column(_("计划年度")), Column(_("当年应覆盖"), numeric=True, secondary=True),
        Column(_("累计应覆盖"), numeric=True), Column(_("已覆盖"), numeric=True), Column(_("缺口"), numeric=True),
    ]  # fmt: skip


def table_rows(lines: list[Line]) -> Iterator[list[Any]]:
    """The list as a table that can be changed and sent back."""
    for line in lines:
        place, station = line.place, line.station
        yield [
            place.area.code, place.area.name, place.year, place.note, place.county.name,
            station.name if station else "", station.get_state_display() if station else _("没有社工站"),
        ]  # fmt: skip


def county_panel(request, area) -> str:
    """How far a 市县 has come, on its page; nothing where none of its places is listed."""
    own = next((one for one in plan().counties if one.area.pk == area.pk), None)
    if own is None or not own.progress.listed:
        return ""
    return render_to_string("coverage/panel.html", {"own": own}, request=request)
