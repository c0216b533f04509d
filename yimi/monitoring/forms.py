"""What is asked (一键报数), and to whom an answer goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.ui.forms import Form

from .asking import USUAL, Question, askable, question
from .people import people_on
from .queries import Places


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AskForm(Form):
    """Where, from which day to which, about whom; for everybody also which numbers."""

    place = forms.ChoiceField(label=_("范围"))
    people = forms.ChoiceField(label=_("人群"), required=False)
    first = _day(_("从"))
    last = _day(_("到"))
    measures = forms.MultipleChoiceField(
        label=_("指标"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("问全部服务对象时可以挑选；不选则为常用的几项。"),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Places, **kwargs: Any):
        today = clock.today()
        super().__init__(*args, **kwargs)
        self.places = places
        self.initial = {"first": today.replace(month=1, day=1), "last": today, **self.initial}
        self.fields["place"].choices = _grouped(places)  # type: ignore[attr-defined]
        self.fields["people"].choices = [(key, each.name) for key, each in people_on(today).items()]  # type: ignore[attr-defined]
        self.fields["measures"].choices = _usual_first()  # type: ignore[attr-defined]

    def asked(self) -> Question:
        """The question; raises `Invalid` for what is wrong with it as a whole."""
        said = self.cleaned_data
        place = self.places.named(said["place"])
        assert place is not None  # one of the choices  # noqa: S101
        return question(place, said["first"], said["last"], said.get("people", ""), said.get("measures", ()))


def _grouped(places: Places) -> list[tuple[Any, Any]]:
    areas = [(code, place.name) for code, place in places.areas.items()]
    stations = [(code, place.name) for code, place in places.stations.items()]
    return [(label, rows) for label, rows in ((_("区划"), areas), (_("社工站"), stations)) if rows]


def _usual_first() -> list[tuple[str, Any]]:
    known = askable()
    order = [*USUAL, *(code for code in known if code not in USUAL)]
    return [(code, known[code].name) for code in order if code in known]


class ToForm(Form):
    """To whom an answer goes (提供给)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.CharField(
        label=_("提供给"), min_length=2, max_length=60, help_text=_("单位和人，例如省民政厅办公室李主任。")
    )


class AgainForm(ToForm):
    """Another answer to a question that was answered before."""

    why_again = forms.CharField(label=_("另行答复的原因"), min_length=2, max_length=200)


def new(form: type[ToForm]) -> ToForm:
    return form(initial={"id": new_id()})


class FilterForm(Form):
    place = forms.ChoiceField(label=_("范围"), required=False)
    people = forms.ChoiceField(label=_("人群"), required=False)

    def __init__(self, *args: Any, places: Places, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("全部")), *_grouped(places)]  # type: ignore[attr-defined]
        named = [(key, each.name) for key, each in people_on(clock.today()).items() if key]
        self.fields["people"].choices = [("", _("全部")), *named]  # type: ignore[attr-defined]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "in in-s"
