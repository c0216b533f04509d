"""What is asked on the pages of daily monitoring (表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.ids import new_id
from yimi.network.choosing import StationFilter
from yimi.tracking.safety import items
from yimi.ui.forms import Form

from .models import Alert
from .queries import UNSETTLED, Asked

ALL = ("", _("全部"))
STATES = [(UNSETTLED, _("未办结")), *Alert.State.choices, ("all", _("全部状态"))]


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "in in-s"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class FilterForm(StationFilter):
    """What the list of alerts is narrowed to (筛选)."""

    item = forms.ChoiceField(label=_("安全事项"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    county = forms.ChoiceField(label=_("市县"), required=False)
    on = day_field(_("当日未办结"))
    escalated = forms.BooleanField(label=_("只看已升级"), required=False)
    field_order = ("item", "state", "county", "station")

    def __init__(self, *args: Any, counties: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [ALL, *((item.value, item.label) for item in items())]  # type: ignore[attr-defined]
        self.fields["county"].choices = [ALL, *((each.code, each.short_name) for each in counties)]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs.setdefault("class", "in in-s")
        self.fields["escalated"].widget.attrs["class"] = ""
        if len(counties) < 2:
            del self.fields["county"]

    def asked(self) -> Asked:
        """The filters as far as they are understood."""
        self.is_valid()
        said = self.cleaned_data
        state = said.get("state") or UNSETTLED
        return Asked(
            state="" if state == "all" else state, item=said.get("item", ""), county=said.get("county", ""),
            station=said.get("station", ""), on=said.get("on"), is_escalated=bool(said.get("escalated")),
        )  # fmt: skip


class DayForm(Form):
    """Which day, and of a town with several stations which one."""

    day = day_field(_("日期"))
    station = forms.CharField(label=_("站点代码"), required=False, max_length=12)


class StepForm(Form):
    """What is said about an alert. The id of the step is made with the form."""

    step = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("说明"), min_length=2, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不写姓名、号码。"),
    )  # fmt: skip

    def __init__(self, *args: Any, label: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].error_messages["required"] = _("请写明情况，2 到 500 字，不写姓名、号码。")


LABELS = {"explain": _("情况说明"), "resolve": _("办结情况"), "escalate": _("升级原因")}


def step_form(act: str, data: Any = None, version: int | None = None) -> StepForm:
    """The form of one act, empty or as it was sent; each has ids of its own on the page."""
    first = {"step": new_id(), "version": version}
    return StepForm(data, label=LABELS[act], initial=first, auto_id=f"{act}-%s")
