"""What people fill in for the register (表单): a request, a step of it, an answer, a word of complaint."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.network.models import Area
from yimi.ui.forms import Form

from .fields import DemandFields, FeedbackFields
from .matching import LineFields
from .models import Demand, Feedback, Frequency, Level, StationLevel
from .queries.demands import Status, targets_of


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class DemandForm(Form):
    """A request for material (登记填报事项). The id is made with the form, so that sending twice writes once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(label=gettext_lazy("提出单位所在区划"))
    office = forms.CharField(
        label=gettext_lazy("提出单位"), max_length=80, help_text=gettext_lazy("单位和科室，例如县民政局基层治理科。")
    )
    title = forms.CharField(label=gettext_lazy("事项名称"), max_length=100)
    basis = forms.CharField(
        label=gettext_lazy("文件依据"), max_length=200, help_text=gettext_lazy("文件名称和文号；没有依据的不得布置。")
    )
    lines = forms.CharField(
        label=gettext_lazy("要站点填什么"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2400,
        help_text=gettext_lazy("一行一项，最多 20 项。台账已有的数不能要求填报，保存时逐行比对。"),
    )  # fmt: skip
    beyond = forms.CharField(
        label=gettext_lazy("台账之外的内容"), required=False, max_length=200,
        help_text=gettext_lazy("某一行含有台账已有的数、但还要别的内容时，写明台账没有的是什么。"),
    )  # fmt: skip
    frequency = forms.ChoiceField(
        label=gettext_lazy("填报频次"), choices=Frequency.choices, widget=forms.RadioSelect, initial=Frequency.ONCE
    )
    times_a_year = forms.IntegerField(
        label=gettext_lazy("预计每年次数"), required=False, min_value=1, max_value=366,
        help_text=gettext_lazy("只有不定期的才填。"),
    )  # fmt: skip
    minutes = forms.IntegerField(label=gettext_lazy("每站每次用时（分钟）"), min_value=1, max_value=2400)
    target = forms.ChoiceField(label=gettext_lazy("填报范围"))
    to_level = forms.ChoiceField(
        label=gettext_lazy("填报层级"), choices=StationLevel.choices, initial=StationLevel.STATION
    )
    valid_from = day_field(gettext_lazy("开始日期"))
    valid_until = day_field(
        gettext_lazy("结束日期"), required=False, help_text=gettext_lazy("只报一次的，即填报期限。")
    )

    def __init__(self, *args: Any, offices: list[Area], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(each.code, each.name) for each in offices]  # type: ignore[attr-defined]
        within = {area.code: area.name for office in offices for area in targets_of(office)}
        self.fields["target"].choices = list(within.items())  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["area"].widget, self.initial["area"] = forms.HiddenInput(), offices[0].code

    def demand(self) -> DemandFields:
        said = {name: self.cleaned_data[name] for name in DemandFields.__dataclass_fields__}
        lines = tuple(LineFields(text) for text in said["lines"].splitlines() if text.strip())
        return DemandFields(**said | {"lines": lines})


class VersionForm(Form):
    """A step that is taken on what one has seen (版本)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    reason = forms.CharField(label=gettext_lazy("原因"), min_length=2, max_length=200)


class AnswerForm(Form):
    """What a station answers (填报): one field for each line that is asked."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.names = [f"text_{nth}" for nth in range(len(lines))]
        for name, line in zip(self.names, lines, strict=True):
            self.fields[name] = forms.CharField(
                label=line, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("请填写；没有的写“无”。")},
            )  # fmt: skip

    def texts(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.names]

    def named(self, path: str) -> str:
        """How the form calls what the action calls `texts.0`."""
        return path.replace("texts.", "text_")


class FeedbackForm(Form):
    """A complaint or a suggestion (投诉建议)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"), choices=Feedback.Kind.choices, widget=forms.RadioSelect,
        initial=Feedback.Kind.SUGGESTION,
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("内容"), min_length=2, max_length=1000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("哪里增加了负担，希望怎样改。不要写服务对象的姓名和号码。"),
    )  # fmt: skip
    demand = forms.UUIDField(required=False, widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=gettext_lazy("交给谁"), widget=forms.RadioSelect, initial="county",
        choices=[("county", gettext_lazy("本市县（省级也能看到）")), ("province", gettext_lazy("只交省级"))],
    )  # fmt: skip
    anonymous = forms.BooleanField(
        label=gettext_lazy("匿名提出"), required=False,
        help_text=gettext_lazy("系统不保存提出人，日志也不记；凭提交后的页面地址查看答复。"),
    )  # fmt: skip

    def feedback(self) -> FeedbackFields:
        return FeedbackFields(**{name: self.cleaned_data[name] for name in FeedbackFields.__dataclass_fields__})


class FeedbackAnswerForm(VersionForm):
    answer = forms.CharField(
        label=gettext_lazy("答复"), min_length=2, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SmallForm(Form):
    """A form of filters (筛选)."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


def _all(choices: Any) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("全部")), *choices]


class FilterForm(SmallForm):
    """What the register is narrowed to."""

    q = forms.CharField(label=gettext_lazy("查找"), required=False, max_length=60)
    level = forms.ChoiceField(label=gettext_lazy("提出层级"), required=False, choices=_all(Level.choices))
    frequency = forms.ChoiceField(label=gettext_lazy("填报频次"), required=False, choices=_all(Frequency.choices))
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False, choices=_all(Status.choices))
    county = forms.ChoiceField(label=gettext_lazy("市县"), required=False)

    def __init__(self, *args: Any, counties: list[Area], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = _all((area.code, area.short_name) for area in counties)  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"placeholder": _("事项、单位或依据")}


class FeedbackFilterForm(SmallForm):
    state = forms.ChoiceField(
        label=gettext_lazy("状态"), required=False,
        choices=_all([("open", gettext_lazy("待答复")), ("answered", gettext_lazy("已答复"))]),
    )  # fmt: skip


class StationForm(SmallForm):
    """Whose page of requests is opened; offices choose among their stations."""

    station = forms.ChoiceField(label=gettext_lazy("社工站"), required=False)

    def __init__(self, *args: Any, stations: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = [(row.code, row.name) for row in stations]  # type: ignore[attr-defined]


def new_values() -> dict[str, Any]:
    return {"id": new_id(), "valid_from": clock.today()}


def values_of(row: Demand) -> dict[str, Any]:
    """A request as its form shows it."""
    same = ("office", "title", "basis", "beyond", "frequency", "times_a_year", "minutes", "to_level", "valid_from",
            "valid_until")  # fmt: skip
    lines = "\n".join(line.text for line in row.lines.all())
    return {name: getattr(row, name) for name in same} | {
        "id": row.pk, "version": row.version, "area": row.area.code, "target": row.target.code, "lines": lines,
    }  # fmt: skip
