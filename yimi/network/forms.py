import csv
from collections.abc import Iterable
from io import StringIO

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import invalid
from yimi.core.files import read_table
from yimi.core.files.reading import MAX_BYTES as LARGEST
from yimi.ui.forms import Form, ModelForm

from .models import Organisation, Station
from .station_rules import DATES

ANY = [("", _("全部"))]


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ListInput(forms.TextInput):
    """A text with a list to choose from while typing (可查找的选项); `options` are values with more words."""

    options: Iterable[tuple[str, str]] = ()

    def render(self, name, value, attrs=None, renderer=None):
        key = f"{name}-options"
        typed = super().render(name, value, {**(attrs or {}), "list": key, "autocomplete": "off"}, renderer)
        offered = format_html_join("", '<option value="{}">{}</option>', self.options)
        return format_html('{}<datalist id="{}">{}</datalist>', typed, key, offered)


class RecodeForm(Form):
    """A table of changes of codes, as a file or pasted from Excel."""

    file = forms.FileField(label=_("表格文件"), required=False, help_text=_(".xlsx 或 .csv，不超过 10 MB。"))
    table = forms.CharField(
        label=_("或把表格粘贴在这里"), required=False, max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "num"}),
        help_text=_("首行为：原代码、新代码、新名称、新上级。名称、上级不变的留空；新代码写“撤销”的，该区划停用。"),
    )  # fmt: skip
    source = forms.CharField(label=_("依据"), max_length=100, help_text=_("如批复文号。"))

    def rows(self) -> list[dict[str, str]]:
        """The rows of whichever was given; raises `Invalid` where the table cannot be read."""
        sent, pasted = self.cleaned_data.get("file"), self.cleaned_data["table"]
        if not sent and not pasted.strip():
            raise invalid("table", _("请选择文件或粘贴表格。"))
        name, content = (sent.name, sent.read(LARGEST + 1)) if sent else ("pasted.csv", _as_csv(pasted))
        return [record for _number, record in read_table(name, content).records()]


def _as_csv(pasted: str) -> bytes:
    """What was copied from a spreadsheet, cells parted by tabs, as a file; what has commas already stays."""
    if "\t" not in pasted:
        return pasted.encode()
    stream = StringIO()
    csv.writer(stream).writerows(line.split("\t") for line in pasted.splitlines() if line.strip())
    return stream.getvalue().encode()


class FilterForm(Form):
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


class OrganisationFilterForm(Form):
    """The filters above the list of organisations."""

    q = forms.CharField(label=_("名称或代码"), required=False, max_length=30)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[*ANY, *Organisation.Kind.choices])

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class OrganisationForm(Form):
    """An organisation as its county or the province writes it."""

    kind = forms.ChoiceField(label=_("类别"), choices=Organisation.Kind, initial=Organisation.Kind.AGENCY)
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("与登记证书上的名称一致。"))
    uscc = forms.CharField(
        label=_("统一社会信用代码"), required=False, max_length=24, help_text=_("18 位，社会服务机构以 52 开头。")
    )
    area = forms.CharField(
        label=_("所在区划代码"), max_length=12, widget=ListInput, help_text=_("可输入名称查找，全省性机构填 46。")
    )

    def __init__(self, *args, areas=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].widget.options = areas

    def show(self, problems: dict[str, list]) -> None:
        """Put what the action refuses beside its fields."""
        for name, messages in problems.items():
            self.add_error(name if name in self.fields else None, [str(message) for message in messages])


class CalendarDayForm(Form):
    """A day that differs in an area."""

    on = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)
    is_workday = forms.TypedChoiceField(
        label=_("这一天"),
        choices=[("0", _("放假")), ("1", _("上班"))],
        coerce=lambda value: value == "1",
        initial="0",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("如“三月三”“台风停工”。"))

    show = OrganisationForm.show


class CalendarAskedForm(Form):
    """Of which area and year the calendar is asked, or which day is taken back."""

    area = forms.CharField(required=False, max_length=12)
    year = forms.IntegerField(required=False, min_value=2020, max_value=2100)
    on = forms.DateField(required=False)

    def asked(self, name: str):
        self.is_valid()
        return self.cleaned_data.get(name)


NOT_FACTS = ("version", "moves_on", "overlap_reason")


class StationForm(ModelForm):
    """A station as its county or the province writes it; the rules are the action's."""

    area = forms.CharField(
        label=_("驻地区划代码"),
        required=False,
        max_length=12,
        help_text=_("与站点代码相同时不填。站点迁址时填新址的区划代码。"),
    )
    host = forms.CharField(
        label=_("主管单位"), required=False, max_length=100, widget=ListInput, help_text=_("输入名称查找已登记的机构。")
    )
    operator = forms.CharField(
        label=_("承接机构"), required=False, max_length=100, widget=ListInput, help_text=_("输入名称查找已登记的机构。")
    )
    moves_on = forms.DateField(
        label=_("归属变更日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("站点迁址时填，为某月 1 日；不填为本月 1 日。以前各月仍计入原区划。"),
    )
    overlap_reason = forms.CharField(
        label=_("服务区域重叠的原因"), required=False, max_length=200, help_text=_("与其他站点不重叠的不填。")
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

    def __init__(self, *args, hosts=(), operators=(), **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("version"):
            del self.fields["state"], self.fields["overlap_reason"]
        self.fields["host"].widget.options = [(one.name, one.get_kind_display()) for one in hosts]
        self.fields["operator"].widget.options = [(one.name, one.uscc or "") for one in operators]

    def _post_clean(self):
        """Nothing: the action fills and checks the station, so that every door has the same rules."""

    def not_facts(self) -> dict:
        """What it says besides: since when, why, and of which version."""
        return {name: self.cleaned_data.get(name) for name in NOT_FACTS}

    def facts(self) -> dict:
        """What the form says about the station."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in NOT_FACTS}
        return said if said["area"] else {name: value for name, value in said.items() if name != "area"}

    def show(self, problems: dict[str, list]) -> None:
        """Put what the action refuses beside its fields."""
        for name, messages in problems.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
