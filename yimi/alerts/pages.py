"""The parts of the pages of daily monitoring (日监测页面的内容), as values that templates place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import PROVINCE
from yimi.tracking.safety import items, safety_checks
from yimi.ui.components import Column, LedgerCell, Option, Rag
from yimi.ui.formats import day as day_text

from . import queries
from .models import Alert, DailyMonitor

COLUMNS = (
    Column(gettext_lazy("情况")),
    Column(gettext_lazy("安全事项"), secondary=True),
    Column(gettext_lazy("社工站")),
    Column(gettext_lazy("起始日期")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("说明期限"), secondary=True),
)
TONES = {"open": "warn", "explained": "info", "resolved": "ok", "gone": ""}


def says(row: Alert) -> str:
    """What was found, without a name."""
    check = safety_checks.get(row.source)
    return check.words if check else str(row.get_item_display())


def rows(actor: Actor, found: list[Alert]) -> list[dict[str, Any]]:
    """The lines of a list; from the province a line names the county alone."""
    near = queries.near(actor, found)
    return [
        {
            "alert": row, "says": says(row), "tone": TONES[row.state], "is_overdue": queries.is_overdue(row),
            "place": row.station.short_name if row.pk in near else row.county.short_name,
        }
        for row in found
    ]  # fmt: skip


def tabs(counts: dict[str, int], current: str) -> list[tuple[Option, int]]:
    """未办结 待说明 已说明 已升级: each with the number that it lists."""
    here = reverse("alerts:list")
    told = (
        ("unsettled", _("未办结"), "all", ""), ("open", _("待说明"), "open", "?state=open"),
        ("explained", _("已说明"), "explained", "?state=explained"),
        ("escalated", _("已升级"), "escalated", "?escalated=on"),
    )  # fmt: skip
    return [(Option(name, here + query, current=key == current), counts[count]) for key, name, count, query in told]


def tab_of(asked: queries.Asked) -> str:
    """Which of the tabs a list is; none with a day or a place."""
    plain = queries.Asked(state=asked.state, is_escalated=asked.is_escalated)
    if asked != plain:
        return ""
    return "escalated" if asked.is_escalated and asked.state == queries.UNSETTLED else asked.state


@dataclass(frozen=True)
class Line:
    """A county on a day: its word, and its counts with what they open."""

    row: DailyMonitor
    url: str
    status: Rag
    cells: list[tuple[int, str]]
    total: tuple[int, str]
    escalated: tuple[int, str]


def monitor_columns(first: Any) -> list[Column]:
    """The heads of the table of a day, or of the days of one county."""
    names = [Column(item.label, numeric=True, secondary=True) for item in items()]
    rest = [(_("新增"), True), (_("结束"), True), (_("运营社工站"), True)]
    return [
        Column(first), Column(_("状态")), *names, Column(_("未办结"), numeric=True),
        Column(_("已升级"), numeric=True), *(Column(name, numeric=True, secondary=far) for name, far in rest),
    ]  # fmt: skip


def lines(actor: Actor, monitors: Iterable[DailyMonitor]) -> list[Line]:
    """Counties in the official order, or days; a number opens its alerts for who may read them."""
    near = any(grant.on_kind != PROVINCE for grant in actor.grants_for(Permission.ALERT_VIEW))
    return [_line(row, near) for row in monitors]


def _line(row: DailyMonitor, near: bool) -> Line:
    counts = {item: row.counts.get(item, 0) for item in items()}
    return Line(
        row, f"{reverse('alerts:day')}?day={row.day}", Rag.WATCH if row.unsettled else Rag.OK,
        [(n, alerts_url(row, item=item.value) if near and n else "") for item, n in counts.items()],
        (row.unsettled, alerts_url(row) if near and row.unsettled else ""),
        (row.escalated, alerts_url(row, escalated="on") if row.escalated else ""),
    )  # fmt: skip


def alerts_url(row: DailyMonitor, **more: str) -> str:
    """The alerts that a count of this county and day counts."""
    return f"{reverse('alerts:list')}?{urlencode({'county': row.county.code, 'on': row.day.isoformat()} | more)}"


def totals(found: list[DailyMonitor]) -> list[LedgerCell]:
    """The day as a whole."""
    needing = sum(bool(row.unsettled) for row in found)
    note = _("%(n)s 个市县需关注") % {"n": needing} if len(found) > 1 and needing else ""
    return [
        LedgerCell(_("未办结"), sum(row.unsettled for row in found), _("件"), note=note),
        LedgerCell(_("当日新增"), sum(row.opened for row in found), _("件")),
        LedgerCell(_("当日结束"), sum(row.closed for row in found), _("件")),
        LedgerCell(_("已升级到省级"), sum(row.escalated for row in found), _("件")),
    ]


@dataclass(frozen=True)
class Days:
    """The day that is shown, and the ways to those beside it."""

    label: str
    previous_url: str = ""
    next_url: str = ""


def days(day: date) -> Days:
    before, after = queries.days_beside(day)
    here = reverse("alerts:day")
    return Days(day_text(day), f"{here}?day={before}" if before else "", f"{here}?day={after}" if after else "")
