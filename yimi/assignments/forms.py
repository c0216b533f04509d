"""What people fill in for tasks (表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.network.choosing import StationFilter
from yimi.ui.forms import Form

from .models import Assignment, Kind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HandForm(Form):
    """A task to hand, or to note (交办). Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    station = forms.ChoiceField(label=_("社工站"))
    title = forms.CharField(label=_("什么事"), max_length=100)
    kind = forms.ChoiceField(label=_("事项性质"), choices=Kind.choices, widget=forms.RadioSelect)
    handed_on = forms.DateField(label=_("交办日期"), widget=DAY)
    due_on = forms.DateField(label=_("办结期限"), required=False, widget=DAY)

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, initial={"id": new_id(), "handed_on": clock.today()}, **kwargs)
        self.fields["station"].choices = [(each.code, each.short_name) for each in stations]  # type: ignore[attr-defined]
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()
            self.initial["station"] = stations[0].code


class HoursForm(Form):
    """Hours of one day, in half hours (记用时)."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("日期"), widget=DAY)
    hours = forms.DecimalField(
        label=_("用时（小时）"), min_value=0.5, max_value=72, decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "class": "in-s", "inputmode": "decimal"}),
    )  # fmt: skip

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours * 2 != int(hours * 2):
            raise forms.ValidationError(_("用时以半小时计，例如 1.5。"))
        return hours

    def spent(self) -> dict[str, Any]:
        """The entry as the action takes it."""
        said = self.cleaned_data
        return {"entry": said["entry"], "on": said["on"], "half_hours": int(said["hours"] * 2)}


class VersionForm(Form):
    """A step that is taken on what one has seen (版本)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class FinishForm(VersionForm):
    note = forms.CharField(
        label=_("办结情况"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(VersionForm):
    reason = forms.CharField(label=_("退回原因"), min_length=2, max_length=200)


class FilterForm(StationFilter):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *Assignment.State.choices])
    kind = forms.ChoiceField(label=_("事项性质"), required=False, choices=[("", _("全部")), *Kind.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


def new_entry() -> HoursForm:
    return HoursForm(initial={"entry": new_id(), "on": clock.today()})
