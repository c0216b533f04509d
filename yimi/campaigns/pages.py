"""What the pages of campaigns show (页面内容): columns, tabs, where a campaign stands, rows to tick."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.ui.components import Column, Option
from yimi.ui.formats import day

from .models import Campaign, Good
from .queries import Line, Sheet

COLUMNS = (
    Column(gettext_lazy("专项活动")),
    Column(gettext_lazy("类别")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("日期")),
    Column(gettext_lazy("已领到／名单"), numeric=True),
    Column(gettext_lazy("社工站"), secondary=True),
)
PEOPLE_COLUMNS = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("村（居）")),
    Column(gettext_lazy("发放情况")),
    Column(gettext_lazy("已领物资")),
)
DELIVERY_COLUMNS = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("日期")),
    Column(gettext_lazy("结果")),
    Column(gettext_lazy("物资")),
    Column(gettext_lazy("社工"), secondary=True),
    Column(gettext_lazy("服务记录")),
)
TONES = {"planned": "", "running": "info", "summed": "ok", "archived": "", "cancelled": ""}
STANDS = {
    "waiting": gettext_lazy("未领到"),
    "tried": gettext_lazy("走过未领到"),
    "reached": gettext_lazy("已领到"),
}
STAND_TONES = {"waiting": "", "tried": "warn", "reached": "ok"}
_TABS = (
    ("campaign", gettext_lazy("概况")),
    ("people", gettext_lazy("名单")),
    ("deliver", gettext_lazy("登记发放")),
    ("deliveries", gettext_lazy("发放记录")),
    ("summary", gettext_lazy("小结")),
)


def tabs(sheet: Sheet, here: str, may_deliver: bool) -> list[Option]:
    """The pages of one campaign."""
    return [
        Option(label, reverse(f"campaigns:{name}", args=[sheet.row.pk]), current=name == here)
        for name, label in _TABS
        if name != "deliver" or may_deliver
    ]


def facts(sheet: Sheet) -> list[tuple[Any, Any]]:
    """The plain facts of a campaign, those that are there."""
    row = sheet.row
    shown = [
        (_("社工站"), row.station.name),
        (_("类别"), row.get_kind_display()),
        (_("日期"), f"{day(row.first_on)} – {day(row.last_on)}"),
        (_("目的"), sheet.texts.get("purpose")),
        (_("小结日期"), day(row.summed_on) if row.summed_on else None),
        (_("归档日期"), day(row.archived_on) if row.archived_on else None),
        (_("取消日期"), day(row.cancelled_on) if row.cancelled_on else None),
        (_("取消原因"), sheet.texts.get("cancel_reason")),
    ]
    return [(label, value) for label, value in shown if value]


def path_of(row: Campaign) -> list[tuple[Any, bool, bool]]:
    """The states it goes through in order (环节): the word, whether it is behind, whether it is there now."""
    if row.state == Campaign.State.CANCELLED:
        return [(row.get_state_display(), False, True)]
    states: list[Any] = [state for state in Campaign.State if state != Campaign.State.CANCELLED]
    at = states.index(Campaign.State(row.state))
    return [(state.label, n < at, n == at) for n, state in enumerate(states)]


@dataclass(frozen=True)
class Cell:
    """How much of one thing for one person: the field, what it is called, what stands in it."""

    name: str
    label: str
    good: str
    unit: str
    value: str


@dataclass(frozen=True)
class Tick:
    """A person who may be ticked (一行): what she would get, and what was wrong with it."""

    line: Line
    is_picked: bool
    cells: list[Cell]
    faults: list[Any]


def ticks(
    lines: list[Line], goods: list[Good], sent: Mapping[str, str], picked: set[UUID], faults: Mapping[UUID, list[Any]]
) -> list[Tick]:
    """The rows of a page, as they were sent or as they begin."""
    return [
        Tick(
            line,
            line.card.id in picked,
            [_cell(line, good, sent) for good in goods],
            list(faults.get(line.card.id, [])),
        )
        for line in lines
    ]


def quantity_name(person: UUID, good: Good) -> str:
    return f"n_{person}_{good.pk}"


def _cell(line: Line, good: Good, sent: Mapping[str, str]) -> Cell:
    name = quantity_name(line.card.id, good)
    label = _("%(who)s：%(good)s的数量") % {"who": line.card.name, "good": good.name}
    return Cell(name, label, good.name, good.unit, sent.get(name, str(good.each)))
