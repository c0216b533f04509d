"""The forms of registers (底册表单)."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.catalogue.queries import category_codes, register_sources
from yimi.core import clock
from yimi.exchange.forms import TableForm
from yimi.network.models import Area
from yimi.ui.forms import Form

from .models import Difference, Entry
from .queries import Asked

ANY = [("", _("全部"))]


class SendForm(TableForm):
    """The table of a register: of which place and source, as of when, and whether it names everybody (导入底册)."""

    source = forms.ChoiceField(label=_("底册来源"))
    area = forms.ChoiceField(label=_("所属区划"))
    as_of = forms.DateField(label=_("截至日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    is_whole = forms.BooleanField(
        label=_("这是全部名单"), required=False, initial=True,
        help_text=_("勾选后，上一份底册里有、这份里没有的人列为“减少”；只是补充名单的请取消勾选。"),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("表里没有写类别时"), required=False, help_text=_("名册只有一种类别的不用选。"))

    field_order = ("source", "area", "as_of", "file", "is_whole", "category")

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any):
        super().__init__(*args, **kwargs)
        sources = register_sources(clock.today()).values()
        self._choose("source", [(each.code, f"{each.name}（{each.origin}）") for each in sources])
        self._choose("area", [(area.code, _named(area)) for area in areas])
        self._choose(
            "category",
            [("", _("看表里的类别列")), *((code, info.name) for code, info in category_codes(clock.today()).items())],
        )
        self.fields["as_of"].initial = clock.today

    def _choose(self, name: str, choices: list) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def sent(self) -> dict[str, Any]:
        said, file = self.cleaned_data, self.cleaned_data["file"]
        names = ("source", "area", "as_of", "is_whole", "category")
        return {"name": file.name, "content": file.read()} | {name: said[name] for name in names}


def _named(area: Area) -> str:
    return area.name if area.is_ranked or area.county is None else f"{area.county.short_name} {area.name}"


class EntryFilterForm(Form):
    """The filters above the list of entries."""

    match = forms.ChoiceField(label=_("对照情况"), required=False)
    category = forms.ChoiceField(label=_("对象类别"), required=False)
    area = forms.ChoiceField(label=_("居住地"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["match"].choices = match_choices()  # type: ignore[attr-defined]
        names = category_codes(clock.today())
        self.fields["category"].choices = [*ANY, *((code, info.name) for code, info in names.items())]  # type: ignore[attr-defined]
        self.fields["area"].choices = [*ANY, *areas]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})


_ASKED = ("unsure", "none", "elsewhere")


def match_choices() -> list[tuple[str, Any]]:
    """How far the people on a list may be matched."""
    kinds = [("matched", _("已对上")), *((code, label) for code, label in Entry.Match.choices if code in _ASKED)]
    return [("", _("全部在册")), *kinds, ("gone", _("不再在册"))]


class DifferenceFilterForm(Form):
    """The filters above the list of differences."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*Difference.State.choices, ("all", _("全部"))])
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[*ANY, *Difference.Kind.choices])

    def asked(self) -> dict[str, str]:
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return {"state": Difference.State.OPEN} | said


class PickForm(Form):
    """Some of a list (勾选)."""

    pick = forms.TypedMultipleChoiceField(coerce=UUID)

    def __init__(self, data: Any):
        super().__init__(data)
        given = data.getlist("pick") if hasattr(data, "getlist") else []
        self.fields["pick"].choices = [(each, each) for each in given]  # type: ignore[attr-defined]

    def picked(self) -> list[UUID]:
        """The ids that were picked; what is no id was not picked."""
        try:
            return self.cleaned_data["pick"] if self.is_valid() else []
        except ValueError:
            return []


class ColumnsForm(Form):
    """Which row is the header, and which column is what (对应列)."""

    header = forms.IntegerField(label=_("表头在第几行"), min_value=1, max_value=60)

    def __init__(self, *args: Any, width: int, choices: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for at in range(width):
            select = forms.Select(attrs={"class": "in in-s"})
            self.fields[f"column_{at}"] = forms.ChoiceField(required=False, choices=choices, widget=select)

    def columns(self) -> dict[int, str]:
        return {
            int(name[7:]): value for name, value in self.cleaned_data.items() if name.startswith("column_") and value
        }


class MatchForm(Form):
    """Whose file an entry is (核对)."""

    person = forms.UUIDField(required=False)
