"""What people fill in for lists and visits (表单). The rules are the action's; forms name fields and offer choices."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid, RuleBroken
from yimi.ui.forms import Form

from .due import Standing
from .models import Listed, Pause
from .rules import Rule

ANY = [("", _("全部"))]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Choices = Iterable[tuple[str, Any]]


class Says:
    """What an action refused is shown beside the fields."""

    def show(self, problems: dict[str, list]) -> None:
        for path, messages in problems.items():
            name = path.partition(".")[0]
            self.add_error(name if name in self.fields else None, [str(one) for one in messages])  # type: ignore[attr-defined]


class FilterForm(Form):
    """A filter; what it does not know it leaves out."""

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def offer(self, **lists: Choices) -> None:
        for name, choices in lists.items():
            self.fields[name].choices = [*ANY, *choices]  # type: ignore[attr-defined]


class DueFilter(FilterForm):
    """Which visits (走访安排的筛选)."""

    standing = forms.ChoiceField(label=_("走访情况"), required=False, choices=[*ANY, *Standing.choices])
    village = forms.ChoiceField(label=_("村（居）"), required=False)
    tier = forms.ChoiceField(label=_("走访级别"), required=False)
    worker = forms.ChoiceField(label=_("负责社工"), required=False)
    sort = forms.ChoiceField(
        label=_("排列"), required=False, choices=[("", _("按村（居）")), ("date", _("按期限先后"))]
    )

    def __init__(self, *args, villages: Choices, tiers: Choices, workers: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(village=villages, tier=tiers, worker=workers)
        if not list(workers):
            del self.fields["worker"]


class MemberFilter(FilterForm):
    """Which members of a list (名单的筛选)."""

    village = forms.ChoiceField(label=_("村（居）"), required=False)
    tier = forms.ChoiceField(label=_("走访级别"), required=False)
    worker = forms.ChoiceField(label=_("负责社工"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False,
        choices=[
            *ANY, ("filed", _("已建档")), ("unfiled", _("未建档")), ("paused", _("暂停走访")), ("leaving", _("拟调出")),
        ],
    )  # fmt: skip

    def __init__(self, *args, villages: Choices, tiers: Choices, workers: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(village=villages, tier=tiers, worker=workers)
        if not list(workers):
            del self.fields["worker"]


class CandidateFilter(FilterForm):
    """Which candidates (候选人的筛选)."""

    q = forms.CharField(label=_("姓名、拼音、证件号码、电话或档案号"), required=False, max_length=60)
    category = forms.ChoiceField(label=_("对象类别"), required=False)
    tier = forms.ChoiceField(label=_("走访级别"), required=False)
    village = forms.ChoiceField(label=_("村（居）"), required=False)

    def __init__(self, *args, categories: Choices, villages: Choices, tiers: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(category=categories, village=villages, tier=tiers)


class PeopleField(forms.Field):
    """The people ticked in a list, by id (所选的人)."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        try:
            return [UUID(each) for each in value or ()]
        except ValueError:
            raise forms.ValidationError(_("所选的人不对，请重新选择。")) from None


class PeopleForm(Form):
    """Some people of a page."""

    person = PeopleField(label=_("服务对象"), error_messages={"required": _("请先勾选服务对象。")})


class RemoveForm(Says, Form):
    """Why a member is to leave the list (调出)."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("调出原因"), widget=forms.RadioSelect, choices=[(each.value, each.label) for each in Listed.GIVEN]
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)


class OpinionForm(Says, Form):
    """What an office says when it signs (审核意见)."""

    opinion = forms.CharField(
        label=_("审核意见"), required=False, max_length=500, initial=_("同意"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ApproveForm(OpinionForm):
    """The last signature, and from which day the list is in force (审定)."""

    from_on = forms.DateField(label=_("起用日期"), widget=DAY)


class ReturnForm(Says, Form):
    """Why a round goes back to the station (退回)."""

    reason = forms.CharField(label=_("退回原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PauseForm(Says, Form):
    """From when to when nobody can be visited, and why (暂停走访)."""

    reason = forms.ChoiceField(label=_("暂停原因"), widget=forms.RadioSelect, choices=Pause.Reason.choices)
    from_on = forms.DateField(label=_("从"), widget=DAY, initial=clock.today)
    until_on = forms.DateField(label=_("到（不知道就空着）"), required=False, widget=DAY)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)


class ResumeForm(Says, Form):
    """From which day visits go on (恢复走访)."""

    on = forms.DateField(label=_("从这一天起恢复走访"), widget=DAY, initial=clock.today)


class PurposeForm(Form):
    """What a table is taken away for (下载用途)."""

    purpose = forms.CharField(label=_("下载用途"), min_length=2, max_length=100)


class CapacityForm(Form):
    """The means, as they are reckoned with (能力测算)."""

    workers = forms.IntegerField(label=_("专职社工（人）"), min_value=0, max_value=500)
    workdays = forms.IntegerField(label=_("本月工作日（天）"), min_value=0, max_value=31)
    visits_per_day = forms.FloatField(label=_("每人每日户次"), min_value=0.1, max_value=30)
    share = forms.IntegerField(label=_("用于走访的时间（%）"), min_value=1, max_value=100)

    def inputs(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"share": said["share"] / 100}


class RuleForm(Says, Form):
    """The rule of a county: the interval of each tier, the tier of each category, what meets a visit (频次规则)."""

    effective_from = forms.DateField(label=_("生效日期"), widget=DAY, initial=clock.today)
    visits_per_day = forms.FloatField(label=_("每人每日户次"), min_value=0.1, max_value=30)
    share = forms.IntegerField(label=_("用于走访的时间（%）"), min_value=1, max_value=100)
    remote_counts = forms.MultipleChoiceField(
        label=_("电话（视频）可抵走访的级别"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shared = forms.MultipleChoiceField(
        label=_("按户走访的类别（走访一户，这一户的这类对象都算走到）"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, rule: Rule, names: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule
        timed = [(code, tier.name) for code, tier in rule.tiers.items() if code != "none"]
        self.fields["remote_counts"].choices = timed  # type: ignore[attr-defined]
        self.fields["shared"].choices = list(names.items())  # type: ignore[attr-defined]
        for code, name in timed:
            self.fields[f"tier_{code}"] = forms.IntegerField(label=name, required=False, min_value=1, max_value=366)
        every = [(code, tier.name) for code, tier in rule.tiers.items()]
        for code, name in names.items():
            self.fields[f"category_{code}"] = forms.ChoiceField(label=name, choices=every)
        self._start(rule)

    def _start(self, rule: Rule) -> None:
        self.initial.setdefault("visits_per_day", rule.visits_per_day)
        self.initial.setdefault("share", round(rule.share * 100))
        self.initial.setdefault("remote_counts", sorted(rule.remote))
        self.initial.setdefault("shared", sorted(rule.shared))
        for code, tier in rule.tiers.items():
            self.initial.setdefault(f"tier_{code}", tier.interval_days)
        for code, tier_code in rule.categories.items():
            self.initial.setdefault(f"category_{code}", tier_code)

    def tier_fields(self) -> list:
        return [self[name] for name in self.fields if name.startswith("tier_")]

    def category_fields(self) -> list:
        return [self[name] for name in self.fields if name.startswith("category_")]

    def content(self) -> dict[str, Any]:
        """The rule as it is kept."""
        said = self.cleaned_data
        return {
            "tiers": {name.removeprefix("tier_"): said[name] for name in said if name.startswith("tier_")},
            "categories": {
                name.removeprefix("category_"): said[name] for name in said if name.startswith("category_")
            },
            "remote_counts": sorted(said["remote_counts"]),
            "shared": sorted(said["shared"]),
            "visits_per_day": said["visits_per_day"],
            "visiting_share": said["share"] / 100,
        }  # fmt: skip


def attempt(form: Any, action: Callable[[], Any]) -> Any:
    """Do it, or say in the form why not."""
    try:
        return action()
    except Invalid as wrong:
        form.show(wrong.fields)
    except RuleBroken as refused:
        form.add_error(None, str(refused.message))
    return None
