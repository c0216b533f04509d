"""What the pages of the register show beside their rows (页面): columns, tones, the table to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yimi.core import clock
from yimi.figures.measure import measures
from yimi.ui.components import Column

from .models import Demand
from .queries.demands import Status, status_of
from .turns import times_a_year

COLUMNS = (
    Column(gettext_lazy("事项")), Column(gettext_lazy("状态")), Column(gettext_lazy("频次")),
    Column(gettext_lazy("每次用时"), numeric=True), Column(gettext_lazy("提出单位"), secondary=True),
    Column(gettext_lazy("填报范围"), secondary=True), Column(gettext_lazy("有效期"), secondary=True),
)  # fmt: skip
STANDING_COLUMNS = (
    Column(gettext_lazy("材料")), Column(gettext_lazy("频次")), Column(gettext_lazy("站点填报项数"), numeric=True),
    Column(gettext_lazy("依据"), secondary=True),
)  # fmt: skip
DUE_COLUMNS = (
    Column(gettext_lazy("事项")), Column(gettext_lazy("本期")), Column(gettext_lazy("填报期限")),
    Column(gettext_lazy("状态")), Column(gettext_lazy("每月用时"), numeric=True),
)  # fmt: skip
ANSWER_COLUMNS = (
    Column(gettext_lazy("社工站")), Column(gettext_lazy("填报")), Column(gettext_lazy("上报日期")),
    Column(gettext_lazy("填报人"), secondary=True),
)  # fmt: skip
REFUSAL_COLUMNS = (
    Column(gettext_lazy("填报内容")), Column(gettext_lazy("台账指标")), Column(gettext_lazy("提出单位")),
    Column(gettext_lazy("提出人"), secondary=True), Column(gettext_lazy("日期")),
)  # fmt: skip
FEEDBACK_COLUMNS = (
    Column(gettext_lazy("内容")), Column(gettext_lazy("类型")), Column(gettext_lazy("状态")),
    Column(gettext_lazy("提出日期")), Column(gettext_lazy("提出人"), secondary=True),
)  # fmt: skip
YEAR_COLUMNS = (
    Column(gettext_lazy("年份")), Column(gettext_lazy("填报事项（项）"), numeric=True),
    Column(gettext_lazy("平均每站用时（分钟）"), numeric=True), Column(gettext_lazy("终止（项）"), numeric=True),
    Column(gettext_lazy("台账已有、不再填报（项）"), numeric=True), Column(gettext_lazy("提醒（次）"), numeric=True),
)  # fmt: skip
LEVEL_COLUMNS = (
    Column(gettext_lazy("提出层级")), Column(gettext_lazy("事项（项）"), numeric=True),
    Column(gettext_lazy("平均每站用时（分钟）"), numeric=True),
)  # fmt: skip
TONES = {
    Status.IN_FORCE: "ok", Status.COMING: "info", Status.PROPOSED: "warn", Status.RETURNED: "warn", Status.EXPIRED: "",
    Status.ENDED: "",
}  # fmt: skip


def facts(row: Demand) -> list[tuple[Any, Any]]:
    """What is known of a request, label and value."""
    return [
        (_("提出单位"), _("%(office)s（%(level)s）") % {"office": row.office, "level": row.get_level_display()}),
        (_("文件依据"), row.basis),
        (_("填报范围"), f"{row.target.name} · {row.get_to_level_display()}"),
        (_("填报频次"), rhythm_of(row)),
        (_("每站每次用时"), minutes_of(row.minutes)),
        (_("每站每年用时"), minutes_of(row.minutes * times_a_year(row))),
        (_("有效期"), span_of(row)),
        (_("提出日期"), row.proposed_on.isoformat()),
        (_("公布日期"), row.published_on.isoformat() if row.published_on else ""),
    ]


def minutes_of(n: int) -> str:
    return ngettext("%(n)d 分钟", "%(n)d 分钟", n) % {"n": n}


def rhythm_of(row: Demand) -> str:
    if row.times_a_year:
        return _("不定期，预计每年 %d 次") % row.times_a_year
    return str(row.get_frequency_display())


def span_of(row: Demand) -> str:
    if row.valid_until is None:
        return _("%(first)s 起，长期") % {"first": row.valid_from}
    return _("%(first)s 至 %(last)s") % {"first": row.valid_from, "last": row.valid_until}


def table_header() -> list[str]:
    return [
        _("事项名称"), _("提出层级"), _("提出单位"), _("文件依据"), _("填报范围"), _("填报层级"), _("填报频次"),
        _("每站每次用时（分钟）"), _("每站每年用时（分钟）"), _("填报内容（项）"), _("状态"), _("开始日期"),
        _("结束日期"), _("公布日期"), _("终止日期"), _("退回或终止原因"),
    ]  # fmt: skip


def table_rows(rows: Sequence[Demand]) -> Iterator[list[Any]]:
    """The register as a table to take away."""
    for row in rows:
        yield [
            row.title, str(row.get_level_display()), row.office, row.basis, row.target.name,
            str(row.get_to_level_display()), rhythm_of(row), row.minutes, row.minutes * times_a_year(row),
            row.line_count, str(status_of(row, clock.today()).label), row.valid_from, row.valid_until,
            row.published_on, row.ended_on, row.why,
        ]  # fmt: skip


def held_already() -> list[tuple[str, Any]]:
    """The numbers that the ledger holds (台账已有的数), code and name."""
    return [(measure.code, measure.name) for measure in measures]


def measure_name(code: str) -> Any:
    """What a measure is called; its code where there is none any more."""
    found = measures.get(code)
    return found.name if found else code
