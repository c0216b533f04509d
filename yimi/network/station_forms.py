"""What a county fills in when a station serves other areas, or is merged (表单)."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.ui.forms import Form

from .forms import DAY


class ServedForm(Form):
    """The areas that a station serves from a day on."""

    areas = forms.MultipleChoiceField(
        label=_("服务区域"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("可选多个。")
    )
    more = forms.CharField(
        label=_("其他区划代码"), required=False, max_length=500, help_text=_("名单里没有的填代码，用空格隔开。")
    )
    on = forms.DateField(label=_("起始日期"), widget=DAY, initial=clock.today)
    overlap_reason = forms.CharField(
        label=_("重叠的原因"), required=False, max_length=200, help_text=_("与其他站点不重叠的不填。")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(area.code, area.name) for area in offered]  # type: ignore[attr-defined]

    def facts(self) -> dict:
        """What the form says, as the action takes it."""
        said = dict(self.cleaned_data)
        return said | {"areas": [*said["areas"], *re.split(r"[\s,，、;；]+", said.pop("more"))]}


class MergeForm(Form):
    """Into which station another is merged, on which day and why."""

    into = forms.ChoiceField(label=_("并入站点"), help_text=_("同一市县、同一层级、正在运营的站点。"))
    on = forms.DateField(
        label=_("撤并日期"),
        widget=DAY,
        initial=clock.today,
        help_text=_("原站点运营的最后一天，次日起由并入站点服务。"),
    )
    reason = forms.CharField(label=_("原因"), min_length=2, max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, stations=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", _("请选择")), *((one.code, one.name) for one in stations)]  # type: ignore[attr-defined]
