"""The steps of a campaign (环节): from which states each goes, and where it leads. `needs_none`: nothing delivered."""

from django.utils.translation import gettext_lazy as _

from yimi.programmes.steps import Step

from .models import Campaign

_S = Campaign.State

STEPS = {
    step.key: step
    for step in (
        Step("start", _("开始活动"), (_S.PLANNED,), _S.RUNNING, icon="flag"),
        Step(
            "sum_up", _("完成小结"), (_S.RUNNING,), _S.SUMMED, day="summed_on", text="summary",
            text_label=_("小结说明"),
        ),
        Step("archive", _("归档"), (_S.SUMMED,), _S.ARCHIVED, day="archived_on"),
        Step("resume", _("继续发放"), (_S.SUMMED,), _S.RUNNING, icon="arrow-back-up"),
        Step(
            "cancel", _("取消活动"), (_S.PLANNED, _S.RUNNING), _S.CANCELLED, day="cancelled_on", text="cancel_reason",
            text_label=_("取消原因"), must_say=True, needs_none=True, icon="ban",
        ),
    )
}  # fmt: skip
