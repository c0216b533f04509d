"""What people fill in for emergency actions (表单): an action, a household, what goes with an outcome, a visit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.clients.choices import DWELLING, LANGUAGES
from yimi.core import clock
from yimi.core.ids import new_id
from yimi.exchange.forms import TableForm
from yimi.ui.forms import Form, attempt, show_faults

from .checks import MOST, MOST_PERSONS, MOST_TIMES
from .fields import AfterFields, LineFields, OperationFields, OutcomeFields
from .models import AfterVisit, Kind, Level, Line, Operation, Phase

__all__ = [
    "AfterForm", "ExportForm", "FilterForm", "LevelForm", "LineForm", "OperationForm", "OutcomeForm", "PhaseForm",
    "RosterForm", "SendForm", "WithdrawForm", "attempt", "show_faults",
]  # fmt: skip
Choices = Sequence[tuple[str, Any]]


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "in-s"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def _text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, **more)


def _state(label: Any) -> forms.ChoiceField:
    choices, unseen = AfterVisit.State.choices, AfterVisit.State.UNSEEN
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, initial=unseen)


class OperationForm(Form):
    """An action as it is opened or changed (应急关爱行动). Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("行动类别"), choices=Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("名称"), min_length=2, max_length=MOST["name"], help_text=_("例如第 21 号台风“示例”。")
    )
    number = _text(_("编号"), MOST["number"], help_text=_("台风编号或文号，可以不填。"))
    level = forms.TypedChoiceField(
        label=_("应急响应等级"), choices=list(reversed(Level.choices)), coerce=int, widget=forms.RadioSelect,
        help_text=_("按三防部门发布的等级填写，以后可随时调整。"),
    )  # fmt: skip
    areas = forms.MultipleChoiceField(label=_("涉及区划"), widget=forms.CheckboxSelectMultiple)
    impact_at = _moment(_("预计影响时间"))
    indoors_at = _moment(
        _("停止外出时间"), required=False, help_text=_("到时起页面只留电话联络，并请在岗社工报平安；可以不填。")
    )
    is_drill = forms.BooleanField(
        label=_("这是演练"), required=False, help_text=_("演练不进入任何统计数字，以后不能改为实战。")
    )

    def __init__(self, *args: Any, areas: Choices, is_new: bool = True, **more: Any):
        super().__init__(*args, **more)
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]
        if not is_new:
            self.fields["level"].widget = forms.HiddenInput()
            self.fields["is_drill"].widget = forms.HiddenInput()

    def operation(self) -> OperationFields:
        said = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        return OperationFields(**said | {"areas": tuple(said["areas"])})

    @staticmethod
    def of(row: Operation) -> dict[str, Any]:
        """What the form begins with when an action is changed."""
        names = ("id", "kind", "name", "number", "level", "impact_at", "indoors_at", "is_drill", "version")
        return {name: getattr(row, name) for name in names} | {"areas": [area.code for area in row.places.all()]}


class LevelForm(Form):
    level = forms.TypedChoiceField(label=_("应急响应等级"), choices=list(reversed(Level.choices)), coerce=int)


class PhaseForm(Form):
    phase = forms.ChoiceField(label=_("行动阶段"), choices=Phase.choices)


STATE_CHOICES = [
    ("", _("全部")), ("waiting", _("未联系")), ("unreachable", _("联系不上")), ("to_move", _("应转移未转移")),
    ("moved", _("已转移")), ("refused", _("不愿转移")), ("done", _("已联系")),
]  # fmt: skip


class FilterForm(Form):
    """The filters above the list (筛选)."""

    village = forms.ChoiceField(label=_("村（居）"), required=False)
    state = forms.ChoiceField(label=_("联络情况"), required=False, choices=STATE_CHOICES)
    station = forms.ChoiceField(label=_("社工站"), required=False)

    def __init__(self, *args: Any, villages: Choices, stations: Choices, **more: Any):
        super().__init__(*args, **more)
        self.fields["village"].choices = [("", _("全部")), *villages]  # type: ignore[attr-defined]
        self.fields["station"].choices = [("", _("全部")), *stations]  # type: ignore[attr-defined]
        if len(stations) <= 1:
            del self.fields["station"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "in in-s"


class LineForm(Form):
    """A household and what is arranged for it (名单户)."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    station = forms.ChoiceField(label=_("社工站"), required=False)
    name = _text(_("姓名"), 30)
    age = forms.IntegerField(label=_("年龄"), required=False, min_value=0, max_value=130)
    phone = _text(_("电话"), 20)
    village = forms.ChoiceField(label=_("村（居）"), required=False)
    persons = forms.IntegerField(label=_("同住需要关爱的人数"), min_value=1, max_value=MOST_PERSONS, initial=1)
    dwelling = forms.MultipleChoiceField(
        label=_("住房情况"), required=False, choices=list(DWELLING.items()), widget=forms.CheckboxSelectMultiple
    )
    needs = forms.MultipleChoiceField(
        label=_("特别需要"), required=False, choices=list(Line.NEEDS.items()), widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("语言"), required=False, choices=list(LANGUAGES.items()), widget=forms.CheckboxSelectMultiple
    )
    to_move = forms.BooleanField(label=_("应转移（由镇村核定）"), required=False)
    responsible = _text(_("包户责任人"), 30, help_text=_("一般是村干部。"))
    responsible_phone = _text(_("责任人电话"), 20)
    worker = forms.ChoiceField(label=_("社工"), required=False)
    neighbour = _text(_("邻居联系人"), 30)
    neighbour_phone = _text(_("邻居电话"), 20)
    way_out = forms.ChoiceField(label=_("去向安排"), required=False, choices=[("", _("没有填")), *Line.WayOut.choices])
    way_out_place = _text(_("安置地点"), MOST["way_out_place"])
    transport = _text(_("交通"), MOST["transport"], help_text=_("怎么去，谁来接。"))
    medicine = _text(_("药品和器械"), MOST["medicine"], help_text=_("要随身带的药、氧气、器械。"))

    def __init__(
        self,
        *args: Any,
        villages: Choices = (),
        staff: Choices = (),
        stations: Choices = (),
        is_temporary: bool = True,
        **more: Any,
    ):
        super().__init__(*args, **more)
        self.fields["village"].choices = villages  # type: ignore[attr-defined]
        self.fields["worker"].choices = [("", _("没有填")), *staff]  # type: ignore[attr-defined]
        self.fields["station"].choices = stations  # type: ignore[attr-defined]
        if len(stations) <= 1:
            del self.fields["station"]
        if not villages:
            del self.fields["village"]
        if not is_temporary:
            for name in ("name", "age", "phone"):
                del self.fields[name]

    def line(self) -> LineFields:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("id", "station")}
        lists = {name: tuple(said[name]) for name in ("dwelling", "needs", "languages")}
        return LineFields(**said | lists)


class OutcomeForm(Form):
    """What goes with an outcome (登记结果): all of it may be left out; the button says what."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    place = _text(_("去向"), MOST["place"], help_text=_("转移到哪里，或不在本地时去了哪里。"))
    persons = forms.IntegerField(label=_("转移人数"), required=False, min_value=1, max_value=MOST_PERSONS)
    persuaded = forms.IntegerField(label=_("已劝导次数"), required=False, min_value=0, max_value=MOST_TIMES)
    is_reported = forms.BooleanField(label=_("已报村镇"), required=False)

    @classmethod
    def fresh(cls) -> "OutcomeForm":
        return cls(initial={"id": new_id()})

    def outcome(self, line: Any, what: str) -> OutcomeFields:
        said = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        return OutcomeFields(line=line, what=what, at=clock.now(), **said)


class WithdrawForm(Form):
    reason = forms.CharField(label=_("撤回原因"), min_length=2, max_length=200)


class AfterForm(Form):
    """The visit afterwards (灾后探访): four things to look at, and what should follow."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    house, utilities = _state(_("房屋")), _state(_("水电"))
    medicine, mood = _state(_("药品")), _state(_("情绪"))
    by_phone = forms.BooleanField(label=_("电话了解，没有上门"), required=False)
    wish = forms.ChoiceField(label=_("需要跟进"), required=False, choices=AfterVisit.Wish.choices)
    note = _text(_("说明"), MOST["note"], widget=forms.Textarea(attrs={"rows": 3}))

    def after(self, line: Any) -> AfterFields:
        said = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        return AfterFields(line=line, at=clock.now(), **said)


class SendForm(TableForm):
    """The township's own list of houses (镇村名单)."""


class RosterForm(Form):
    """Which village's roster to print (打印名册)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    station = forms.CharField(widget=forms.HiddenInput)
    village = forms.ChoiceField(label=_("村（居）"))

    def __init__(self, *args: Any, villages: Choices, **more: Any):
        super().__init__(*args, **more)
        self.fields["village"].choices = villages  # type: ignore[attr-defined]
        self.fields["village"].widget.attrs["class"] = "in in-s"


class ExportForm(Form):
    purpose = forms.CharField(label=_("导出用途"), min_length=2, max_length=100)
