"""Pages of incidents (强制报告): whom to call first, then the list, one, and what is known of it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.accounts.queries import station_staff
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, Stale
from yimi.core.permissions import Permission
from yimi.services.queries import stations_to_record
from yimi.ui.components import Column, Pager
from yimi.ui.forms import changed, show_faults
from yimi.ui.toasts import done

from . import actions, queries
from .forms import IncidentForm, VoidForm, first_values

PAGE = 50
COLUMNS = (
    Column(_lazy("情形")), Column(_lazy("发现时间")), Column(_lazy("发现到报告")), Column(_lazy("状态")),
    Column(_lazy("社工站"), secondary=True),
)  # fmt: skip


@require_GET
def incident_list(request):
    """强制报告: those that the reader may know of."""
    rows, following = page(queries.incidents_for(request.user), PAGE, request.GET.get("cursor"), queries.ORDER)
    first = "?" if request.GET.get("cursor") else None
    shown = {
        "rows": rows, "columns": COLUMNS, "left_out": queries.left_out(request.user),
        "pages": Pager(previous_url=first, next_url=f"?cursor={following}" if following else None),
        "may_write": may(request.user, Permission.CONTACT_WRITE),
    }  # fmt: skip
    return render(request, "incidents/list.html", shown)


@require_http_methods(["GET", "POST"])
def incident_new(request):
    """Write down what was found. Reporting comes first, and does not wait for this."""
    stations = stations_to_record(request.user)
    if not stations:
        raise Http404
    person = queries.person_named(request.user, (request.POST or request.GET).get("person", ""))
    station = next((each for each in stations if person and each.code == person.station), stations[0])
    start = first_values(request.user.username, station.code, person.id if person else None)
    return _form_page(request, stations, start, person.name if person else "")


@require_http_methods(["GET", "POST"])
def incident_edit(request, pk):
    """Add what is known by now."""
    sheet = queries.open_incident(pk, by=request.user)
    if not sheet.may_write:
        raise Http404
    return _form_page(request, [sheet.row.station], queries.form_values(sheet), sheet.person)


def _form_page(request, stations, initial, person):
    workers = {each.pk: each for station in stations for each in station_staff(station.pk)}
    workers[request.user.pk] = request.user
    form = IncidentForm(request.POST or None, initial=initial, stations=stations, workers=workers.values())
    shown = {"form": form, "person": person}
    if form.is_valid():
        pk = form.cleaned_data["id"]
        try:
            actions.put_incident(pk, by=request.user, fields=form.incident())
        except Invalid as refused:
            show_faults(form, refused)
        except Stale:
            return _changed_page(request, pk, shown)
        else:
            done(request, _("已保存。"))
            return redirect("incidents:incident", pk)
    return render(request, "incidents/form.html", shown, status=422 if form.errors else 200)


def _changed_page(request, pk, shown):
    """Somebody changed it meanwhile: what she wrote stays, and what it says now stands beside it."""
    sheet = queries.open_incident(pk, by=request.user)
    shown |= {"changed": changed(shown["form"], queries.form_values(sheet), sheet.row.version)}
    return render(request, "incidents/form.html", shown, status=409)


@require_GET
def incident(request, pk):
    """One incident, as far as the reader may see it."""
    sheet = queries.open_incident(pk, by=request.user)
    return render(request, "incidents/incident.html", {"sheet": sheet, "row": sheet.row, "void_form": VoidForm()})


@require_POST
def void(request, pk):
    actions.void_incident(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已作废这条记录。"))
    return redirect("incidents:list")
