"""What people fill in for texts, photos, logs and the chronicle (表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.files.blurring import WHOLE, Box
from yimi.core.ids import new_id
from yimi.core.periods import Period
from yimi.network.choosing import StationFilter
from yimi.ui.forms import Form

from .actions.keeping import LONGEST_NOTE
from .actions.photos import Statement
from .fields import AdoptionFields, EntryFields, PublicationFields
from .models import Consent, Kind, Level, OutletLevel, Publication
from .queries.chronicle import LEAST, Asked
from .wording import HEADINGS, length

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ALL = ("", _("全部"))
ACROSS, DOWN = 8, 6  # the squares that are laid over a photo


class Filter(Form):
    """A form above a list: its fields are small."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


class FilterForm(Filter, StationFilter):
    kind = forms.ChoiceField(label=_("信息类别"), required=False, choices=[ALL, *Kind.choices])
    state = forms.ChoiceField(
        label=_("状态"), required=False,
        choices=[ALL, *Publication.State.choices, ("adopted", _("已采用")), ("declined", _("未采用"))],
    )  # fmt: skip
    county = forms.ChoiceField(label=_("市县"), required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [ALL, *((each.code, each.short_name) for each in places.counties)]  # type: ignore[attr-defined]
        if len(places.counties) < 2:
            del self.fields["county"]


class TextForm(Form):
    """A brief or case to write, or news to note. Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    contact = forms.UUIDField(required=False, widget=forms.HiddenInput)
    station = forms.ChoiceField(label=_("社工站"))
    kind = forms.ChoiceField(label=_("信息类别"), choices=Kind.choices, widget=forms.HiddenInput)
    title = forms.CharField(label=_("标题"), min_length=4, max_length=60)
    on = forms.DateField(label=_("日期"), widget=DAY)
    body = forms.CharField(
        label=_("正文"), required=False, max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14, "data-counts": "words"}),
    )  # fmt: skip
    outlet = forms.CharField(label=_("媒体名称"), required=False, max_length=60)
    outlet_level = forms.ChoiceField(label=_("媒体级别"), required=False, choices=[("", "—"), *OutletLevel.choices])
    link = forms.CharField(label=_("链接"), required=False, max_length=300)

    def __init__(self, *args, stations, kind: str, **kwargs):
        start = {"id": new_id(), "on": clock.today(), "kind": kind, "body": _outline(kind)}
        kwargs["initial"] = start | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["station"].choices = [(each.code, each.name) for each in stations]  # type: ignore[attr-defined]
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()
            self.initial.setdefault("station", stations[0].code)
        if kind in (Kind.BRIEF, Kind.CASE):
            self.fields["body"].required = True
            for name in ("outlet", "outlet_level", "link"):
                del self.fields[name]

    @property
    def count(self) -> int:
        """How many characters the text has so far."""
        return length(self["body"].value() or "")

    def publication(self) -> PublicationFields:
        """The text as the action takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        return PublicationFields(**said)


def _outline(kind: str) -> str:
    return "\n\n\n".join(HEADINGS) + "\n" if kind == Kind.CASE else ""


class VersionForm(Form):
    """A step that is taken on what one has seen (版本)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(Form):
    reason = forms.CharField(label=_("作废原因"), min_length=2, max_length=200)


class AnswerForm(Form):
    """What an office makes of a text (答复)."""

    level = forms.ChoiceField(label=_("答复层级"), choices=Level.choices, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("说明"), required=False, max_length=200, help_text=_("如采用在哪一期，或没有采用的原因。")
    )
    link = forms.CharField(label=_("链接"), required=False, max_length=300)


class PrintedForm(Form):
    """Where a text was printed (登记采用). Its id is made with the form."""

    adoption = forms.UUIDField(widget=forms.HiddenInput)
    level = forms.ChoiceField(
        label=_("采用层级"), choices=[(Level.MEDIA.value, Level.MEDIA.label), (Level.NATION.value, Level.NATION.label)]
    )
    outlet = forms.CharField(label=_("采用单位或媒体"), max_length=60)
    outlet_level = forms.ChoiceField(label=_("媒体级别"), required=False, choices=[("", "—"), *OutletLevel.choices])
    on = forms.DateField(label=_("采用日期"), widget=DAY)
    link = forms.CharField(label=_("链接"), required=False, max_length=300)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"adoption": new_id(), "on": clock.today()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def adopted(self) -> AdoptionFields:
        return AdoptionFields(**{name: value for name, value in self.cleaned_data.items() if name != "adoption"})


class PhotoForm(Form):
    """A photo that is sent, or one of the record, with the statement that goes with it (照片声明)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    record_file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    consent = forms.ChoiceField(label=_("照片声明"), choices=Consent.choices, widget=forms.RadioSelect)
    shows_children = forms.BooleanField(label=_("照片中有未成年人"), required=False)
    guardians_agreed = forms.BooleanField(label=_("监护人已同意公开"), required=False)
    caption = forms.CharField(label=_("图片说明"), required=False, max_length=60, help_text=_("不写个人姓名。"))

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"id": new_id()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def statement(self) -> Statement:
        said = self.cleaned_data
        return Statement(said["consent"], said["shows_children"], said["guardians_agreed"], said["caption"])


class BlurForm(Form):
    """Where a photo is blurred (模糊处理): squares that are ticked over it, or all of it."""

    squares = forms.TypedMultipleChoiceField(
        required=False, coerce=int, choices=[(n, n) for n in range(ACROSS * DOWN)], widget=forms.CheckboxSelectMultiple
    )
    whole = forms.BooleanField(required=False)

    def boxes(self) -> list[Box]:
        """The squares as parts of the photo."""
        if self.cleaned_data.get("whole"):
            return [WHOLE]
        wide, high = 100 / ACROSS, 100 / DOWN
        return [Box(n % ACROSS * wide, n // ACROSS * high, wide, high) for n in self.cleaned_data.get("squares", [])]


class NoteForm(Form):
    """The line for a day (补记)."""

    on = forms.DateField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("补记一句"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有自己看得到，打印时带上；不写到岗、在岗时间。"),
    )  # fmt: skip


class PeriodForm(Filter):
    """Which day, or which week."""

    day = forms.DateField(label=_("日期"), required=False, widget=DAY)

    def period(self, kind: str) -> Period:
        self.is_valid()
        return Period.of(kind, self.cleaned_data.get("day") or clock.today())


class ChronicleForm(Filter):
    """Which chronicle: year, place, and how large an event must be."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    county = forms.ChoiceField(label=_("市县"), required=False)
    station = forms.ChoiceField(label=_("社工站"), required=False)
    least = forms.IntegerField(label=_("活动人数不少于"), required=False, min_value=1, max_value=100_000)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        this = clock.today().year
        self.fields["year"].choices = [(year, year) for year in range(this, this - 6, -1)]  # type: ignore[attr-defined]
        self.fields["county"].choices = [ALL, *((each.code, each.short_name) for each in places.counties)]  # type: ignore[attr-defined]
        self.fields["station"].choices = [ALL, *((each.code, each.name) for each in places.stations)]  # type: ignore[attr-defined]
        self.fields["least"].widget.attrs["placeholder"] = LEAST
        if len(places.counties) < 2:
            del self.fields["county"]
        if places.is_one_station:
            del self.fields["station"]
        self.places = places

    def asked(self) -> Asked:
        """What is asked for; who sees one station or county asks for that."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        only = self.places
        return Asked(
            said.get("year") or clock.today().year,
            only.stations[0].code if only.is_one_station else said.get("station", ""),
            only.counties[0].code if len(only.counties) == 1 else said.get("county", ""),
            said.get("least") or LEAST,
        )


class EntryForm(Form):
    """An entry of the chronicle (大事记条目). Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    place = forms.ChoiceField(label=_("社工站或市县"))
    on = forms.DateField(label=_("日期"), widget=DAY)
    title = forms.CharField(
        label=_("事项"), min_length=4, max_length=120, help_text=_("谁（单位）做了什么，不写服务对象的姓名。")
    )

    def __init__(self, *args, places, **kwargs):
        kwargs["initial"] = {"id": new_id(), "on": clock.today()}
        super().__init__(*args, **kwargs)
        choices = [(f"station:{each.code}", each.name) for each in places.stations]
        choices += [(f"county:{each.code}", each.name) for each in places.counties]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.initial["place"] = choices[0][0]

    def entry(self) -> EntryFields:
        said = self.cleaned_data
        sort, _colon, code = said["place"].partition(":")
        return EntryFields(said["on"], said["title"], **{sort: code})
