"""What people fill in for contacts (表单): a visit, its correction, a void, a filter, an upload."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.queries import ServiceInfo, service_codes
from yimi.core import clock
from yimi.core.files.reading import MAX_BYTES
from yimi.core.ids import new_id
from yimi.core.text import clean
from yimi.network.choosing import StationFilter
from yimi.ui.forms import Form

from .checks import LATE_AFTER_DAYS, MOST
from .facts import INDIRECT, METHOD
from .fields import ContactFields, FileAction, Outcome, PartFields
from .hints import Hint
from .kinds import ASKS
from .models import Kind

VISIT_METHOD = "visit"
MET = [(Outcome.SEEN, _("已见到")), (Outcome.NOT_HOME, _("未遇")), (Outcome.DECLINED, _("不便接访"))]


def day_field(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class RecordForm(Form):
    """What a visit asks (记走访): five things at most; date, worker and place are filled in."""

    services = forms.MultipleChoiceField(label=_("这次做了什么"), required=False, widget=forms.CheckboxSelectMultiple)
    outcome = forms.ChoiceField(label=_("见到了吗"), choices=MET, initial=Outcome.SEEN, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("用时（分钟）"), required=False, min_value=1, max_value=MOST["minutes"],
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "in-s"}),
    )  # fmt: skip
    title = forms.CharField(label=_("标题"), max_length=MOST["title"])
    headcount = forms.IntegerField(
        label=_("参加人数"), required=False, min_value=0, max_value=MOST["headcount"],
        help_text=_("含没有实名的人；不含值班的社工和志愿者。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "in-s"}),
    )  # fmt: skip
    concluded_on = day_field(_("办结日期"), required=False)
    note = forms.CharField(
        label=_("说两句"), required=False, max_length=MOST["note"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    service_on = day_field(_("日期"))
    late_reason = forms.CharField(
        label=_("补录原因"), required=False, max_length=MOST["late_reason"],
        help_text=_("超过 7 天才补记的，请写一句原因；不影响计入。"),
    )  # fmt: skip
    next_on = day_field(_("下次日期"), required=False)

    is_new = True
    hints: Iterable[Hint] = ()  # what the writer may want to look at before it is kept

    def __init__(self, *args, kind: str = Kind.HOME_VISIT, held: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.asks = kind, ASKS[kind]
        for name, asked in (("title", self.asks.title), ("headcount", self.asks.headcount)):
            if not asked:
                del self.fields[name]
        if not self.asks.concluded:
            del self.fields["concluded_on"]
        if not self.asks.outcome:
            del self.fields["outcome"]
        for name in ("service_on", "concluded_on"):
            if name in self.fields:
                self.fields[name].widget.attrs["max"] = clock.today().isoformat()
        if self.asks.outcome:
            self.fields["note"].widget.attrs["placeholder"] = _("例如：家里都好，想问高龄补贴怎么办")
        choices = _services_of(kind, self.initial.get("services", ()), held)
        self.fields["services"].choices = choices  # type: ignore[attr-defined]

    @property
    def guidance(self) -> list[ServiceInfo]:
        """The services on offer, each with its boundary, what its record says and what it leaves behind (服务说明)."""
        listed = service_codes(clock.today())
        offered = [listed[code] for code, _name in self.fields["services"].choices if code in listed]  # type: ignore[attr-defined]
        return [info for info in offered if info.boundary or info.record or info.outputs]

    def clean(self):
        """A record of long ago says why it comes late; it counts all the same."""
        said = super().clean()
        on = said.get("service_on")
        is_late = self.is_new and on and (clock.today() - on).days > LATE_AFTER_DAYS
        if is_late and not clean(said.get("late_reason", "")):
            self.add_error("late_reason", _("服务已过去 7 天以上，请写一句补录原因。"))
        return said

    def answers(self) -> dict[str, Any]:
        """The answers under the names of `ContactFields`; what is not asked of the kind is left out."""
        said = self.cleaned_data
        names = ("outcome", "minutes", "service_on", "headcount", "concluded_on", "next_on", "title")
        answers = {name: said[name] for name in names if name in said}
        texts = {name: clean(said[name]) for name in ("note", "late_reason")}
        return answers | texts | {"services": tuple(said["services"])}


class VisitForm(RecordForm):
    """A new visit to one person. Its id is made with the form, so that sending twice records once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput)
    workers = forms.MultipleChoiceField(label=_("社工"), widget=forms.CheckboxSelectMultiple)
    open_file = forms.BooleanField(label=_("同时为其建档"), required=False)
    again = forms.BooleanField(label=_("今天已有一条走访记录，仍要保存"), required=False)

    def __init__(self, *args, workers, may_open_file: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(worker.username, worker.name) for worker in workers]
        self.fields["workers"].choices = choices  # type: ignore[attr-defined]
        self.warned = False
        if not may_open_file:
            del self.fields["open_file"]

    @property
    def shows_again(self) -> bool:
        return self.warned or bool(self.data.get("again"))

    def warn_of_another(self) -> None:
        """Ask before a second visit to the same person on the same day is saved."""
        self.warned = True
        self.add_error("again", _("当天已有一条对此人的入户走访。确需再记一条，请勾选后保存。"))

    def visit(self, station: str, person: UUID, place: str) -> ContactFields:
        action = FileAction.NEW if self.cleaned_data.get("open_file") else FileAction.NONE
        return ContactFields(
            station=station,
            kind=Kind.HOME_VISIT,
            place=place,
            workers=tuple(self.cleaned_data["workers"]),
            participants=(PartFields(person, file_action=action),),
            **self.answers(),
        )


class NewRecordForm(RecordForm):
    """A new contact of any kind, with the people who took part. Its id is made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    station = forms.ChoiceField(label=_("社工站"))
    place = forms.ChoiceField(label=_("服务地点"), required=False)
    workers = forms.MultipleChoiceField(label=_("社工"), widget=forms.CheckboxSelectMultiple)
    again = forms.BooleanField(label=_("当天已有同类记录，仍要保存"), required=False)
    group = forms.UUIDField(required=False, widget=forms.HiddenInput)
    activity = forms.UUIDField(required=False, widget=forms.HiddenInput)
    joins = forms.UUIDField(required=False, widget=forms.HiddenInput)
    partners = forms.MultipleChoiceField(
        label=_("协办站"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("场次只计在本站。参加人数只填本站签到表上的人；协办站来的人由协办站登记，不重复计数。"),
    )  # fmt: skip

    def __init__(self, *args, stations, places, workers, partners=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partners"].choices = partners  # type: ignore[attr-defined]
        if not partners:
            del self.fields["partners"]
        self.warned = False
        self.fields["place"].choices = [("", _("没有填")), *places]  # type: ignore[attr-defined]
        self.fields["station"].choices = [  # type: ignore[attr-defined]
            (station.code, station.short_name) for station in stations
        ]
        if len(stations) == 1:
            self.fields["station"].widget = forms.HiddenInput()
        choices = [(worker.username, worker.name) for worker in workers]
        self.fields["workers"].choices = choices  # type: ignore[attr-defined]

    @property
    def shows_again(self) -> bool:
        return self.warned or bool(self.data.get("again"))

    def warn_of_another(self, names: str) -> None:
        """Ask before a second contact of the kind with the same person on the same day is saved."""
        self.warned = True
        self.add_error("again", _("当天已有同类记录：%s。确需再记一条，请勾选后保存。") % names)

    def contact(self, people: Iterable[UUID], unseen: Iterable[UUID]) -> ContactFields:
        missed = set(unseen)
        return ContactFields(
            station=self.cleaned_data["station"],
            kind=self.kind,
            place=self.cleaned_data["place"],
            workers=tuple(self.cleaned_data["workers"]),
            participants=tuple(PartFields(pk, seen=False if pk in missed else None) for pk in people),
            group=self.cleaned_data["group"],
            activity=self.cleaned_data["activity"],
            joins=self.cleaned_data["joins"],
            partners=tuple(self.cleaned_data.get("partners", ())),
            **self.answers(),
        )


class CorrectionForm(RecordForm):
    """A correction of a contact, with the version that it corrects."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_new = False

    def correction(self, before: ContactFields) -> ContactFields:
        """The contact as corrected. Parts follow the outcome again when that has changed."""
        answers = self.answers()
        parts = before.participants
        if answers.get("outcome", before.outcome) != before.outcome:
            parts = tuple(replace(part, served=None, seen=None) for part in parts)
        return replace(before, **answers, participants=parts, version=self.cleaned_data["version"])


class VoidForm(Form):
    reason = forms.CharField(label=_("作废原因"), min_length=2, max_length=200)


class FilterForm(StationFilter):
    """What the list of contacts is narrowed to (筛选)."""

    first = day_field(_("从"), required=False)
    last = day_field(_("到"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *Kind.choices])
    worker = forms.CharField(label=_("社工账号"), required=False, max_length=64)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("first", "last", "kind", "station", "worker")

    def __init__(self, *args, colleagues: Mapping[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if colleagues:  # of one station: nobody need know how anybody's account is called
            asked = {name: name for name in [self.data.get("worker")] if name}  # whoever has left is asked for as well
            choices = {"": _("全部社工")} | asked | dict(colleagues)
            self.fields["worker"].label = _("社工")
            self.fields["worker"].widget = forms.Select(choices=choices.items())
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"


class UploadForm(Form):
    """A table of contacts to import (导入)."""

    file = forms.FileField(
        label=_("表格文件"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("用模板填写的 .xlsx 或 .csv，最大 10 MB。"),
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 10 MB，请分成几份。"))
        return file


def new_visit(person: UUID, worker: str) -> dict[str, Any]:
    """What a new visit begins with."""
    return {"id": new_id(), "person": person, "workers": [worker], "service_on": clock.today()}


def new_record(station: str, worker: str, place: str) -> dict[str, Any]:
    """What a new contact begins with."""
    return {"id": new_id(), "station": station, "workers": [worker], "place": place, "service_on": clock.today()}


def _services_of(kind: str, kept: Iterable[str], held: Iterable[str]) -> list[tuple[str, str]]:
    """What a kind gives in the list in force, first what is meant for the categories the person holds.

    Of visits only what visits give; of other kinds all, their own method first.
    """
    method = METHOD.get(kind, INDIRECT)
    listed = list(service_codes(clock.today()).values())
    given = [info for info in listed if method in info.methods or info.code in kept or method != VISIT_METHOD]
    given.sort(key=lambda info: (method not in info.methods, not set(held) & set(info.target_groups)))
    given.sort(key=lambda info: info.code not in kept)
    return [(info.code, info.name) for info in given]
