"""What a ledger is printed of (台账的范围), and how."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.core import clock
from yimi.core.permissions import Permission
from yimi.ui.forms import Form

from . import queries

LAYOUTS = [("pdf", _("PDF（直接打印）")), ("xlsx", _("Excel（.xlsx，可修改）"))]
LINES, MOST_LINES = 15, 200  # fifteen fill one page


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RangeForm(Form):
    """Which station or county, from which day to which, and as what file."""

    county = forms.ChoiceField(label=_("市县"), required=False)
    station = forms.ChoiceField(label=_("社工站"), required=False)
    first = _day(_("从"))
    last = _day(_("到"))
    layout = forms.ChoiceField(label=_("文件"), choices=LAYOUTS, required=False)

    def __init__(self, user: User, data: Any = None, **more: Any):
        super().__init__(data, **more)
        places = queries.places_for(user, Permission.CONTACT_VIEW)
        self.fields["station"].choices = places.stations  # type: ignore[attr-defined]
        self.fields["county"].choices = places.counties  # type: ignore[attr-defined]
        if len(places.counties) == 1:
            del self.fields["county"]
        today = clock.today()
        self.initial = {"first": today.replace(day=1), "last": today, "layout": "pdf", **self.initial}

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", _("“到”不能早于“从”。"))
        return said

    def filters(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        days = {name: said[name].isoformat() for name in ("first", "last") if name in said}
        return {"layout": "pdf"} | said | days


class PaperForm(RangeForm):
    """One sheet to print: which ledger, of what, filled in or blank."""

    paper = forms.ChoiceField(label=_("台账"))
    lines = forms.IntegerField(
        label=_("空白行数"), required=False, min_value=1, max_value=MOST_LINES, initial=LINES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "in-s"}),
        help_text=_("只用于空白表。"),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("导出用途"), required=False, max_length=100, help_text=_("印在表上，也记入日志。空白表不用填。")
    )

    field_order = ("paper", "county", "station", "first", "last", "layout", "purpose", "lines")

    def __init__(self, user: User, data: Any = None, *, papers: Any, may_export: bool, **more: Any):
        super().__init__(user, data, **more)
        self.fields["paper"].choices = [(paper.key, paper.label) for paper in papers]  # type: ignore[attr-defined]
        if not may_export:
            for name in ("purpose", "first", "last"):
                del self.fields[name]

    def filters(self) -> dict[str, Any]:
        own = {"paper", "lines", "purpose"}
        return {name: value for name, value in super().filters().items() if name not in own}


class BlankForm(PaperForm):
    """The same for a blank sheet, which has no days."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            if name in self.fields:
                self.fields[name].required = False
