"""What people fill in for programmes (表单): a plan, a step, scores, a filter."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.core.text import clean
from yimi.network.choosing import StationFilter
from yimi.ui.forms import Form

from .checks import MOST, MOST_TEXT
from .fields import OF_DELIBERATIONS, ActivityFields, GroupFields
from .models import Activity, Group, Programme
from .steps import Step

FEN = 100


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=MOST_TEXT, widget=widget, **more)


def _day(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _number(label: Any, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "in-s"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, widget=widget)


class PlanForm(Form):
    """A plan (方案): what is asked of groups and activities alike. Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("名称"), min_length=2, max_length=MOST["name"])
    planned_on = _day(_("方案日期"))
    need = _text(_("需求"))
    goals = _text(_("目标"))
    process = _text(_("内容和过程"), 5)
    risks = _text(_("安全预案"))
    budget_yuan = forms.DecimalField(
        label=_("预算（元）"), required=False, min_value=0, max_value=1_000_000, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "class": "in-s"}),
    )  # fmt: skip
    station = forms.ChoiceField(label=_("社工站"))
    place = forms.ChoiceField(label=_("服务地点"), required=False)

    order: tuple[str, ...] = ()

    def __init__(self, *args, stations, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("没有填")), *places]  # type: ignore[attr-defined]
        self.fields["station"].choices = [(each.code, each.short_name) for each in stations]  # type: ignore[attr-defined]
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()
        self.order_fields(self.order)

    def answers(self) -> dict[str, Any]:
        """The answers under the names of the fields; money in fen."""
        said = dict(self.cleaned_data)
        yuan = said.pop("budget_yuan")
        del said["id"]
        return said | {"budget": int(yuan * FEN) if yuan is not None else None}


class GroupForm(PlanForm):
    """A group's plan (小组方案)."""

    group_type = forms.ChoiceField(label=_("小组类型"), choices=Group.Type.choices)
    sessions_planned = _number(_("计划节数"), MOST["sessions_planned"])
    theory = _text(_("理论依据"))
    choosing = _text(_("组员招募"))
    tool = forms.CharField(label=_("前后测工具"), required=False, max_length=200)

    order = (
        "name", "group_type", "planned_on", "sessions_planned", "need", "theory", "goals", "choosing", "process",
        "risks", "tool", "budget_yuan", "station", "place",
    )  # fmt: skip

    def fields_with(self, members: tuple[UUID, ...]) -> GroupFields:
        return GroupFields(**self.answers(), members=members)


class ActivityForm(PlanForm):
    """An activity's plan (活动方案)."""

    form = forms.ChoiceField(label=_("形式"), choices=Activity.Form.choices)
    meets_on = _day(_("拟举办日期"), required=False)
    expected = _number(_("预计人数"), MOST["expected"])
    volunteers = _number(_("志愿者人数"), MOST["volunteers"])
    decisions = _text(_("决议"), help_text=_("居民议定了什么；由村（居）民委员会和居民决定，社工站不代替。"))
    results = _text(_("办理和公开结果"))

    order = (
        "name", "form", "planned_on", "meets_on", "place", "expected", "volunteers", "need", "goals", "process",
        "decisions", "results", "risks", "budget_yuan", "station",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if (self.data.get("form") or self.initial.get("form")) != Activity.Form.DELIBERATION:
            for name in OF_DELIBERATIONS:
                del self.fields[name]
        else:
            self.fields["need"].label, self.fields["process"].label = _("议题"), _("议程")

    def fields_as_sent(self) -> ActivityFields:
        return ActivityFields(**self.answers())


class StepForm(Form):
    """One step with its day and words (环节)."""

    step = forms.CharField(widget=forms.HiddenInput)
    on = _day(_("日期"), required=False)
    text = _text("")
    phase = forms.ChoiceField(label=_("发展阶段"), required=False, choices=[("", "—"), *Group.Phase.choices])

    @classmethod
    def asking(cls, step: Step, data: Any = None) -> "StepForm":
        """The form of a step: only what the step writes."""
        form = cls(data, initial={"step": step.key, "on": clock.today()}, auto_id=f"{step.key}_%s")
        del form.fields["phase"]
        if not step.day:
            del form.fields["on"]
        if not step.text:
            del form.fields["text"]
        else:
            form.fields["text"].label = step.text_label
            form.fields["text"].required = step.must_say
        return form

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        day: date | None = said.get("on")
        return {"step": said["step"], "on": day, "text": clean(said.get("text", "")), "phase": said.get("phase", "")}


class FilterForm(StationFilter):
    """What a list of programmes is narrowed to (筛选)."""

    sort = forms.ChoiceField(required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args, model: type[Group] | type[Activity], **kwargs):
        super().__init__(*args, **kwargs)
        sorts: Any = Group.Type if model is Group else Activity.Form
        self.fields["sort"].label = _("小组类型") if model is Group else _("形式")
        self.fields["sort"].choices = [("", _("全部")), *sorts.choices]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("全部")), *model.State.choices]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


def new_plan(station: str) -> dict[str, Any]:
    """What a new plan begins with."""
    return {"id": new_id(), "station": station, "planned_on": clock.today()}


def plan_of(row: Programme, texts: dict[str, str | None]) -> dict[str, Any]:
    """What a change of a plan begins with."""
    kept = {name: getattr(row, name) for name in vars(row) if not name.startswith("_")}
    budget = Decimal(row.budget) / FEN if row.budget is not None else None
    place = row.place.code if row.place else ""
    return kept | texts | {"station": row.station.code, "place": place, "budget_yuan": budget}
