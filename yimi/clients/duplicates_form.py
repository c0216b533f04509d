"""Which pairs to list (疑似重复的筛选)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.ui.forms import Form

from .duplicates_list import ALL, ELSEWHERE, OURS, PairsWanted
from .models import Pair


class PairsForm(Form):
    """The filters of the list of pairs; what it does not know counts as left out."""

    state = forms.ChoiceField(label=_("状态"), choices=Pair.State.choices, required=False)
    where = forms.ChoiceField(
        label=_("档案在"),
        choices=[(ALL, _("全部")), (OURS, _("都在本范围")), (ELSEWHERE, _("有一份在站外"))],
        required=False,
    )

    def wanted(self) -> PairsWanted:
        self.is_valid()
        state = self.cleaned_data.get("state") or Pair.State.OPEN
        return PairsWanted(state=state, where=self.cleaned_data.get("where") or ALL)
