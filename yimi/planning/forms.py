"""What people fill in for plans, targets, steps and duties (表单). The rules are the actions'; forms offer choices."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures.measure import RATE, measures
from yimi.ui.forms import Form

from .done import choosable
from .fields import DutyFields, Extra, Line, MilestoneFields, PlanFields, Project, TargetFields, years
from .models import AnnualPlan, Duty

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ROWS = forms.Textarea(attrs={"rows": 3})
ANY = [("", _("全部"))]
Choices = Iterable[tuple[str, Any]]
BLANK = 2


class Says:
    """What an action refused is shown beside the fields."""

    def show(self, problems: dict[str, list]) -> None:
        for path, messages in problems.items():
            name = path.partition(".")[0]
            self.add_error(name if name in self.fields else None, [str(one) for one in messages])  # type: ignore[attr-defined]


def attempt(form: Any, action: Callable[[], Any]) -> Any:
    """Do it, or say in the form why not."""
    try:
        return action()
    except Invalid as wrong:
        form.show(wrong.fields)
    except RuleBroken as refused:
        form.add_error(None, str(refused.message))
    return None


@dataclass
class Cells:
    """One row of a table that is filled in, as it was typed, and what is wrong with it."""

    said: dict[str, str]
    faults: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not self.said.get("quantity", "").strip() and not self.said.get("name", "").strip()


def cells_of(data: Any, names: Sequence[str], prefix: str) -> list[Cells]:
    """The rows that were typed, by the lists that a browser sends; rows left blank are left out."""
    columns = [data.getlist(f"{prefix}_{name}") for name in names]
    rows = [Cells(dict(zip(names, said, strict=False))) for said in zip(*columns, strict=False)]
    return [row for row in rows if not row.is_blank]


class PlanForm(Says, Form):
    """The yearly plan (年度服务计划). Its id is made with the form; quantities are rows of their own."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    station = forms.ChoiceField(label=_("社工站"))
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    platform = forms.CharField(label=_("资源平台"), required=False, max_length=500, widget=ROWS)
    partners = forms.CharField(label=_("合作单位"), required=False, max_length=300)
    project = forms.CharField(label=_("重点项目（只有一个）"), required=False, max_length=100)
    project_level = forms.ChoiceField(
        label=_("重点项目级别"), choices=AnnualPlan.Level.choices, widget=forms.RadioSelect, initial="station"
    )
    project_aim = forms.CharField(label=_("重点项目目标"), required=False, max_length=500, widget=ROWS)

    LINE, EXTRA = ("domain", "measure", "quantity"), ("code", "name", "measure", "quantity")

    def __init__(self, data: Any = None, *, said: PlanFields, stations: Choices, **initial: Any):
        project = said.projects[0] if said.projects else Project("")
        start = {
            "station": said.station, "year": said.year, "platform": said.platform, "partners": said.partners,
            "project": project.title, "project_level": project.level, "project_aim": project.aim,
        }  # fmt: skip
        super().__init__(data, initial=start | initial)
        self.fields["station"].choices = list(stations)  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(year), str(year)) for year in years()]  # type: ignore[attr-defined]
        if data is None:
            self.lines = [Cells({name: str(value) for name, value in vars(line).items()}) for line in said.lines]
            self.specials = [Cells({k: "" if v is None else str(v) for k, v in vars(s).items()}) for s in said.specials]
        else:
            self.lines = cells_of(data, self.LINE, "line")
            self.specials = cells_of(data, self.EXTRA, "special")

    def lines_in(self, domain: str) -> list[Cells]:
        """The rows of a domain, and some to fill in."""
        blank = [Cells({"domain": domain, "measure": "", "quantity": ""}) for _nth in range(BLANK)]
        return [row for row in self.lines if row.said["domain"] == domain] + blank

    @property
    def specials_and_blank(self) -> list[Cells]:
        return [*self.specials, Cells(dict.fromkeys(self.EXTRA, ""))]

    def said(self) -> PlanFields:
        """What was filled in; raises `Invalid` where a quantity is no number."""
        of = self.cleaned_data
        projects = (Project(of["project"], of["project_level"], of["project_aim"]),) if of["project"] else ()
        lines = tuple(
            Line(row.said["domain"], row.said["measure"], _number(row.said["quantity"])) for row in self.lines
        )
        specials = tuple(_extra(row.said) for row in self.specials)
        return PlanFields(
            of["station"], of["year"], of["platform"], of["partners"], projects, lines, specials, of["version"]
        )

    def go_on_from(self, version: int) -> None:
        """The version that was saved before something was refused."""
        said: Any = self.data.copy()  # type: ignore[attr-defined]
        said["version"] = version
        self.data = said

    def show(self, problems: dict[str, list]) -> None:
        """Faults of rows stand at their rows, and once above."""
        rows = {"lines": self.lines, "specials": self.specials}
        for path, messages in problems.items():
            name, _dot, rest = path.partition(".")
            at = rest.partition(".")[0]
            if name in rows and at.isdigit() and int(at) < len(rows[name]):
                rows[name][int(at)].faults += [str(one) for one in messages]
        named = {"key_projects": "project"}
        super().show({named.get(path.partition(".")[0], path): messages for path, messages in problems.items()})


def _number(text: str) -> int:
    """The quantity; what is no whole number is 0, which no plan accepts."""
    said = text.strip()
    return int(said) if said.isdecimal() and len(said) < 12 else 0


def _extra(said: dict[str, str]) -> Extra:
    quantity = said["quantity"].strip()
    return Extra(said["code"], said["name"], said["measure"], _number(quantity) if quantity else None)


class ReasonForm(Says, Form):
    reason = forms.CharField(label=_("原因"), min_length=2, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PlanFilter(Form):
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *AnnualPlan.State.choices])
    county = forms.ChoiceField(label=_("市县"), required=False)

    def __init__(self, data: Any, *, counties: Choices):
        super().__init__(data)
        this = clock.today().year
        self.fields["year"].choices = [("", str(this)), *((str(y), str(y)) for y in (this + 1, this - 1))]  # type: ignore[attr-defined]
        self.fields["county"].choices = [*ANY, *counties]  # type: ignore[attr-defined]
        if len(list(self.fields["county"].choices)) < 3:  # type: ignore[attr-defined]
            del self.fields["county"]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for; what is not known is left out."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {"year": clock.today().year} | found


class TargetForm(Says, Form):
    """A yearly target (年度目标). Of a rate the value is in per cent."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    area = forms.ChoiceField(label=_("下达单位"))
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    measure = forms.ChoiceField(label=_("指标"))
    value = forms.DecimalField(
        label=_("目标值"), min_value=0, max_digits=13, decimal_places=1,
        help_text=_("比率填百分数，例如 95。"), widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )  # fmt: skip
    anchor = forms.ChoiceField(label=_("政策依据"))
    anchor_title = forms.CharField(label=_("文件名称"), max_length=120)
    anchor_number = forms.CharField(label=_("文号"), max_length=60, required=False)
    due_on = forms.DateField(label=_("完成期限"), required=False, widget=DAY)

    def __init__(self, data: Any = None, *, areas: Choices, anchors: Choices):
        super().__init__(data, initial={"id": new_id(), "year": clock.today().year})
        choose: dict[str, list] = {
            "area": list(areas), "anchor": list(anchors), "year": [(str(year), str(year)) for year in years()],
            "measure": [(each.code, f"{each.name}（{each.unit}）") for each in choosable()],
        }  # fmt: skip
        for name, choices in choose.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self):
        of, said = super().clean() or self.cleaned_data, self.cleaned_data
        value, code = said.get("value"), said.get("measure")
        if value is not None and code and measures[code].kind != RATE and value != int(value):
            self.add_error("value", gettext("请填整数。"))
        return of

    def said(self) -> TargetFields:
        of = self.cleaned_data
        times = 10 if measures[of["measure"]].kind == RATE else 1
        return TargetFields(
            of["measure"], of["year"], of["area"], int(of["value"] * times), of["anchor"], of["anchor_title"],
            of["anchor_number"], of["due_on"],
        )  # fmt: skip


class MilestoneForm(Says, Form):
    """A step of the way (工作节点)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("工作节点"), max_length=100)
    office = forms.CharField(label=_("责任单位（岗位）"), max_length=60)
    person = forms.CharField(label=_("责任人"), max_length=30, required=False)
    begins_on = forms.DateField(label=_("开始日期"), widget=DAY)
    due_on = forms.DateField(label=_("完成期限"), widget=DAY)
    needs = forms.MultipleChoiceField(label=_("前置节点"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, before: Choices, initial: dict[str, Any] | None = None):
        super().__init__(data, initial={"id": new_id(), "begins_on": clock.today()} | (initial or {}))
        self.fields["needs"].choices = list(before)  # type: ignore[attr-defined]
        if not self.fields["needs"].choices:  # type: ignore[attr-defined]
            del self.fields["needs"]

    def said(self, where: dict[str, str]) -> MilestoneFields:
        of = dict(self.cleaned_data)
        of.pop("id")
        needs = tuple(of.pop("needs", ()))
        return MilestoneFields(where.get("area", ""), where.get("station", ""), needs=needs, **of)


class FinishForm(Says, Form):
    """What proves that a step is done (完成)."""

    on = forms.DateField(label=_("完成日期"), widget=DAY)
    proof = forms.CharField(
        label=_("完成佐证"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如文号、会议纪要、公示网址。"),
    )  # fmt: skip
    why_early = forms.CharField(label=_("先于前置节点完成的原因"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, waits: bool):
        super().__init__(data, initial={"on": clock.today()})
        if not waits:
            del self.fields["why_early"]


class DutyForm(Says, Form):
    """An item of the 责任清单."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    county = forms.ChoiceField(label=_("市县"))
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    title = forms.CharField(label=_("责任事项"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.CharField(label=_("依据"), max_length=200)
    office = forms.CharField(label=_("责任科室"), max_length=60)
    leader = forms.CharField(label=_("分管领导"), max_length=30, required=False)
    liaison = forms.CharField(label=_("联络员"), max_length=30, required=False)
    due_on = forms.DateField(label=_("完成期限"), widget=DAY)

    def __init__(self, data: Any = None, *, counties: Choices, initial: dict[str, Any] | None = None):
        super().__init__(data, initial={"id": new_id(), "year": clock.today().year} | (initial or {}))
        self.fields["county"].choices = list(counties)  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(year), str(year)) for year in years()]  # type: ignore[attr-defined]

    def said(self) -> DutyFields:
        of = dict(self.cleaned_data)
        of.pop("id")
        return DutyFields(**of)


class ProgressForm(Says, Form):
    """How a duty goes (进展), or how it ended."""

    progress = forms.CharField(label=_("进展"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label=_("完成日期"), widget=DAY, required=False, help_text=_("已完成的才填。"))


class DutyFilter(Form):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *Duty.State.choices])
    county = forms.ChoiceField(label=_("市县"), required=False)

    def __init__(self, data: Any, *, counties: Choices):
        super().__init__(data)
        self.fields["county"].choices = [*ANY, *counties]  # type: ignore[attr-defined]
        if len(list(self.fields["county"].choices)) < 3:  # type: ignore[attr-defined]
            del self.fields["county"]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def plan_measures() -> list[tuple[str, Any]]:
    """What a plan can say quantities of, as choices."""
    return [(each.code, f"{each.name}（{each.unit}）") for each in choosable(by_domain=True)]
