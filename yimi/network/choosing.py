"""Choosing a station (选择社工站) among those that a list reaches over: by name, county by county."""

from collections import defaultdict
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.ui.forms import Form

from .models import Station
from .queries import stations_for

Choices = list[tuple[str, list[tuple[str, str]]]]


def stations_to_choose(actor: Actor, permission: Permission) -> Choices:
    """Counties and their stations by code and name, in the official order; nothing where there is no choice."""
    rows = stations_for(actor, permission).exclude(level=Station.Level.VILLAGE_ROOM)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for county, code, short, name in rows.values_list("county__short_name", "code", "short_name", "name"):
        found[county].append((code, short or name))
    return list(found.items()) if sum(map(len, found.values())) > 1 else []


class StationFilter(Form):
    """What a list is narrowed to (筛选), by station as well where it is of more than one."""

    station = forms.ChoiceField(
        label=_("社工站"), required=False,
        error_messages={"invalid_choice": _("没有这个社工站，或者它不在您的范围内。")},
    )  # fmt: skip

    def __init__(self, *args: Any, stations: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields.pop("station"))
        if stations:
            field.choices = [("", _("全部社工站")), *stations]
            self.fields["station"] = field  # after what the list itself is narrowed by
            self.order_fields(self.field_order)
