"""Pages of a station (本站要报什么): what it is asked, its answer, and an answer as it was given."""

from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core.ids import new_id
from yimi.requests import actions, pages
from yimi.requests.forms import AnswerForm, StationForm
from yimi.requests.queries import answers as queries
from yimi.requests.standing import standing
from yimi.ui.forms import attempt
from yimi.ui.toasts import done


@require_GET
def station(request):
    """本站要报什么: what is asked of a station today, and the minutes of a month."""
    stations = queries.stations_for(request.user)
    place = queries.station_for(request.user, request.GET.get("station", ""))
    shown = {
        "asked": queries.asked_of(request.user, place) if place else None, "columns": pages.DUE_COLUMNS,
        "standing": list(standing), "standing_columns": pages.STANDING_COLUMNS,
        "may_answer": place in queries.own_stations(request.user),
        "form": StationForm({"station": place.code}, stations=stations) if place and len(stations) > 1 else None,
    }  # fmt: skip
    return render(request, "requests/station.html", shown)


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    """填报 of the turn of today; what was said before is corrected."""
    place = queries.own_station(request.user, request.GET.get("station", ""))
    due = queries.due_for(request.user, pk, place)
    back = f"{reverse('requests:station')}?station={place.code}"
    lines = [line.text for line in due.demand.lines.all()]
    form = AnswerForm(request.POST or None, initial=_said(due), lines=lines)
    if form.is_valid() and not attempt(form, partial(_put, request, form, pk, place), form.named):
        done(request, _("已上报。"))
        return redirect(back)
    shown = {
        "form": form,
        "due": due,
        "texts": [form[name] for name in form.names],
        "back": back,
    }
    return render(request, "requests/answer_form.html", shown, status=422 if form.errors else 200)


def _said(due):
    """An empty answer, or the one that was given."""
    if due.answer is None:
        return {"id": new_id()}
    said = {f"text_{nth}": text for nth, (_line, text) in enumerate(queries.said_in(due.answer))}
    return {"id": due.answer.pk, "version": due.answer.version} | said


def _put(request, form, pk, place):
    said = form.cleaned_data
    actions.put_answer(
        said["id"], by=request.user, demand=pk, station=place.pk, texts=form.texts(), version=said["version"]
    )


@require_GET
def given(request, pk):
    """An answer as the station gave it."""
    row, said = queries.answer_for(request.user, pk)
    return render(request, "requests/answer.html", {"row": row, "said": said})
