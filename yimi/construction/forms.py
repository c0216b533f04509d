"""What people fill in about the building of stations (表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.network.models import Station
from yimi.ui.forms import Form

ALL = ("", _("全部"))


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def words_input(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(Form):
    q = forms.CharField(label=_("站名或代码"), required=False, max_length=30)
    level = forms.ChoiceField(label=_("层级"), required=False, choices=[ALL, *Station.Level.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *Station.State.choices])
    batch = forms.ChoiceField(label=_("批次"), required=False)
    county = forms.ChoiceField(label=_("市县"), required=False)
    open = forms.ChoiceField(label=_("整改"), required=False, choices=[ALL, ("1", _("有不符合项"))])

    def __init__(self, *args, batches=(), counties=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["batch"].choices = [ALL, *((each, each) for each in batches)]  # type: ignore[attr-defined]
        self.fields["county"].choices = [ALL, *((each.code, each.short_name) for each in counties)]  # type: ignore[attr-defined]
        if len(counties) < 2:
            del self.fields["county"]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class BeginForm(Form):
    premises = forms.ChoiceField(label=_("场地来源"), choices=Station.PremisesSource.choices, widget=forms.RadioSelect)


class RoundForm(Form):
    """A round of acceptance; its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    attendees = forms.CharField(
        label=_("参加单位"), required=False, max_length=200, help_text=_("如乡镇政府、承接机构，写单位即可。")
    )


class OpenForm(Form):
    on = forms.DateField(label=_("运营日期"), widget=day_input())


class StopForm(Form):
    on = forms.DateField(label=_("停止运营日期"), widget=day_input())
    reason = forms.CharField(label=_("原因"), min_length=2, max_length=200, widget=words_input())


class SpotForm(Form):
    code = forms.ChoiceField(label=_("抽查项目"))
    result = forms.ChoiceField(
        label=_("结果"), choices=[("met", _("符合")), ("unmet", _("不符合"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("情况"), required=False, max_length=200, widget=words_input())

    def __init__(self, *args, lines=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(each.item.code, f"{each.item.code} {each.words.name}") for each in lines]  # type: ignore[attr-defined]


class UnveilingForm(Form):
    """An unveiling; its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("活动名称"), max_length=60)
    on = forms.DateField(label=_("揭牌日期"), widget=day_input())
    stations = forms.MultipleChoiceField(
        label=_("揭牌的站点"), widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("可选多个站点。")
    )
    place = forms.CharField(label=_("地点"), required=False, max_length=60)
    leaders = forms.CharField(
        label=_("参加领导"), required=False, max_length=200, help_text=_("写单位和职务，不写姓名。")
    )
    early_reason = forms.CharField(
        label=_("验收前揭牌的原因"), required=False, max_length=200, help_text=_("所选站点都已验收合格的不填。")
    )

    def __init__(self, *args, stations=(), **kwargs):
        kwargs["initial"] = {"id": new_id(), "on": clock.today()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["stations"].choices = [(each.code, each.name) for each in stations]  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label=_("撤销原因"), min_length=2, max_length=200)
