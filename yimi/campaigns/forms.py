"""What people fill in for campaigns (表单): a plan with its goods, whom to list, deliveries, a step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.network.choosing import StationFilter
from yimi.programmes.steps import Step
from yimi.services.models import Contact
from yimi.ui.forms import Form

from .checks import MOST, MOST_TEXT
from .choosing import Wanted
from .fields import CampaignFields, GoodFields
from .models import Campaign, CampaignFile, Kind

Choices = Sequence[tuple[str, Any]]


def _day(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _count(label: Any, least: int, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "in-s"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget)


class CampaignForm(Form):
    """A campaign's plan (专项活动方案). Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("活动类别"), choices=Kind.choices)
    name = forms.CharField(label=_("名称"), min_length=2, max_length=MOST["name"])
    first_on = _day(_("开始日期"))
    last_on = _day(_("结束日期"))
    purpose = forms.CharField(
        label=_("目的"),
        required=False,
        max_length=MOST["purpose"],
        help_text=_("一句话，例如为辖区独居老人送节日问候。"),
    )
    service = forms.ChoiceField(label=_("服务项目"), required=False)
    station = forms.ChoiceField(label=_("社工站"))

    def __init__(self, *args: Any, stations: Sequence[Any], services: Sequence[Any], **more: Any):
        super().__init__(*args, **more)
        shown = [(info.code, info.name) for info in services]
        self.fields["service"].choices = [("", _("没有填")), *shown]  # type: ignore[attr-defined]
        self.fields["station"].choices = [(each.code, each.short_name) for each in stations]  # type: ignore[attr-defined]
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()

    def campaign(self, goods: tuple[GoodFields, ...]) -> CampaignFields:
        said = dict(self.cleaned_data)
        del said["id"]
        return CampaignFields(**said, goods=goods)


class GoodForm(Form):
    """One thing to bring (物资); a row without a name is left out."""

    name = forms.CharField(label=_("物资名称"), required=False, max_length=30)
    unit = forms.CharField(label=_("单位"), required=False, max_length=10)
    each = _count(_("每人数量"), 1, MOST["each"])
    prepared = _count(_("备货数量"), 0, MOST["prepared"])
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["each"].required = self.fields["prepared"].required = False
        for bound in self:
            bound.field.widget.attrs["class"] = "in in-s"

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("name"):
            for name, words in (
                ("unit", _("请填写单位。")),
                ("each", _("请填写数量。")),
                ("prepared", _("请填写数量。")),
            ):
                if name not in self.errors and said.get(name) in (None, ""):
                    self.add_error(name, words)
        elif any(said.get(name) not in (None, "") for name in ("unit", "prepared")):
            self.add_error("name", _("请填写物资名称。"))
        return said


class GoodsFormSet(forms.BaseFormSet):
    """All goods of a campaign (物资清单)."""

    def goods(self) -> tuple[GoodFields, ...]:
        return tuple(GoodFields(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("name"))

    def show(self, refused: Invalid) -> None:
        """Put what the action found wrong at its row."""
        filled = [form for form in self.forms if form.cleaned_data.get("name")]
        for path, texts in refused.fields.items():
            _goods, _dot, rest = path.partition("goods.")
            place, _dot, name = rest.partition(".")
            if place.isdigit() and int(place) < len(filled):
                filled[int(place)].add_error(name or None, [str(text) for text in texts])


GoodsForms = forms.formset_factory(
    GoodForm, formset=GoodsFormSet, extra=2, max_num=MOST["goods"], validate_max=True, absolute_max=MOST["goods"]
)


class ChooseForm(Form):
    """Whom to list (选人): holders of any of these categories, in any of these villages."""

    categories = forms.MultipleChoiceField(
        label=_("对象类别"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可多选，符合任一类别即可。"),
    )
    villages = forms.MultipleChoiceField(
        label=_("村（居）"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不选即全部村（居）。")
    )

    def __init__(self, *args: Any, categories: Choices, villages: Choices, **more: Any):
        super().__init__(*args, **more)
        self.fields["categories"].choices = categories  # type: ignore[attr-defined]
        self.fields["villages"].choices = villages  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(tuple(said["categories"]), tuple(said["villages"]))


OUTCOMES = [
    (Contact.Outcome.SEEN, _("已领到")),
    (Contact.Outcome.NOT_HOME, _("未遇")),
    (Contact.Outcome.DECLINED, _("不便接访")),
]


class DeliverForm(Form):
    """Deliveries of one day (发放登记): when, by whom, with which outcome. The batch is made with the form."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    on = _day(_("发放日期"))
    outcome = forms.ChoiceField(label=_("结果"), choices=OUTCOMES, widget=forms.RadioSelect)
    workers = forms.MultipleChoiceField(label=_("社工"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("原因"), required=False, max_length=200, help_text=_("活动期外发放，或补录 7 天以前的发放时填写。")
    )

    def __init__(self, *args: Any, workers: Sequence[Any], **more: Any):
        super().__init__(*args, **more)
        self.fields["workers"].choices = [(each.username, each.name) for each in workers]  # type: ignore[attr-defined]


class StepForm(Form):
    """One step with its day and words (环节)."""

    step = forms.CharField(widget=forms.HiddenInput)
    on = _day(_("日期"), required=False)
    text = forms.CharField(label="", required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def asking(cls, step: Step, data: Any = None) -> "StepForm":
        """The form of a step: only what the step writes."""
        form = cls(data, initial={"step": step.key, "on": clock.today()}, auto_id=f"{step.key}_%s")
        if not step.day:
            del form.fields["on"]
        if not step.text:
            del form.fields["text"]
        else:
            form.fields["text"].label, form.fields["text"].required = step.text_label, step.must_say
        return form


class FilterForm(StationFilter):
    """What the list of campaigns is narrowed to (筛选)."""

    kind = forms.ChoiceField(label=_("活动类别"), required=False, choices=[("", _("全部")), *Kind.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *Campaign.State.choices])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


STAND_CHOICES = [("", _("全部")), ("waiting", _("未领到")), ("tried", _("走过未领到")), ("reached", _("已领到"))]


class NarrowForm(Form):
    """What the people of a campaign are narrowed to (筛选)."""

    village = forms.ChoiceField(label=_("村（居）"), required=False)
    stand = forms.ChoiceField(label=_("发放情况"), required=False, choices=STAND_CHOICES)

    def __init__(self, *args: Any, villages: Choices, **more: Any):
        super().__init__(*args, **more)
        self.fields["village"].choices = [("", _("全部")), *villages]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


class FileForm(Form):
    sort = forms.ChoiceField(label=_("文件类别"), choices=CampaignFile.Sort.choices)


class TakeBackForm(Form):
    reason = forms.CharField(label=_("撤回原因"), min_length=2, max_length=200)


def new_campaign(station: str) -> dict[str, Any]:
    """What a new campaign begins with."""
    return {"id": new_id(), "station": station, "first_on": clock.today(), "last_on": clock.today()}


def plan_of(row: Campaign, texts: dict[str, str | None]) -> dict[str, Any]:
    """What a change of a plan begins with."""
    same = {name: getattr(row, name) for name in ("id", "version", "kind", "first_on", "last_on", "service")}
    return same | {"station": row.station.code, "name": texts["name"], "purpose": texts.get("purpose") or ""}


def show_faults(form: forms.Form, refused: Invalid) -> None:
    """Put each fault at its field, or above the form where it has none."""
    for path, texts in refused.fields.items():
        if path in form.fields:
            form.add_error(path, [str(text) for text in texts])
        elif not path.startswith(("goods.", "people.")):
            form.add_error(None, [str(text) for text in texts])
