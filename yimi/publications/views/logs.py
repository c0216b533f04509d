"""Pages of logs (工作日志): one's own day and week, and the week of the station."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core import clock
from yimi.core.files.answers import kept_file
from yimi.core.paper.layouts import LAYOUTS, made
from yimi.publications import actions, documents, pages
from yimi.publications.forms import NoteForm, PeriodForm
from yimi.publications.queries import logs as queries
from yimi.ui.forms import attempt
from yimi.ui.toasts import done


@require_GET
def day(request):
    """工作日志: what she did on a day, and her own line."""
    return _log(request, "day", _tried_note(request))


def _tried_note(request):
    period = PeriodForm(request.GET or {"day": clock.today()}).period("day")
    return NoteForm(initial={"on": period.first, "text": queries.note_on(request.user, period.first)})


@require_GET
def week(request):
    """工作周志: the same of a week."""
    return _log(request, "week")


def _log(request, kind, note_form=None, status=200):
    form = PeriodForm(request.GET or {"day": clock.today()})
    period = form.period(kind)
    log = queries.log_of(request.user, period)
    if layout := _layout(request):
        return file(documents.log_document(log), layout, f"{log.worker} {period.code}")
    context = _steps(request, period) | {
        "form": form, "log": log, "kind": kind, "note_form": note_form, "columns": pages.LINE_COLUMNS,
    }  # fmt: skip
    return render(request, "publications/log.html", context, status=status)


def _steps(request, period):
    """The day or week before and after, as days; there is none after today."""
    following = period.next().first
    return {
        "period": period, "before": period.previous().first, "day": period.first,
        "after": following if following <= clock.today() else None,
    }  # fmt: skip


@require_GET
def station(request):
    """站周志: the week of a station as a whole; nobody's own day is in it."""
    place = queries.station_for(request.user, request.GET.get("station", ""))
    if place is None:
        raise Http404
    form = PeriodForm(request.GET or {"day": clock.today()})
    period = form.period("week")
    week = queries.week_of(request.user, place, period)
    if layout := _layout(request):
        return file(documents.week_document(week), layout, f"{place.name} {period.code}")
    context = _steps(request, period) | {
        "form": form, "week": week, "kind": "station", "columns": pages.SESSION_COLUMNS, "place": place,
        "stations": queries.stations_to_write(request.user),
    }  # fmt: skip
    return render(request, "publications/station_week.html", context)


@require_POST
def note(request):
    """Keep the line for a day."""
    form = NoteForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if not (status := attempt(form, lambda: actions.put_note(by=request.user, **said))):
            done(request, _("已保存补记。"))
            return redirect(f"{reverse('publications:log')}?day={said['on']}")
        return _log(request, "day", form, status)
    return _log(request, "day", form, 422)


def _layout(request) -> str:
    layout = request.GET.get("as", "")
    return layout if layout in LAYOUTS else ""


def file(document, layout, name):
    """A document as a file to take along."""
    return kept_file(made(document, layout), f"{name}.{layout}")
