"""What the province fills in for the plan (表单): the whole list as a table, or one place."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.errors import Invalid
from yimi.core.files import read_table
from yimi.ui.forms import Form

from .actions import PlaceFields

CODE, NAME, YEAR, NOTE = "区划代码", "名称", "年度", "说明"


class StepForm(Form):
    """A form whose refusal is shown at its fields."""

    def show(self, refused: Invalid) -> None:
        for path, texts in refused.fields.items():
            name = path.rpartition(".")[2] if path.startswith("rows.") else path
            self.add_error(name if name in self.fields else None, [str(text) for text in texts[:10]])


class ListForm(StepForm):
    """The list as a table, with its total to compare with (导入覆盖清单)."""

    file = forms.FileField(
        label=gettext_lazy("覆盖清单"),
        help_text=gettext_lazy("Excel 或 CSV，列：区划代码、年度、说明。可先导出现有清单再改。"),
    )
    total = forms.IntegerField(label=gettext_lazy("清单总数"), min_value=1, max_value=2000)
    on = forms.DateField(
        label=gettext_lazy("生效日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("清单从这一天起算，覆盖率按它计；不填就是今天。"),
    )  # fmt: skip

    def lines(self) -> list[PlaceFields]:
        file = self.cleaned_data["file"]
        table = read_table(file.name or "", file.read())
        table.require((CODE, YEAR))
        return [
            PlaceFields(row[CODE].strip(), _year(row[YEAR]), row.get(NOTE, ""), number)
            for number, row in table.records()
            if row[CODE].strip()
        ]


class PlaceForm(StepForm):
    code = forms.CharField(label=gettext_lazy("区划代码"), max_length=12)
    year = forms.IntegerField(label=gettext_lazy("计划年度"))
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=100)

    def place(self) -> PlaceFields:
        said = self.cleaned_data
        return PlaceFields(said["code"].strip(), said["year"], said["note"])


class DelistForm(StepForm):
    code = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("移出原因"), max_length=200)


class FilterForm(Form):
    """What the list of places is narrowed to (筛选)."""

    county = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    year = forms.ChoiceField(label=gettext_lazy("计划年度"), required=False)
    gap = forms.BooleanField(label=gettext_lazy("只看还没有运营站的"), required=False)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("全部")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]


def _year(text: str) -> int | None:
    digits = text.strip().removesuffix("年").removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) == 4 else None
