"""The forms of a person's file (档案表单). The rules are the action's; forms only name fields and offer choices."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields as fields_of
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.ui.forms import Form

from .fields import AS_IS, CategoryFields, PersonFields, contradictions
from .identity import BAND_LABELS, normalise_number
from .listing import Wanted
from .models import Category, Consent, Person
from .particulars import ParticularsFields

ANY = [("", _("全部"))]
EMPTY = "无"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(Form):
    """The filters above the list of people; what it does not know it leaves out."""

    q = forms.CharField(label=_("姓名、拼音、证件号码、电话或档案号"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("在册和未建档")), *Person.State.choices])
    category = forms.ChoiceField(label=_("对象类别"), required=False)
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=[*ANY, *Person.Sex.choices])
    age_band = forms.ChoiceField(label=_("年龄段"), required=False, choices=[*ANY, *BAND_LABELS.items()])
    worker = forms.ChoiceField(label=_("负责社工"), required=False)

    def __init__(self, *args, categories, username, workers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [*ANY, *categories]
        others = [choice for choice in workers if choice[0] != username]
        self.fields["worker"].choices = [*ANY, (username, _("我负责的")), *others]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Wanted:
        names = {one.name for one in fields_of(Wanted)}
        return Wanted(**{name: value for name, value in self.asked().items() if name in names})


class PersonForm(Form):
    """What is always asked of a person: who she is, and where she lives."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    id_type = forms.ChoiceField(label=_("证件类型"), choices=Person.IdType, initial=Person.IdType.RESIDENT)
    id_number = forms.CharField(label=_("证件号码"), required=False, max_length=40)
    sex = forms.ChoiceField(label=_("性别"), choices=Person.Sex, widget=forms.RadioSelect, initial=Person.Sex.UNKNOWN)
    birth_on = forms.DateField(label=_("出生日期"), required=False, widget=DAY)
    id_note = forms.CharField(label=_("证件情况说明（证件有误时写明，按填写的保存）"), required=False, max_length=200)
    area = forms.ChoiceField(label=_("居住地"), error_messages={"required": _("请选择居住地。")})
    address = forms.CharField(label=_("详细住址"), required=False, max_length=200)
    phone = forms.CharField(label=_("电话"), required=False, max_length=30)

    PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("身份"), ("name", "id_type", "id_number", "sex", "birth_on")),
        (_("住址与联系"), ("area", "address", "phone")),
    )
    says_mismatch = False

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("请选择居住地")), *areas]
        self.fields["id_number"].help_text = _("填身份证号码后，出生日期和性别可以不填。")
        for name in ("name", "id_number", "phone", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def parts(self) -> list[tuple[Any, list]]:
        """The fields in their groups, for the page."""
        return [(title, [self[name] for name in names]) for title, names in self.PARTS]

    def clean(self):
        """A number that says another birth date or sex needs a second look; certificates can be wrong."""
        said = super().clean()
        if not said.get("id_note"):
            with suppress(ValueError):
                for name, words in contradictions(self._asked(said)).items():
                    self.says_mismatch = True
                    self.add_error(name, words)
        return said

    @staticmethod
    def _asked(said: dict[str, Any]) -> PersonFields:
        number = normalise_number(said.get("id_number") or "") or None
        return PersonFields(
            name="", station="", area="", id_type=said.get("id_type", ""), id_number=number,
            birth_on=said.get("birth_on"), sex=said.get("sex", "unknown"),
        )  # fmt: skip

    def show(self, problems: dict[str, list]) -> None:
        """Put what an action refused beside the fields."""
        for path, messages in problems.items():
            name = path.partition(".")[0]
            self.add_error(name if name in self.fields else None, [str(message) for message in messages])

    def basics(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {name: said[name] for name in ("name", "id_type", "sex", "birth_on", "area", "id_note")}


class NewPersonForm(PersonForm):
    """A new file (新建档案)."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    station = forms.ChoiceField(label=_("社工站"))
    opened_on = forms.DateField(label=_("建档日期"), required=False, widget=DAY)
    is_known_only = forms.BooleanField(label=_("只登记，暂不建档（以后服务时再建档）"), required=False)
    categories = forms.MultipleChoiceField(
        label=_("对象类别"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("先记为“待核”，由市县或乡镇（街道）认定后列入名册。"),
    )
    is_another = forms.BooleanField(label=_("已核对，不是同一人"), required=False)

    PARTS = (*PersonForm.PARTS, (_("建档"), ("station", "opened_on", "is_known_only", "categories")))

    def __init__(self, *args, stations, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = stations
        self.fields["categories"].choices = categories
        self.fields["opened_on"].initial = clock.today
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()
            self.fields["station"].initial = stations[0][0]

    def person(self) -> PersonFields:
        said, today = self.cleaned_data, clock.today()
        since = min(said["opened_on"] or today, today)
        # The prefilled day is nobody's statement: a first visit that comes in later may still date the file.
        opened_on = AS_IS if said["opened_on"] in (None, today) else said["opened_on"]
        given: dict[str, Any] = {name: said[name] or None for name in ("id_number", "phone", "address")}
        return PersonFields(
            **self.basics(),
            **given,
            station=said["station"],
            opened_on=None if said["is_known_only"] else opened_on,
            categories=tuple(CategoryFields(code=code, since_on=since) for code in said["categories"]),
        )


class EditPersonForm(PersonForm):
    """Changing a file (修改档案). Masked values are not shown again: what is left empty stays as it is."""

    opened_on = forms.DateField(label=_("建档日期"), required=False, widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput)

    PARTS = (*PersonForm.PARTS, (_("建档"), ("opened_on",)))
    MASKED = ("id_number", "phone", "address")

    def __init__(self, *args, card, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.MASKED:
            now = getattr(card, name) or _("未填")
            self.fields[name].help_text = _("现在是 %(now)s。不改就留空，要清空填“无”。") % {"now": now}

    def person(self, station: str) -> PersonFields:
        said = self.cleaned_data
        masked: dict[str, Any] = {name: self._masked(said[name]) for name in self.MASKED}
        return PersonFields(
            **self.basics(), **masked, station=station, opened_on=said["opened_on"] or AS_IS, version=said["version"]
        )

    @staticmethod
    def _masked(text: str) -> Any:
        return None if text == EMPTY else text or AS_IS


class VoidForm(Form):
    """Voiding a file (作废档案)."""

    reason = forms.CharField(label=_("作废原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ConsentForm(Form):
    """What was said to the notice, by whom and how (知情同意)."""

    answer = forms.ChoiceField(label=_("答复"), choices=Consent.Answer, widget=forms.RadioSelect)
    speaker = forms.ChoiceField(label=_("答复人"), choices=Consent.Speaker, widget=forms.RadioSelect)
    speaker_name = forms.CharField(label=_("监护人姓名"), required=False, max_length=50)
    relation = forms.CharField(label=_("监护关系"), required=False, max_length=50)
    method = forms.ChoiceField(label=_("方式"), choices=Consent.Method, widget=forms.RadioSelect)
    witness = forms.CharField(label=_("见证人"), required=False, max_length=50)
    read_aloud = forms.BooleanField(label=_("已当面读给本人听"), required=False)
    on = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)
    note = forms.CharField(label=_("说明"), required=False, max_length=100)

    show = PersonForm.show

    def consent(self) -> dict[str, Any]:
        return self.cleaned_data


class EndForm(Form):
    """How a file ends, on which day, and why (结束档案)."""

    state = forms.ChoiceField(label=_("情况"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    show = PersonForm.show

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"moved": _("迁出"), "deceased": _("去世"), "closed": _("终止服务")}
        self.fields["state"].choices = list(labels.items())


class ReopenForm(Form):
    """From which day an ended file is in use again, and why (重新启用)."""

    on = forms.DateField(label=_("日期"), widget=DAY, initial=clock.today)
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    show = PersonForm.show


class MergeForm(Form):
    """Which file stays, which goes into it, and why (并档)."""

    keep = forms.UUIDField(widget=forms.HiddenInput)
    drop = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("并档事由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason

    def names_both(self) -> bool:
        return {"keep", "drop"} <= set(self.cleaned_data)


class ParticularsForm(Form):
    """What a file says beyond who she is (补充资料); nothing is required."""

    former_names = forms.CharField(label=_("曾用名"), required=False, max_length=50)
    ethnicity = forms.ChoiceField(label=_("民族"), required=False)
    languages = forms.MultipleChoiceField(label=_("语言"), required=False, widget=forms.CheckboxSelectMultiple)
    needs_interpreter = forms.BooleanField(label=_("需要翻译"), required=False)
    hukou_note = forms.CharField(label=_("户籍地"), required=False, max_length=200)
    id_note = forms.CharField(label=_("证件情况说明"), required=False, max_length=200)
    residence = forms.ChoiceField(label=_("居住情况"), required=False)
    dwelling = forms.MultipleChoiceField(label=_("住房情况"), required=False, widget=forms.CheckboxSelectMultiple)
    household_role = forms.ChoiceField(label=_("与户主关系"), required=False)
    phone_owner = forms.CharField(label=_("电话机主"), required=False, max_length=50)
    is_safe_contact = forms.BooleanField(label=_("可以打电话、发短信联系"), required=False)
    emergency_name = forms.CharField(label=_("紧急联系人"), required=False, max_length=50)
    emergency_relation = forms.CharField(label=_("与本人关系"), required=False, max_length=50)
    emergency_phone = forms.CharField(label=_("紧急联系电话"), required=False, max_length=30)
    guardian_name = forms.CharField(label=_("监护人"), required=False, max_length=50)
    guardian_relation = forms.CharField(label=_("监护关系"), required=False, max_length=50)
    guardian_phone = forms.CharField(label=_("监护人电话"), required=False, max_length=30)
    disability_number = forms.CharField(label=_("残疾人证号"), required=False, max_length=30)
    care = forms.ChoiceField(label=_("自理能力"), required=False)
    health_note = forms.CharField(
        label=_("健康情况"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.ChoiceField(label=_("建档依据"), required=False)
    tier = forms.ChoiceField(label=_("走访级别"), required=False)
    tier_note = forms.CharField(label=_("调整走访级别的理由"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("本人"), ("former_names", "ethnicity", "languages", "needs_interpreter", "hukou_note", "id_note")),
        (_("居住"), ("residence", "dwelling", "household_role")),
        (_("联系"), ("phone_owner", "is_safe_contact", "emergency_name", "emergency_relation", "emergency_phone")),
        (_("监护"), ("guardian_name", "guardian_relation", "guardian_phone")),
        (_("残疾和健康"), ("disability_number", "care", "health_note")),
        (_("建档和走访"), ("basis", "tier", "tier_note")),
    )
    MASKED = ("emergency_phone", "guardian_phone", "disability_number", "health_note")
    parts, show, says_mismatch = PersonForm.parts, PersonForm.show, False

    def __init__(self, *args, lists, now, usual_tier, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            field = self.fields[name]
            several = isinstance(field, forms.MultipleChoiceField)
            field.choices = list(choices) if several else [("", _("未填")), *choices]
        for name in self.MASKED:
            if now.get(name):
                self.fields[name].help_text = _("现在是 %(now)s。不改就留空，要清空填“无”。") % {"now": now[name]}
        self.fields["former_names"].help_text = _("几个名字用顿号隔开；按曾用名也能查到。")
        self.fields["disability_number"].help_text = _("20 位：身份证号码加类别、等级，系统由此得出类别和等级。")
        self.fields["is_safe_contact"].help_text = _("家庭暴力等情况下不宜联系的，请取消勾选。")
        self.fields["tier"].help_text = _("按类别为：%(tier)s。不选就按类别。") % {"tier": usual_tier}
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def particulars(self, kept: dict[str, str]) -> ParticularsFields:
        """As sent; a masked value that was left empty stays as it is kept."""
        said = dict(self.cleaned_data)
        for name in self.MASKED:
            said[name] = "" if said[name] == EMPTY else said[name] or kept.get(name, "")
        del said["version"]
        return ParticularsFields(**said | {name: tuple(said[name]) for name in ("languages", "dwelling")})


class TransferForm(Form):
    """To which station a file is to move, and why (申请转站)."""

    to = forms.ChoiceField(label=_("转入站点"))
    reason = forms.CharField(label=_("申请事由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    show = PersonForm.show

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("请选择")), *((station.code, station.name) for station in stations)]


class AskForm(Form):
    """What is asked of a file elsewhere: to take it over, or to look at it for a time (转入或会商)."""

    what = forms.ChoiceField(label=_("申请"), widget=forms.RadioSelect, initial="consult")
    to = forms.ChoiceField(label=_("转入站点"), required=False)
    reason = forms.CharField(label=_("申请事由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    show = PersonForm.show

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        consult, take = ("consult", _("会商：看一段时间，档案留在原站")), ("transfer", _("转入：本人已在本站服务范围"))
        self.fields["what"].choices = [consult, take] if stations else [consult]
        self.fields["to"].choices = [(station.code, station.name) for station in stations]
        if len(stations) < 2:
            self.fields["to"].widget = forms.HiddenInput()
        self.fields["to"].initial = stations[0].code if stations else ""


class AnswerForm(Form):
    """The other side's answer (答复): a refusal says why; the receiving head may name who is in charge."""

    accept = forms.TypedChoiceField(
        choices=[("yes", _("同意")), ("no", _("不同意"))], coerce=lambda said: said == "yes"
    )
    answer = forms.CharField(required=False, max_length=200)
    worker = forms.UUIDField(required=False)
    days = forms.IntegerField(required=False, min_value=1, max_value=90)


class CategoryForm(Form):
    """A category that a person holds from a day on (添加类别)."""

    code = forms.ChoiceField(label=_("对象类别"))
    state = forms.ChoiceField(label=_("核实状态"), widget=forms.RadioSelect, initial=Category.State.SELF_REPORTED)
    since_on = forms.DateField(label=_("起"), widget=DAY, initial=clock.today)
    source = forms.CharField(label=_("来源"), required=False, max_length=100)

    def __init__(self, *args, categories, may_register, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = categories
        states = [choice for choice in Category.State.choices if may_register or choice[0] != "on_register"]
        self.fields["state"].choices = states

    def category(self) -> CategoryFields:
        return CategoryFields(**self.cleaned_data)

    show = PersonForm.show


class PeopleField(forms.Field):
    """The people ticked in a list, by id (所选的人)."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        try:
            return [UUID(each) for each in value or ()]
        except ValueError:
            raise forms.ValidationError(_("所选的人不对，请重新选择。")) from None


class AssignForm(Form):
    """Who is to be in charge of whom (指派负责社工)."""

    person = PeopleField(label=_("服务对象"), error_messages={"required": _("请先选人，再指派。")})
    worker = forms.UUIDField(label=_("负责社工"), error_messages={"required": _("请选择社工。")})

    def problems(self) -> dict[str, list[Any]]:
        return {name: list(messages) for name, messages in self.errors.items()}


class HandoverForm(Form):
    """Whose people go to whom, and how they are parted (批量交接)."""

    whose = forms.ChoiceField(label=_("谁的服务对象"), required=False)
    workers = forms.MultipleChoiceField(label=_("交给谁"), widget=forms.CheckboxSelectMultiple)
    by_village = forms.BooleanField(label=_("同一个村（居）的交给同一个人"), required=False, initial=True)

    def __init__(self, *args, whose, workers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = [("", _("没有负责社工的，和负责人已离站的")), *whose]
        self.fields["workers"].choices = [(str(user.pk), user.name) for user in workers]
        self._workers = {str(user.pk): user for user in workers}

    def takers(self) -> list[Any]:
        return [self._workers[pk] for pk in self.cleaned_data["workers"]]


class HouseholdForm(Form):
    """Whose household she comes into; nobody's, to leave the one she is in."""

    of = forms.UUIDField(required=False)

    problems = AssignForm.problems


class EndCategoryForm(Form):
    """The last day of a category (结束类别)."""

    code = forms.CharField(max_length=16)
    since_on = forms.DateField()
    on = forms.DateField(label=_("最后一天"), widget=DAY, initial=clock.today)


def id_of(form: NewPersonForm) -> UUID:
    return form.cleaned_data["id"]


def attempt(form: Any, action: Callable[[], Any]) -> Any:
    """Do it, or say in the form why not."""
    try:
        return action()
    except Invalid as wrong:
        form.show(wrong.fields)
    except RuleBroken as refused:
        form.add_error(None, str(refused.message))
    return None
