"""What people fill in for reports (表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.figures.measure import RATE
from yimi.ui.forms import Form

from .actions import Typed
from .cadences import LEVELS, Duty
from .documents import words_of
from .models import CADENCE_NAMES, Report
from .numbers import measures_for

ALL = ("", _("全部"))
STATES = [
    ALL, ("open", _("办理中")), ("overdue", _("未按时")), ("draft", _("草稿")), ("submitted", _("已提交")),
    ("returned", _("已退回")), ("accepted", _("已通过")), ("locked", _("已定稿")), ("excused", _("免报")),
]  # fmt: skip


class FilterForm(Form):
    """What the list is asked for; the cadence and the period are chosen above it."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    level = forms.ChoiceField(label=_("层级"), required=False, choices=[ALL, *LEVELS.items()])
    county = forms.ChoiceField(label=_("市县"), required=False)
    whose = forms.ChoiceField(label=_("范围"), required=False, choices=[ALL, ("mine", _("待我办理"))])

    def __init__(self, *args, counties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [ALL, *((each.code, each.short_name) for each in counties)]  # type: ignore[attr-defined]
        if len(counties) < 2:
            del self.fields["county"]

    def asked(self) -> dict[str, str]:
        """The filters as far as they are understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class FillForm(Form):
    """The words of a report, and one number that somebody sees differently."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, report: Report, duty: Duty | None, **kwargs):
        said = words_of(report)
        kwargs["initial"] = {"version": report.version} | {f"words_{k}": v for k, v in said.items()} | _typed(report)
        super().__init__(*args, **kwargs)
        self.codes = [word.code for word in duty.words] if duty else []
        for word in duty.words if duty else ():
            self.fields[f"words_{word.code}"] = forms.CharField(
                label=word.name, help_text=word.note, required=False, max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
        self._add_typed(report)

    def _add_typed(self, report: Report) -> None:
        choices = [("", _("没有不同"))]
        choices += [(each.code, each.name) for each in measures_for(report) if each.kind != RATE]
        self.fields["typed_code"] = forms.ChoiceField(label=_("哪个数与系统不同"), required=False, choices=choices)
        self.fields["typed_value"] = forms.IntegerField(label=_("填报数"), required=False, min_value=0)
        self.fields["typed_reason"] = forms.CharField(label=_("差异原因"), required=False, max_length=200)

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"words_{code}"] for code in self.codes]

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"words_{code}"] for code in self.codes}

    def typed(self) -> dict[str, Typed]:
        code, value = self.cleaned_data["typed_code"], self.cleaned_data["typed_value"]
        return {code: Typed(-1 if value is None else value, self.cleaned_data["typed_reason"])} if code else {}


def _typed(report: Report) -> dict[str, object]:
    held: dict[str, dict[str, Any]] = report.typed
    nothing: tuple[str, dict[str, Any]] = ("", {})
    code, said = next(iter(held.items()), nothing)
    return {"typed_code": code, "typed_value": said.get("value"), "typed_reason": said.get("reason", "")}


class ReasonForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("原因"), min_length=2, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class ManyForm(Form):
    """The reports that were ticked."""

    report = forms.TypedMultipleChoiceField(coerce=str)

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [(str(each), "") for each in known]  # type: ignore[attr-defined]


def cadence_choices() -> list[tuple[str, object]]:
    return list(CADENCE_NAMES.items())
