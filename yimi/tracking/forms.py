"""What people fill in for tracked items (表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.network.choosing import StationFilter
from yimi.ui.components import Rag
from yimi.ui.forms import Form

from .models import Kind, Level, TrackedItem
from .sources import sources

ALL = ("", _("全部"))


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words_input() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


class FilterForm(StationFilter):
    q = forms.CharField(label=_("事项或站名"), required=False, max_length=30)
    status = forms.ChoiceField(label=_("进度"), required=False, choices=[ALL, *Rag.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("未办结")), *TrackedItem.State.choices])
    kind = forms.ChoiceField(label=_("等次"), required=False, choices=[ALL, *Kind.choices])
    level = forms.ChoiceField(label=_("跟办层级"), required=False, choices=[ALL, *Level.choices])
    source = forms.ChoiceField(label=_("来源"), required=False)
    sort = forms.ChoiceField(
        label=_("排序"), required=False,
        choices=[("", _("按期限")), ("found", _("按提出时间")), ("station", _("按站点"))],
    )  # fmt: skip
    whose = forms.ChoiceField(label=_("范围"), required=False, choices=[("", _("辖区全部")), ("mine", _("本单位办理"))])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [ALL, *((each.key, each.label) for each in sources)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """The filters as far as they are understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class RaiseForm(Form):
    """An item to raise by hand. Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    station = forms.ChoiceField(label=_("责任社工站"), required=False)
    county = forms.ChoiceField(label=_("责任市县"), required=False)
    kind = forms.ChoiceField(label=_("等次"), choices=Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("什么事"), max_length=100, help_text=_("不写个人姓名、号码。"))
    detail = forms.CharField(label=_("要求"), required=False, max_length=500, widget=words_input())
    due_on = forms.DateField(
        label=_("办结期限"), required=False, widget=day_input(), help_text=_("不填则按等次和当地工作日推算。")
    )

    def __init__(self, *args, stations, counties, **kwargs):
        kwargs["initial"] = {"id": new_id(), "kind": Kind.NOTICE} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        named = [(each.code, f"{each.county.short_name} {each.short_name}") for each in stations]
        self.fields["station"].choices = [("", _("—")), *named]  # type: ignore[attr-defined]
        self.fields["county"].choices = [("", _("—")), *((each.code, each.short_name) for each in counties)]  # type: ignore[attr-defined]
        if not counties:
            del self.fields["county"]


class ProofForm(Form):
    step = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(label=_("办理情况"), min_length=2, max_length=500, widget=words_input())


class RecheckForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("复查意见"), required=False, max_length=500, widget=words_input(), help_text=_("退回时要写明原因。")
    )
    due_on = forms.DateField(label=_("退回后的新期限"), required=False, widget=day_input())


class WordsForm(Form):
    words = forms.CharField(label=_("原因"), min_length=2, max_length=500, widget=words_input())


class ExtendForm(WordsForm):
    due_on = forms.DateField(label=_("新期限"), widget=day_input())


class PlanForm(Form):
    year = forms.TypedChoiceField(label=_("计划年度"), coerce=int)
    words = forms.CharField(label=_("列入内容"), min_length=2, max_length=500, widget=words_input())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = clock.today().year
        self.fields["year"].choices = [(this + 1, this + 1), (this, this)]  # type: ignore[attr-defined]
