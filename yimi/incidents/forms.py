"""What people fill in for an incident (表单): two things; everything else when there is time."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.ui.forms import Form

from .fields import IncidentFields
from .models import Incident


def _moment(label: Any, required: bool = False) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class IncidentForm(Form):
    """An incident (强制报告). Only its kind and the moment it was found are asked."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("情形"), choices=Incident.Kind.choices, widget=forms.RadioSelect)
    found_at = _moment(_("发现时间"), required=True)
    police_at = _moment(_("报警（110）时间"))
    civil_at = _moment(_("报告民政部门、乡镇（街道）的时间"))
    what = _text(_("发现的情况"))
    safety = _text(_("已采取的安全措施"))
    receipt = forms.CharField(label=_("回执编号"), required=False, max_length=100)
    plan = _text(_("安全计划"))
    closed_on = forms.DateField(
        label=_("办结日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    station = forms.ChoiceField(label=_("社工站"))
    workers = forms.MultipleChoiceField(
        label=_("知情社工"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("只有这些社工、站长和市县能看到这份记录。"),
    )  # fmt: skip
    head_excluded = forms.BooleanField(label=_("站长回避（站长看不到）"), required=False)

    def __init__(self, *args, stations, workers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = [(each.code, each.short_name) for each in stations]  # type: ignore[attr-defined]
        self.fields["workers"].choices = [(each.username, each.name) for each in workers]  # type: ignore[attr-defined]

    def incident(self) -> IncidentFields:
        said = dict(self.cleaned_data)
        del said["id"]
        return IncidentFields(**said | {"workers": tuple(said["workers"])})


class VoidForm(Form):
    reason = forms.CharField(label=_("作废原因"), min_length=2, max_length=200)


def first_values(worker: str, station: str, person: Any) -> dict[str, Any]:
    """What a new incident begins with: found just now."""
    now = clock.now().replace(second=0, microsecond=0) - timedelta(minutes=1)
    return {"id": new_id(), "found_at": now, "workers": [worker], "station": station, "person": person}
