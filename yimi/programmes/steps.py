"""The steps of a programme (环节): from which states each goes, where it leads, what it needs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import Permission

from .models import Activity, Group


@dataclass(frozen=True)
class Step:
    """One step: its word, the states it starts from, the state it leads to, the day and the text that it writes.

    `needs_held` asks that something was held, `needs_none` that nothing was.
    """

    key: str
    label: Any
    since: tuple[str, ...]
    to: str
    permission: Permission = Permission.CONTACT_WRITE
    day: str = ""
    text: str = ""
    text_label: Any = ""
    must_say: bool = False
    needs_held: bool = False
    needs_none: bool = False
    icon: str = "check"


_G, _A = Group.State, Activity.State
_REVIEW, _WHY, _SUMMARY = _("审核意见"), _("取消原因"), _("评估和总结")


def _approve(state: Any) -> tuple[Step, Step]:
    approve = Step(
        "approve",
        _("方案审核通过"),
        (state.PLANNED,),
        state.APPROVED,
        Permission.PLAN_APPROVE,
        "approved_on",
        "review",
        _REVIEW,
    )
    back = Step(
        "send_back", _("退回修改"), (state.PLANNED, state.APPROVED), state.PLANNED, Permission.PLAN_APPROVE,
        text="review", text_label=_REVIEW, must_say=True, icon="arrow-back-up",
    )  # fmt: skip
    return approve, back


def _cancel(state: Any, *since: str) -> Step:
    return Step(
        "cancel", _("取消"), since, state.CANCELLED, day="cancelled_on", text="cancel_reason", text_label=_WHY,
        must_say=True, needs_none=True, icon="ban",
    )  # fmt: skip


GROUP_STEPS = {
    step.key: step
    for step in (
        *_approve(_G),
        Step("start", _("开始小组"), (_G.APPROVED,), _G.RUNNING, day="started_on"),
        Step("end", _("进入结束期"), (_G.RUNNING,), _G.ENDING, day="ended_on", needs_held=True),
        Step("resume", _("继续小组"), (_G.ENDING,), _G.RUNNING, icon="arrow-back-up"),
        Step(
            "evaluate", _("完成评估"), (_G.ENDING,), _G.EVALUATED, day="evaluated_on", text="evaluation",
            text_label=_SUMMARY, must_say=True,
        ),
        Step("archive", _("归档"), (_G.EVALUATED,), _G.ARCHIVED, day="archived_on"),
        _cancel(_G, _G.PLANNED, _G.APPROVED, _G.RUNNING),
    )
}  # fmt: skip
ACTIVITY_STEPS = {
    step.key: step
    for step in (
        *_approve(_A),
        Step(
            "announce", _("发出通知"), (_A.APPROVED,), _A.ANNOUNCED, day="announced_on", text="notice",
            text_label=_("通知"), must_say=True, icon="bell",
        ),
        Step(
            "evaluate", _("完成总结"), (_A.APPROVED, _A.ANNOUNCED), _A.EVALUATED, day="evaluated_on", text="evaluation",
            text_label=_SUMMARY, must_say=True, needs_held=True,
        ),
        Step("archive", _("归档"), (_A.EVALUATED,), _A.ARCHIVED, day="archived_on"),
        _cancel(_A, _A.PLANNED, _A.APPROVED, _A.ANNOUNCED),
    )
}  # fmt: skip


def steps_of(programme: Group | Activity) -> dict[str, Step]:
    return GROUP_STEPS if isinstance(programme, Group) else ACTIVITY_STEPS
