"""The construction page of a station (建站资料), and the steps that are taken there."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.construction import actions, events, pages, queries
from yimi.construction.forms import BeginForm, OpenForm, RoundForm, SpotForm, StopForm
from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.ui.toasts import done


@require_GET
def station(request, code):
    sheet = pages.sheet_of(request.user, code)
    shown = pages.shown(request.user, sheet) | {
        "unveilings": events.unveilings_of(sheet.station),
        "begin_form": BeginForm(), "round_form": RoundForm(initial={"id": new_id()}),
        "open_form": OpenForm(initial={"on": clock.today()}, auto_id="open-%s"),
        "suspend_form": StopForm(initial={"on": clock.today()}, auto_id="suspend-%s"),
        "close_form": StopForm(initial={"on": clock.today()}, auto_id="close-%s"),
        "spot_form": SpotForm(lines=sheet.lines, auto_id="spot-%s"),
    }  # fmt: skip
    return render(request, "construction/station.html", shown)


@require_POST
def begin(request, code):
    """The station begins to be built."""
    return _step(request, code, BeginForm(request.POST), actions.begin_building, _("已开工建设。"))


@require_POST
def accept(request, code):
    """A round of acceptance begins."""
    return _round(request, code, actions.begin_acceptance)


@require_POST
def again(request, code):
    """Acceptance goes on after rectification."""
    return _round(request, code, actions.resume_acceptance)


def _round(request, code, act):
    shown, said = queries.station_for(request.user, code), _said(RoundForm(request.POST))
    act(said["id"], by=request.user, station=shown.pk, attendees=said["attendees"])
    done(request, _("已开始验收。"))
    return redirect("construction:inspect", code)


@require_POST
def record(request, code):
    """The checklist of a station that was accepted before it came into the system."""
    shown = queries.station_for(request.user, code)
    actions.record_accepted([shown.pk], by=request.user)
    done(request, _("已补录验收清单。"))
    return redirect("construction:station", code)


@require_POST
def open_(request, code):
    return _step(request, code, OpenForm(request.POST), actions.open_station, _("已开始运营。"))


@require_POST
def suspend(request, code):
    return _step(request, code, StopForm(request.POST), actions.suspend_station, _("已暂停运营。"))


@require_POST
def close(request, code):
    return _step(request, code, StopForm(request.POST), actions.close_station, _("已撤销。"))


@require_POST
def spot(request, code):
    """The province looks at one item."""
    sheet = pages.sheet_of(request.user, code)
    said = _said(SpotForm(request.POST, lines=sheet.lines))
    is_met = said["result"] == "met"
    actions.spot_check(sheet.station.pk, by=request.user, code=said["code"], is_met=is_met, note=said["note"])
    done(request, _("已记下抽查结果。"))
    return redirect("construction:station", code)


def _step(request, code, form, act, words):
    shown = queries.station_for(request.user, code)
    act(shown.pk, by=request.user, **_said(form))
    done(request, words)
    return redirect("construction:station", code)


def _said(form) -> dict:
    if not form.is_valid():
        raise Invalid({name: list(texts) for name, texts in form.errors.items()})
    return form.cleaned_data
