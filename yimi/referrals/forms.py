"""What people fill in for referrals (表单): the referral, consent, each step, a filter."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.queries import service_codes
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.network.choosing import StationFilter
from yimi.network.queries import all_stations
from yimi.ui.forms import Form

from .fields import ITEMS, Consent, ReferralFields
from .models import Receiver, Referral, State


class ReferralForm(Form):
    """A referral (填写转介). Its id is made with the form, so that sending twice writes once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    receiver = forms.ChoiceField(label=_("接收方"), choices=Receiver.choices, widget=forms.RadioSelect)
    to_station = forms.ChoiceField(
        label=_("接收的社工站"), required=False, help_text=_("接收方是社工站（中心）时选择。")
    )
    to_name = forms.CharField(
        label=_("接收单位"), required=False, max_length=100, help_text=_("接收方是其他单位时填写。")
    )
    to_contact = forms.CharField(label=_("接收单位联系方式"), required=False, max_length=100)
    need = forms.CharField(label=_("转介事由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    items = forms.MultipleChoiceField(
        label=_("告知接收方的信息"), choices=list(ITEMS.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("只选接收方需要知道的。没有选的不会写进转介函。"),
    )  # fmt: skip
    services = forms.MultipleChoiceField(label=_("请求提供的服务"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, station: str, **kwargs):
        super().__init__(*args, **kwargs)
        others = all_stations().exclude(code=station).order_by("county__order", "code")
        counties: dict[str, list] = {}
        for other in others:
            counties.setdefault(other.county.name, []).append((other.code, other.short_name))
        listed = [(code, info.name) for code, info in service_codes(clock.today()).items()]
        self.fields["to_station"].choices = [("", _("请选择")), *counties.items()]  # type: ignore[attr-defined]
        self.fields["services"].choices = listed  # type: ignore[attr-defined]

    def referral(self) -> ReferralFields:
        said = dict(self.cleaned_data)
        del said["id"]
        return ReferralFields(**said | {"services": tuple(said["services"]), "items": tuple(said["items"])})


class ConsentForm(Form):
    """Who agreed, how and when (征得同意)."""

    speaker = forms.ChoiceField(label=_("同意人"), choices=Referral.Speaker.choices, widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("同意方式"), choices=Referral.How.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("同意日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def given(self) -> Consent:
        return Consent(**self.cleaned_data)


class WordsForm(Form):
    """What is said with a step: a reason, a note, a result."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label: Any, required: bool = True, key: str = "text", **kwargs):
        super().__init__(*args, **kwargs | {"auto_id": f"id_{key}_%s"})
        self.fields["text"].label, self.fields["text"].required = label, required

    def show(self, refused: Invalid) -> None:
        self.add_error("text", [str(text) for texts in refused.fields.values() for text in texts])


class FilterForm(StationFilter):
    """What the list is narrowed to (筛选)."""

    side = forms.ChoiceField(required=False, choices=[("out", ""), ("in", "")], widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *State.choices])
    late = forms.BooleanField(label=_("只看需关注"), required=False)


def first_values(person: UUID, pk: UUID, items: tuple[str, ...]) -> dict[str, Any]:
    """What a new referral begins with."""
    return {"id": pk, "person": person, "receiver": Receiver.STATION, "items": list(items)}
