"""What the pages of referrals show beside their rows (页面): steps, tabs, the forms of the next step."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.ui.components import Column

from .forms import ConsentForm, WordsForm
from .models import Referral, State
from .queries import Sheet

COLUMNS = (
    Column(_("服务对象")), Column(_("状态")), Column(_("期限")), Column(_("接收方"), secondary=True),
    Column(_("转出站点"), secondary=True), Column(_("填写日期"), secondary=True),
)  # fmt: skip
TONES = {
    State.DRAFT: "", State.CONSENTED: "info", State.SENT: "info", State.ACCEPTED: "info", State.DECLINED: "warn",
    State.IN_SERVICE: "info", State.RESULT: "ok", State.CLOSED: "ok", State.WITHDRAWN: "",
}  # fmt: skip
# Each step: its button, what it asks, whether that must be said.
WORDS: dict[str, tuple[Any, Any, bool]] = {
    "urgent": (_("紧急转出"), _("紧急原因"), True),
    "accept": (_("接收"), _("说明"), False),
    "decline": (_("不接收"), _("不接收的原因"), True),
    "result": (_("反馈结果"), _("结果"), True),
    "close": (_("办结"), _("说明"), True),
    "withdraw": (_("撤回转介"), _("撤回原因"), True),
}


@dataclass(frozen=True)
class Step:
    """A step that was taken or is still ahead."""

    name: Any
    on: Any
    done: bool


@dataclass(frozen=True)
class Doing:
    """A step that this reader can take now, with its form."""

    key: str
    name: Any
    url: str
    form: WordsForm


def steps(row: Referral) -> list[Step]:
    """The way of a referral (办理进度)."""
    taken = [
        (_("填写"), row.made_on), (_("取得同意"), row.consent_on), (_("转出"), row.sent_on),
        (_("答复"), row.answered_on), (_("开始服务"), row.served_on), (_("反馈结果"), row.result_on),
        (_("办结"), row.ended_on),
    ]  # fmt: skip
    ended = row.state in (State.CLOSED, State.WITHDRAWN)
    return [Step(name, on, on is not None) for name, on in taken if on or not ended]


def doings(sheet: Sheet, may: set[str], failed: dict[str, WordsForm]) -> list[Doing]:
    """The forms of the steps that can be taken."""
    found = []
    for key, (name, asks, required) in WORDS.items():
        if key in may:
            must = required and not (key == "close" and sheet.referral.state == State.RESULT)
            found.append(
                Doing(
                    key,
                    name,
                    reverse(f"referrals:{key}", args=[sheet.referral.pk]),
                    failed.get(key) or words_form(key, asks, must),
                )
            )
    return found


def words_form(key: str, label: Any, required: bool, data: Any = None) -> WordsForm:
    return WordsForm(data, label=label, required=required, key=key)


def failed_form(key: str, data: Any, refused: Invalid) -> WordsForm:
    """The form of a step as it was sent, with why it was refused."""
    form = words_form(key, WORDS[key][1], False, data)
    form.is_valid()
    form.show(refused)
    return form


def consent_form(data: Any = None) -> ConsentForm:
    return ConsentForm(data, initial={"speaker": "self", "how": "oral", "on": clock.today()})


def due(sheet: Sheet) -> Any:
    """The day that counts next: for the answer, then for the result."""
    row = sheet.referral
    if row.state not in Referral.UNDER_WAY:
        return None
    return row.answer_by if row.state == State.SENT else row.result_by


def tabs(request, side: str) -> list[dict[str, Any]]:
    """转出 and 转入."""
    return [
        {"label": label, "url": f"?side={key}", "current": key == side}
        for key, label in (("out", _("转出")), ("in", _("转入")))
    ]
