"""What a pack is made of (材料包的范围): the occasion, the place, the days, and whether people are named."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.ledgers.forms import RangeForm

from .contents import occasions


class PackForm(RangeForm):
    """One pack; people are masked unless it is asked otherwise."""

    pack = forms.ChoiceField(label=_("场合"))
    named = forms.BooleanField(
        label=_("写全姓名和备注"), required=False, help_text=_("默认隐去姓名、不带备注。确需写全的，请在用途里说明。")
    )
    purpose = forms.CharField(label=_("用途"), max_length=100, help_text=_("印在材料上，也记入日志。"))
    field_order = ("pack", "county", "station", "first", "last", "purpose", "named")

    def __init__(self, user: User, data: Any = None, **more: Any):
        super().__init__(user, data, **more)
        del self.fields["layout"]
        self.fields["pack"].choices = [(pack.code, pack.name) for pack in occasions().values()]  # type: ignore[attr-defined]
        self.initial = {**self.initial, "first": self.initial["first"].replace(month=1)}

    def filters(self) -> dict[str, Any]:
        said = {name: value for name, value in super().filters().items() if name not in ("purpose", "named", "layout")}
        return said if self.cleaned_data["named"] else said | {"masked": "on"}
