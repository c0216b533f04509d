"""The form of a roster (花名册的范围)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.clients.identity import BAND_LABELS
from yimi.clients.models import Person
from yimi.clients.pages import category_choices
from yimi.clients.sight import CategorySight, is_guarded
from yimi.ui.forms import Form

from .roster import stations_for

ANY = [("", _("全部"))]


class RosterForm(Form):
    """Which people a roster names. A category that the reader may not ask for is not offered."""

    station = forms.ChoiceField(label=_("社工站"), required=False)
    category = forms.ChoiceField(label=_("对象类别"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, initial=Person.State.ACTIVE)
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=[*ANY, *Person.Sex.choices])
    age_band = forms.ChoiceField(label=_("年龄段"), required=False, choices=[*ANY, *BAND_LABELS.items()])

    def __init__(self, user: User, data: Any = None):
        super().__init__(data)
        self.fields["station"].choices = _stations(user)  # type: ignore[attr-defined]
        close = bool(CategorySight.of(user).headed)
        offered = [choice for choice in category_choices() if close or not is_guarded(choice[0])]
        self.fields["category"].choices = [*ANY, *offered]  # type: ignore[attr-defined]
        kept = [choice for choice in Person.State.choices if choice[0] not in Person.GONE]
        self.fields["state"].choices = [("", _("在册和未建档、已结束")), *kept]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


def _stations(user: User) -> list[tuple[str, Any]]:
    found = [(station.code, station.name) for station in stations_for(user)]
    return found if len(found) == 1 else [*ANY, *found]
