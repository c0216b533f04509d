from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Station
from .station_rules import DATES

ANY = [("", _("全部"))]


class FilterForm(forms.Form):
    """The filters above the list of stations; what it does not know it leaves out."""

    q = forms.CharField(label=_("站名或代码"), required=False, max_length=30)
    level = forms.ChoiceField(label=_("层级"), required=False, choices=[*ANY, *Station.Level.choices])
    mode = forms.ChoiceField(label=_("模式"), required=False, choices=[*ANY, *Station.Mode.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *Station.State.choices])
    batch = forms.ChoiceField(label=_("批次"), required=False)

    def __init__(self, *args, batches=(), **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "in"
        self.fields["batch"].choices = [*ANY, *((batch, batch) for batch in batches)]


class StationForm(forms.ModelForm):
    """A station as its county or the province writes it; the rules are the action's."""

    area = forms.CharField(
        label=_("驻地区划代码"),
        required=False,
        max_length=12,
        help_text=_("与站点代码相同时不填。站点迁址时填新址的区划代码。"),
    )
    moves_on = forms.DateField(
        label=_("归属变更日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("站点迁址时填，为某月 1 日；不填为本月 1 日。以前各月仍计入原区划。"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Station
        fields = ["code", "name", "short_name", "level", "mode", "kind", "batch", "state", "prefix", "phone", "address"]
        fields += ["premises_source", *DATES]
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in DATES}
        help_texts = {
            "code": _("驻地区划的代码（6、9 或 12 位）；大社区用管理单元编码，如 460203-D01。"),
            "prefix": _("4 至 8 个大写字母，全省唯一，发过档案号后不再改变。"),
            "unveiled_on": _("揭牌是一次活动，不是运营的条件。"),
        }

    def _post_clean(self):
        """Nothing: the action fills and checks the station, so that every door has the same rules."""

    def facts(self) -> dict:
        """What the form says about the station."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "moves_on")}
        return said if said["area"] else {name: value for name, value in said.items() if name != "area"}

    def show(self, problems: dict[str, list]) -> None:
        """Put what the action refuses beside its fields."""
        for name, messages in problems.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
