"""What people fill in for the policy library (表单): a document, a relation, a repeal, a filter."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.catalogue.models import Kind as Governed
from yimi.core.errors import Invalid
from yimi.network.models import Area
from yimi.ui.forms import Form

from .fields import LONGEST_TEXT, DocumentFields, Sent
from .models import Document, Kind, Relation, Version
from .queries import operating_codes, receivers_of

_MANY = re.compile(r"[、，,;；\s]+")


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class StepForm(Form):
    """A form whose refusal is shown at its fields."""

    def show(self, refused: Invalid) -> None:
        for path, texts in refused.fields.items():
            self.add_error(path if path in self.fields else None, [str(text) for text in texts])


class DocumentForm(StepForm):
    """A document and its text (起草文件). The id is made with the form, so that sending twice writes once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(label=gettext_lazy("适用区划"))
    kind = forms.ChoiceField(label=gettext_lazy("文件种类"), choices=Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("标题"), max_length=120)
    issuer = forms.CharField(label=gettext_lazy("发文机关"), max_length=80)
    number = forms.CharField(
        label=gettext_lazy("文号"), required=False, max_length=60, help_text=gettext_lazy("没有文号的不填。")
    )
    is_sample = forms.BooleanField(label=gettext_lazy("样稿，非正式文本"), required=False)
    issued_on = day_field(gettext_lazy("印发日期"))
    valid_from = day_field(gettext_lazy("施行日期"))
    valid_until = day_field(gettext_lazy("有效期至"), required=False)
    text = forms.CharField(
        label=gettext_lazy("正文"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("供查找和在线阅读。上传 .docx 时可以不填，系统会读出正文；PDF 的正文请粘贴在这里。"),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("附件"), required=False, help_text=gettext_lazy("PDF 或 .docx，不超过 20 MB。"),
        error_messages={"empty": gettext_lazy("文件是空的。")},
    )  # fmt: skip
    drops_file = forms.BooleanField(label=gettext_lazy("去掉现有附件"), required=False)
    note = forms.CharField(label=gettext_lazy("修订说明"), required=False, max_length=500)
    governs = forms.ChoiceField(
        label=gettext_lazy("对应的目录"), required=False, choices=[("", gettext_lazy("没有")), *Governed.choices],
        help_text=gettext_lazy("系统按哪一种目录执行这份文件。"),
    )  # fmt: skip
    counties = forms.MultipleChoiceField(
        label=gettext_lazy("要求签收的市县"), required=False, widget=forms.CheckboxSelectMultiple
    )
    all_stations = forms.BooleanField(label=gettext_lazy("上述市县运营中的全部社工站都要签收"), required=False)
    stations = forms.CharField(
        label=gettext_lazy("要求签收的社工站"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("填站点代码，用顿号或换行分开。"),
    )  # fmt: skip
    receive_by = day_field(gettext_lazy("签收期限"), required=False)

    OF_RECEIPTS = ("counties", "all_stations", "stations", "receive_by")

    def __init__(self, *args, offices: list[Area], counties: list[Area], has_file: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {office.code: office for office in offices}
        self.fields["area"].choices = [(office.code, office.name) for office in offices]  # type: ignore[attr-defined]
        named = counties if any(office.parent_id is None for office in offices) else offices
        self.fields["counties"].choices = [(one.code, one.short_name) for one in named]  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["area"].widget, self.initial["area"] = forms.HiddenInput(), offices[0].code
        if not has_file:
            del self.fields["drops_file"]

    @property
    def receipt_fields(self) -> list[Any]:
        return [self[name] for name in self.OF_RECEIPTS]

    @property
    def asks_receipts(self) -> bool:
        return any(bound.value() or bound.errors for bound in self.receipt_fields)

    def document(self) -> DocumentFields:
        """What was filled in, with 全部社工站 as the stations that operate today."""
        said = {name: self.cleaned_data[name] for name in DocumentFields.__dataclass_fields__ if name in self.fields}
        stations = [code for code in _MANY.split(said["stations"]) if code]
        if self.cleaned_data["all_stations"]:
            stations += operating_codes(said["counties"])
        return DocumentFields(**said | {"counties": tuple(said["counties"]), "stations": tuple(stations)})

    def sent(self) -> Sent | None:
        file = self.cleaned_data.get("file")
        return Sent(file.name or "", file.read()) if file else None


class RelateForm(StepForm):
    """What this document is to another (建立关系)."""

    kind = forms.ChoiceField(label=gettext_lazy("关系"), choices=Relation.Kind.choices, widget=forms.RadioSelect)
    target = forms.CharField(
        label=gettext_lazy("对应文件"), max_length=120, help_text=gettext_lazy("填文号或标题。"),
        widget=forms.TextInput(attrs={"list": "documents", "autocomplete": "off"}),
    )  # fmt: skip
    since_on = day_field(gettext_lazy("自何日起"), required=False, help_text=gettext_lazy("不填即本文件施行之日。"))
    though_later = forms.BooleanField(label=gettext_lazy("被代替的文件印发在后，确实如此"), required=False)


class RepealForm(StepForm):
    on = day_field(gettext_lazy("废止日期"))
    reason = forms.CharField(label=gettext_lazy("废止说明"), max_length=200)


class ReasonForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)


class FilterForm(Form):
    """What the library is narrowed to (筛选)."""

    q = forms.CharField(label=gettext_lazy("查找"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("文件种类"), required=False, choices=[("", gettext_lazy("全部")), *Kind.choices]
    )
    level = forms.ChoiceField(
        label=gettext_lazy("发文级别"), required=False,
        choices=[("", gettext_lazy("全部")), ("province", gettext_lazy("省级")), ("county", gettext_lazy("市县"))],
    )  # fmt: skip
    on = day_field(gettext_lazy("某日有效"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("待本单位签收"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"placeholder": _("标题、文号、机关或正文"), "size": 24}


def first_values(row: Document, version: Version) -> dict[str, Any]:
    """A document as its form shows it, for its draft or the draft of its next version."""
    counties, stations = receivers_of(row)
    is_next = version.state == Version.State.PUBLISHED
    return {
        "id": row.pk, "version": row.version, "area": row.area.code, "kind": row.kind, "title": row.title,
        "issuer": row.issuer, "number": row.number, "is_sample": row.is_sample, "governs": row.governs,
        "issued_on": None if is_next else version.issued_on, "valid_from": None if is_next else version.valid_from,
        "valid_until": version.valid_until, "text": version.text, "note": "" if is_next else version.note,
        "counties": counties, "stations": "、".join(stations), "receive_by": None if is_next else version.receive_by,
    }  # fmt: skip


def new_values(pk: Any, issuer: str, today: date) -> dict[str, Any]:
    return {"id": pk, "issuer": issuer, "kind": Kind.NOTICE, "issued_on": today, "valid_from": today}
