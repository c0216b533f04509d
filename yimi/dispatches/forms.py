"""What people fill in for dispatches, circulars and the yearly assessment (表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.tracking.models import Kind
from yimi.ui.forms import Form

from .actions import DecisionFields, PlanFields, ResultFields
from .models import Object


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words_input(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VersionForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BeginForm(Form):
    """What is begun, on which report; the id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    report = forms.UUIDField(widget=forms.HiddenInput)


class MeetingForm(VersionForm):
    held_on = forms.DateField(label=_("会议日期"), widget=day_input())
    place = forms.CharField(label=_("会议地点"), min_length=2, max_length=60)
    chair = forms.CharField(label=_("主持"), min_length=2, max_length=60, help_text=_("写职务，例如：分管厅领导。"))
    attendees = forms.CharField(
        label=_("参加人员"), min_length=2, max_length=1000, widget=words_input(), help_text=_("写单位和职务。")
    )


class DecisionForm(Form):
    """Something to do; its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("做什么"), max_length=100, help_text=_("不写个人姓名、号码。"))
    owner = forms.ChoiceField(label=_("责任单位"))
    due_on = forms.DateField(label=_("办结期限"), widget=day_input())
    kind = forms.ChoiceField(label=_("等次"), choices=Kind.choices, initial=Kind.CHASED)
    detail = forms.CharField(label=_("要求"), required=False, max_length=500, widget=words_input(2))

    def __init__(self, *args, owners, **kwargs):
        kwargs["initial"] = {"id": new_id(), "kind": Kind.CHASED} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("请选择")), *owners]  # type: ignore[attr-defined]

    def said(self) -> DecisionFields:
        return DecisionFields(**{name: value for name, value in self.cleaned_data.items() if name != "id"})


class MinutesForm(VersionForm):
    minutes = forms.CharField(
        label=_("会议情况"), min_length=2, max_length=2000, widget=words_input(5),
        help_text=_("只记一个议题。议定事项由系统列表。"),
    )  # fmt: skip


class ReasonForm(VersionForm):
    reason = forms.CharField(label=_("原因"), min_length=2, max_length=500, widget=words_input(2))


class IssueForm(VersionForm):
    number = forms.CharField(label=_("发文字号"), min_length=4, max_length=40)
    receive_by = forms.DateField(label=_("签收期限"), widget=day_input())
    reply_by = forms.DateField(
        label=_("回复期限"), required=False, widget=day_input(), help_text=_("不要求回复的不填。")
    )


class ReplyForm(Form):
    text = forms.CharField(label=_("回复"), min_length=2, max_length=1000, widget=words_input(4))


class PlanForm(VersionForm):
    """The plan of a year; its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("方案名称"), min_length=2, max_length=100)
    planned_on = forms.DateField(label=_("方案日期"), widget=day_input())
    words = forms.CharField(label=_("考核办法"), min_length=2, max_length=4000, widget=words_input(6))
    filing_number = forms.CharField(label=_("备案号"), required=False, max_length=60)
    filed_on = forms.DateField(label=_("备案日期"), required=False, widget=day_input())
    filing_words = forms.CharField(label=_("备案说明"), required=False, max_length=1000, widget=words_input(2))
    renewal = forms.CharField(label=_("用于续签"), required=False, max_length=1000, widget=words_input(2))
    funds = forms.CharField(label=_("用于资金"), required=False, max_length=1000, widget=words_input(2))
    honours = forms.CharField(label=_("用于评优"), required=False, max_length=1000, widget=words_input(2))

    def said(self) -> PlanFields:
        left = ("id", "version")
        return PlanFields(**{name: value for name, value in self.cleaned_data.items() if name not in left})


class ResultForm(VersionForm):
    """What came of it; of workers only the day on which their agency's own assessment came."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    grade = forms.CharField(label=_("等次"), max_length=20)
    score = forms.DecimalField(
        label=_("分值（可不填）"), required=False, min_value=0, max_value=100, max_digits=4, decimal_places=1
    )
    words = forms.CharField(label=_("评语"), required=False, max_length=1000, widget=words_input(3))
    received_on = forms.DateField(label=_("收到机构考核的日期"), widget=day_input())

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        workers = kind == Object.WORKER
        gone = ("grade", "score", "words") if workers else ("received_on",)
        for name in (*gone, *(() if kind == Object.COUNTY else ("score",))):
            self.fields.pop(name, None)

    def said(self) -> ResultFields:
        left = ("id", "version")
        return ResultFields(**{name: value for name, value in self.cleaned_data.items() if name not in left})


class ObjectionForm(Form):
    id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("理由"), min_length=2, max_length=1000, widget=words_input(4))


class DecideForm(Form):
    """The decision on an objection; where it is upheld, perhaps another grade."""

    is_upheld = forms.TypedChoiceField(
        label=_("复核结论"), choices=[("yes", _("异议成立")), ("no", _("维持原结果"))], widget=forms.RadioSelect,
        coerce=lambda text: text == "yes",
    )  # fmt: skip
    decision = forms.CharField(label=_("复核意见"), min_length=2, max_length=1000, widget=words_input(3))
    grade = forms.CharField(label=_("更正后的等次"), required=False, max_length=20)
