"""What the pages of programmes show (页面内容): columns, facts, where to go on."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.ui.components import Column
from yimi.ui.formats import day, figure

from .models import Activity, Group
from .queries import Sheet

GROUP_COLUMNS = (
    Column(gettext_lazy("小组")),
    Column(gettext_lazy("类型")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("节次"), numeric=True),
    Column(gettext_lazy("组员"), numeric=True, secondary=True),
    Column(gettext_lazy("方案日期"), secondary=True),
    Column(gettext_lazy("社工站"), secondary=True),
)
ACTIVITY_COLUMNS = (
    Column(gettext_lazy("社区活动")),
    Column(gettext_lazy("形式")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("举办日期")),
    Column(gettext_lazy("方案日期"), secondary=True),
    Column(gettext_lazy("社工站"), secondary=True),
)
PLAN_TEXTS = (
    ("need", gettext_lazy("需求")),
    ("theory", gettext_lazy("理论依据")),
    ("goals", gettext_lazy("目标")),
    ("choosing", gettext_lazy("组员招募")),
    ("process", gettext_lazy("内容和过程")),
    ("decisions", gettext_lazy("决议")),
    ("results", gettext_lazy("办理和公开结果")),
    ("risks", gettext_lazy("安全预案")),
    ("tool", gettext_lazy("前后测工具")),
    ("notice", gettext_lazy("通知")),
    ("review", gettext_lazy("审核意见")),
    ("evaluation", gettext_lazy("评估和总结")),
    ("cancel_reason", gettext_lazy("取消原因")),
)
DELIBERATION_TEXTS = {"need": gettext_lazy("议题"), "process": gettext_lazy("议程")}


def facts(sheet: Sheet) -> list[tuple[Any, Any]]:
    """The plain facts of a programme, those that are there."""
    row = sheet.row
    shown = [
        (_("社工站"), row.station.name),
        (_("小组类型") if isinstance(row, Group) else _("形式"), sheet.sort_label),
        (_("方案日期"), day(row.planned_on)),
        (_("审核日期"), day(row.approved_on) if row.approved_on else None),
        *(_group_facts(row) if isinstance(row, Group) else _activity_facts(row)),
        (_("服务地点"), row.place.name if row.place else None),
        (_("预算（元）"), figure(row.budget / 100) if row.budget else None),
        (_("评估日期"), day(row.evaluated_on) if row.evaluated_on else None),
        (_("取消日期"), day(row.cancelled_on) if row.cancelled_on else None),
    ]
    return [(label, value) for label, value in shown if value not in (None, "")]


def _group_facts(row: Group) -> list[tuple[Any, Any]]:
    return [
        (_("计划节数"), row.sessions_planned),
        (_("开始日期"), day(row.started_on) if row.started_on else None),
        (_("结束日期"), day(row.ended_on) if row.ended_on else None),
    ]


def _activity_facts(row: Activity) -> list[tuple[Any, Any]]:
    return [
        (_("拟举办日期"), day(row.meets_on) if row.meets_on else None),
        (_("预计人数"), row.expected),
        (_("志愿者人数"), row.volunteers),
        (_("通知日期"), day(row.announced_on) if row.announced_on else None),
    ]


def path_of(sheet: Sheet) -> list[tuple[Any, bool, bool]]:
    """The states it goes through in order (环节): the word, whether it is behind, whether it is there now."""
    row = sheet.row
    states = [state for state in type(row).State if state != "cancelled"]
    if row.state == "cancelled":
        return [(row.get_state_display(), False, True)]
    at = states.index(type(row).State(row.state))
    return [(state.label, n < at, n == at) for n, state in enumerate(states)]


def texts(sheet: Sheet) -> list[tuple[Any, str]]:
    """The texts of the plan that were written."""
    called = DELIBERATION_TEXTS if getattr(sheet.row, "form", "") == Activity.Form.DELIBERATION else {}
    return [(called.get(name, label), sheet.texts[name] or "") for name, label in PLAN_TEXTS if sheet.texts.get(name)]
