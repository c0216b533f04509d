"""What people fill in for papers (表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.network.choosing import StationFilter
from yimi.ui.forms import Form

from .models import Mark, Papers
from .queries import STANDS, Line, Sheet, kind_names

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STAND_LABELS: dict[str, Any] = {
    "to_check": _("待核对"), "to_return": _("待退补"), "to_hand": _("待移交"), "returned": _("待补正"),
    "handed": _("已移交"), "noted": _("已反馈结果"), "withdrawn": _("已撤回"),
}  # fmt: skip


class ReceiveForm(Form):
    """Papers that somebody brings (收件). The id is made with the form, so that sending twice receives once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("申请什么"), widget=forms.RadioSelect)
    received_on = forms.DateField(label=_("收件日期"), widget=DAY)
    note = forms.CharField(label=_("备注"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_names(clock.today())  # type: ignore[attr-defined]
        self.fields["received_on"].widget.attrs["max"] = clock.today().isoformat()


class VersionForm(Form):
    """A step that is taken on what one has seen (版本)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CheckForm(Form):
    """What was found of each paper (核对)."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, sheet: Sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for line in sheet.lines:
            code = line.paper.code
            self.fields[f"mark_{code}"] = forms.ChoiceField(
                label=line.paper.name, required=False, choices=Mark.choices, widget=forms.RadioSelect,
                initial=line.mark, help_text=line.paper.look,
            )  # fmt: skip
            self.fields[f"remark_{code}"] = forms.CharField(
                label=_("说明"), required=False, max_length=500, initial=line.remark
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each paper's two fields together."""
        codes = [line.paper.code for line in self.sheet.lines]
        return [(self[f"mark_{code}"], self[f"remark_{code}"]) for code in codes]

    def told(self) -> dict[str, Any]:
        """What was found, as the action takes it."""
        said, codes = self.cleaned_data, [line.paper.code for line in self.sheet.lines]
        marks, remarks = ({code: said.get(f"{what}_{code}", "") for code in codes} for what in ("mark", "remark"))
        return {"marks": marks, "remarks": remarks, "version": said["version"]}

    def differing(self, now: Sheet) -> list[Line]:
        """What was found by now of papers of which the form says something else (冲突核对)."""
        told = self.told()
        codes = {line.paper.code: (line.mark, line.remark) for line in now.lines}
        said = {code: (told["marks"][code], told["remarks"][code]) for code in codes}
        return [line for line in now.lines if codes[line.paper.code] != said[line.paper.code]]

    @staticmethod
    def named(path: str) -> str:
        """The field of a path of the action."""
        return f"mark_{path.removeprefix('items.')}"


class OutcomeForm(VersionForm):
    outcome = forms.ChoiceField(label=_("主管部门反馈"), choices=Papers.Outcome.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("反馈说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(VersionForm):
    reason = forms.CharField(label=_("原因"), min_length=2, max_length=200)


class FilterForm(StationFilter):
    """What the list is narrowed to (筛选)."""

    stand = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *((key, STAND_LABELS[key]) for key in STANDS)]
    )
    kind = forms.ChoiceField(label=_("申请事项"), required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("全部")), *kind_names(clock.today())]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"
