"""Briefs, rosters on paper, the table for 三防, and 报平安."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.actors import may
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.core.ids import new_id
from yimi.core.paper import made
from yimi.core.permissions import Permission
from yimi.emergencies import actions, briefs, documents, pages, queries
from yimi.emergencies.forms import RosterForm
from yimi.ui.toasts import done

from .operations import frame


def _brief(request, row):
    """The brief that was asked for; without a number the one as of now."""
    hours = briefs.hours_of(row)
    asked = request.GET.get("number", "")
    told = briefs.brief_of(request.user, row, int(asked) if asked.isdigit() and len(asked) < 5 else len(hours))
    if told is None:
        raise Http404
    return told, hours


@require_GET
def brief(request, pk):
    """快报 of 08, 14 and 20 o'clock, and of now."""
    row = queries.operation_for(request.user, pk)
    told, hours = _brief(request, row)
    shown = frame(request, row, "brief") | {
        "paper": documents.brief_document(request.user, told), "told": told,
        "layouts": [("docx", _("下载 Word")), ("xlsx", _("下载 Excel")), ("pdf", _("下载 PDF"))],
        "options": pages.brief_options(row, hours, told.number),
    }  # fmt: skip
    return render(request, "emergencies/brief.html", shown)


@require_GET
def brief_file(request, pk):
    """The same as .docx, .xlsx or PDF."""
    layout = request.GET.get("layout", "docx")
    row = queries.operation_for(request.user, pk)
    told, _hours = _brief(request, row)
    content = made(documents.brief_document(request.user, told), layout)
    return kept_file(content, f"{documents.MARK}-{row.name}-{told.number}.{layout}")


@require_GET
def safety(request, pk):
    """Who is safe, and of whom nobody knows yet: one's own station for workers, all within reach for offices."""
    row = queries.operation_for(request.user, pk)
    works = may(request.user, Permission.EMERGENCY_WORK)
    shown = frame(request, row, "safety") | {
        "duties": queries.duties_for(request.user, row), "new_id": new_id(), "works": works and row.is_indoors,
        "is_reported": works and queries.is_reported(request.user, row),
    }  # fmt: skip
    return render(request, "emergencies/safety.html", shown)


@require_POST
def safe(request, pk):
    """One tap: I am safe."""
    actions.report_safe(_id(request), by=request.user, operation=pk)
    done(request, _("已报平安。"))
    return redirect("emergencies:safety", pk)


def _id(request):
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise Invalid({"id": [_("编号不对，请刷新页面再试。")]}) from None


@require_GET
def rosters(request, pk):
    """纸质名册: what to print, which copies are out, which came back."""
    row = queries.operation_for(request.user, pk)
    stations = queries.stations_at_work(request.user) if not row.is_over else []
    listed = {area.code for area in queries.villages_of(request.user, row)}
    prints = [_print_form(station, listed) for station in stations]
    shown = frame(request, row, "rosters") | {
        "copies": queries.copies_for(request.user, row), "columns": pages.COPY_COLUMNS,
        "prints": [form for form in prints if form], "works": bool(queries.stations_at_work(request.user)),
        "may_export": may(request.user, Permission.EXPORT) and not row.is_closed,
    }  # fmt: skip
    return render(request, "emergencies/rosters.html", shown)


def _print_form(station, listed):
    homes = [home for home in queries.homes_at(station) if home.code in listed]
    first = {"id": new_id(), "station": station.code}
    return RosterForm(initial=first, villages=pages.villages(homes), auto_id=f"{station.code}_%s") if homes else None


@require_POST
def print_roster(request, pk):
    """A numbered copy as PDF."""
    name, content = actions.print_roster(
        _id(request), by=request.user, operation=pk, station=request.POST.get("station", ""),
        village=request.POST.get("village", ""),
    )  # fmt: skip
    return kept_file(content, name)


@require_POST
def recall(request, pk):
    copy = actions.recall_roster(pk, by=request.user)
    done(request, _("已登记收回。"))
    return redirect("emergencies:rosters", copy.operation_id)


@require_POST
def table(request, pk):
    """The list for 三防 as .xlsx: name, village, number of people."""
    name, content = actions.take_table(pk, by=request.user, purpose=request.POST.get("purpose", ""))
    return kept_file(content, name)
