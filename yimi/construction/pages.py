"""The parts of the construction pages (建站页面的内容), as values that templates place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import declare
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.network.station_states import CHAIN
from yimi.tracking.queries import open_of_sources
from yimi.ui.components import Column, Swatch, Tile, TileGrid
from yimi.ui.formats import pct

from . import queries
from .actions.accepting import SOURCE
from .marking import Mark
from .models import Result
from .progress import STAGES, StageRow, by_county, counties
from .queries import Line, Sheet

State = Station.State
STATE_TONES = {"operating": "ok", "accepted": "info", "rectifying": "warn", "suspended": "warn"}
DATES = {
    State.SELF_CHECKED: "self_checked_on", State.ACCEPTED: "accepted_on", State.OPERATING: "operating_on",
}  # fmt: skip
BOARD_COLUMNS = (
    Column(gettext_lazy("社工站")),
    Column(gettext_lazy("市县"), secondary=True),
    Column(gettext_lazy("层级"), secondary=True),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("自查"), numeric=True),
    Column(gettext_lazy("验收通过"), numeric=True),
    Column(gettext_lazy("不符合"), numeric=True),
    Column(gettext_lazy("验收合格"), secondary=True),
    Column(gettext_lazy("运营"), secondary=True),
)


def steps(station: Station) -> list[dict[str, Any]]:
    """The steps of construction (建站步骤) with their dates; rectifying stands where acceptance does.

    Of a station that is not on its way any more, those that it had come to.
    """
    now = State.ACCEPTING if station.state == State.RECTIFYING else station.state
    here = CHAIN.index(State(now)) if now in CHAIN else None
    behind = _come_to(station) if here is None else here
    return [
        {
            "label": station.get_state_display() if nth == here else each.label,
            "look": "behind" if nth < behind or each == now == State.OPERATING else "now" if nth == here else "",
            "is_now": nth == here, "on": getattr(station, DATES[each]) if each in DATES else None,
        }
        for nth, each in enumerate(CHAIN)
    ]  # fmt: skip


def _come_to(station: Station) -> int:
    """How many steps a station had behind it when it stopped, by its dates."""
    return 1 + max(
        (nth for nth, each in enumerate(CHAIN) if each in DATES and getattr(station, DATES[each])), default=0
    )


def may_do(actor, station: Station) -> dict[str, bool]:
    """Which parts of the file are hers."""
    asked = {
        "may_check": Permission.BUILDING_CHECK, "may_accept": Permission.BUILDING_ACCEPT,
        "may_manage": Permission.STATION_MANAGE, "may_spot": Permission.BUILDING_SPOT,
    }  # fmt: skip
    return {name: queries.may(actor, permission, station) for name, permission in asked.items()}


def sheet_of(actor, code: str) -> Sheet:
    """The file of a station, with what is being followed of its items."""
    station = queries.station_for(actor, code)
    return queries.sheet_for(actor, code, open_of_sources(SOURCE, queries.item_ids(station.pk)))


def shown(actor, sheet: Sheet) -> dict[str, Any]:
    """Everything that the page of a station places."""
    station, may = sheet.station, may_do(actor, sheet.station)
    stops = declare.obstacles("station.close", station.pk) if may["may_manage"] and station.ceased_on is None else []
    opens = declare.obstacles("station.open", station.pk) if may["may_manage"] and station.state == "accepted" else []
    return may | {
        "sheet": sheet, "station": station, "steps": steps(station), "facts": facts(sheet),
        "state_tone": STATE_TONES.get(station.state, ""), "stops": stops, "opens": opens,
        "is_recorded": sheet.checklist is not None and sheet.checklist.is_from_before,
        "may_record": may["may_accept"] and sheet.checklist is None
        and station.state in (State.ACCEPTED, State.OPERATING, State.SUSPENDED),
        "may_photograph": (may["may_check"] or may["may_accept"]) and station.state != State.CLOSED,
    }  # fmt: skip


def facts(sheet: Sheet) -> list[tuple[Any, Any]]:
    station, reckoning = sheet.station, sheet.reckoning
    rate = _("%(rate)s（合格线 %(least)s）") % {"rate": pct(reckoning.rate), "least": pct(reckoning.min_pass_rate)}
    judged = len(sheet.lines) - len(reckoning.unjudged)
    return [
        (_("场地来源"), station.get_premises_source_display()),
        (_("建站指引"), str(sheet.checklist.edition) if sheet.checklist else None),
        (_("核查项目"), _("%(all)d 项，其中必备 %(must)d 项") % {"all": len(sheet.lines), "must": _mandatory(sheet)}),
        (_("已验收"), _("%(n)d 项") % {"n": judged}),
        (_("通过率"), rate if judged else None),
        (_("未通过必备项"), _("%(n)d 项") % {"n": len(reckoning.open_mandatory)} if judged else None),
        (_("停止运营原因"), station.stop_reason or None),
    ][: None if station.stop_reason else -1]


def _mandatory(sheet: Sheet) -> int:
    return sum(line.item.is_mandatory for line in sheet.lines)


@dataclass
class Row:
    """One item of a form: what is marked, its photos, and what is wrong."""

    line: Line
    mark: Mark
    options: list[tuple[str, Any]]
    faults: list[Any] = field(default_factory=list)


@dataclass
class Filling:
    """A form of every item while it is filled in (填写): what was sent, of which version, and what is wrong with it."""

    own: bool
    version: int | None = None
    marks: dict[str, Mark] = field(default_factory=dict)
    opinion: str = ""
    wrong: list[Any] = field(default_factory=list)
    faults: Mapping[str, list] = field(default_factory=dict)

    def read(self, data: Mapping[str, str], codes: Iterable[str]) -> None:
        """Take what a form says of each item, and which version it began with."""
        self.marks = {code: Mark(data.get(f"result-{code}", ""), data.get(f"note-{code}", "")) for code in codes}
        self.opinion, said = data.get("opinion", ""), data.get("version", "")
        self.version = int(said) if said.isdigit() else self.version

    def refuse(self, refused: Invalid | RuleBroken) -> None:
        self.faults = getattr(refused, "fields", {})
        self.wrong = (
            [text for texts in refused.fields.values() for text in texts]
            if isinstance(refused, Invalid)
            else [refused.message]
        )


def form_groups(sheet: Sheet, filling: Filling) -> list[tuple[str, list[Row]]]:
    """The items under their headings as a form shows them: as kept, or as just sent."""
    return [(name, [_row(line, filling) for line in lines]) for _code, name, lines in sheet.groups]


def _row(line: Line, filling: Filling) -> Row:
    item = line.item
    kept = Mark(item.own_result, item.own_note) if filling.own else Mark(item.result, item.note)
    options = [(value, label) for value, label in Result.choices if value != Result.SHARED or item.is_shareable]
    return Row(line, filling.marks.get(item.code, kept), options, list(filling.faults.get(item.code, ())))


def board(actor) -> dict[str, Any]:
    """The tile grid of who operates, among those within reach."""
    stages, places = by_county(actor), counties(actor)
    tiles = [_tile(place, stages.get(place.code, {})) for place in places]
    legend = [
        Swatch(5, _("全部运营")), Swatch(3, _("部分运营")), Swatch(1, _("建设、验收中")),
        Swatch("dotted", _("暂无站点")),
    ]  # fmt: skip
    return {"grid": TileGrid(tiles, _("建站进度方格图"), legend, key="construction") if len(places) > 1 else None}


def _tile(place, states: Mapping[str, int]) -> Tile:
    total, operating = sum(states.values()), states.get("operating", 0)
    level = 5 if total and operating == total else 3 if operating else 1
    words = "，".join(f"{stage.label} {states[stage]}" for stage in STAGES if states.get(stage))
    url = f"{reverse('construction:list')}?county={place.code}"
    return Tile(
        place.code, place.short_name, f"{operating}/{total}" if total else "", level, url, dotted=not total,
        title=f"{place.short_name}，{words}",
    )  # fmt: skip


def stage_columns(rows: list[StageRow]) -> list[Column]:
    """The stages that any station stands in, so that the table stays narrow."""
    return [
        Column(_("批次和层级")),
        *(Column(stage.label, numeric=True) for stage in used(rows)),
        Column(_("合计"), numeric=True),
    ]


def used(rows: list[StageRow]) -> list[State]:
    return [stage for nth, stage in enumerate(STAGES) if any(row.counts[nth] for row in rows)]


def stage_rows(rows: list[StageRow]) -> list[tuple[Any, list[int], int]]:
    kept = [STAGES.index(stage) for stage in used(rows)]
    return [(row.label, [row.counts[nth] for nth in kept], row.total) for row in rows]


def table_header() -> list[Any]:
    return [
        _("站点代码"), _("站名"), _("市县"), _("层级"), _("模式"), _("批次"), _("状态"), _("场地来源"), _("核查项目"),
        _("已自查"), _("验收通过"), _("不符合"), _("自查日期"), _("验收合格日期"), _("揭牌日期"), _("运营日期"),
    ]  # fmt: skip


def table_rows(stations: Iterable[Any]) -> list[list[Any]]:
    """The board as a table to take away."""
    return [
        [
            one.code, one.name, one.county.short_name, one.get_level_display(), one.get_mode_display(), one.batch,
            one.get_state_display(), one.get_premises_source_display(), one.items, one.checked, one.met, one.failed,
            one.self_checked_on, one.accepted_on, one.unveiled_on, one.operating_on,
        ]
        for one in stations
    ]  # fmt: skip
