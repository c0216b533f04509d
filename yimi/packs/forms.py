"""What a pack is made of (材料包的范围): the occasion, its items, the place, the days, and whether people are named."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.catalogue.queries import PackList
from yimi.ledgers.forms import RangeForm

from .contents import Line, occasions, offered


class PackForm(RangeForm):
    """One pack; people are masked unless it is asked otherwise."""

    pack = forms.ChoiceField(label=_("场合"), widget=forms.HiddenInput)
    items = forms.MultipleChoiceField(label=_("材料"), error_messages={"required": _("请至少选一项材料。")})
    named = forms.BooleanField(
        label=_("写全姓名和备注"), required=False, help_text=_("默认隐去姓名、不带备注。确需写全的，请在用途里说明。")
    )
    purpose = forms.CharField(label=_("用途"), max_length=100, help_text=_("印在材料上，也记入日志。"))
    field_order = ("pack", "county", "station", "first", "last", "purpose", "named", "items")

    def __init__(self, user: User, data: Any = None, **more: Any):
        super().__init__(user, data, **more)
        del self.fields["layout"]
        known = occasions()
        self.fields["pack"].choices = [(pack.code, pack.name) for pack in known.values()]  # type: ignore[attr-defined]
        self.occasion: PackList | None = known.get(self["pack"].value() or "") or next(iter(known.values()), None)
        self.lines: list[Line] = offered(self.occasion, user) if self.occasion else []
        codes = [line.item.code for line in self.lines]
        self.fields["items"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
        first = self.initial["first"].replace(month=1)
        asked = [item.code for item in self.occasion.items] if self.occasion else []
        own = {"pack": self.occasion.code if self.occasion else "", "items": asked}
        self.initial = {**own, **self.initial, "first": first}

    @property
    def ticked(self) -> list[tuple[Line, bool]]:
        """Every item that may be chosen, and whether it is."""
        chosen = self["items"].value() or []
        return [(line, line.item.code in chosen) for line in self.lines]

    def filters(self) -> dict[str, Any]:
        own = ("purpose", "named", "layout", "items")
        said = {name: value for name, value in super().filters().items() if name not in own}
        said |= {"items": ",".join(self.cleaned_data["items"])}
        return said if self.cleaned_data["named"] else said | {"masked": "on"}
