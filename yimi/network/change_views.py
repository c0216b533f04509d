"""Pages on which a county changes what a station serves, or merges it (服务区域、撤并)."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core.errors import RuleBroken
from yimi.ui.forms import attempt
from yimi.ui.toasts import done

from . import actions, merging, queries, serving
from .station_forms import MergeForm, ServedForm


@require_http_methods(["GET", "POST"])
def served(request, code):
    """The areas of a station; where another serves one, the form asks for a reason and keeps what was said."""
    shown = queries.station_to_change(request.user, code)
    offered, rows = serving.areas_offered(shown), serving.served_by(shown)
    start = {"areas": [row.area.code for row in rows], "version": shown.version}
    form = ServedForm(request.POST or None, initial=start, offered=offered)
    if form.is_valid() and not attempt(form, lambda: actions.put_served(shown.pk, by=request.user, **form.facts())):
        done(request, _("已保存服务区域。"))
        return redirect("network:station", shown.code)
    context = {"station": shown, "form": form, "before": serving.served_before(shown)}
    return render(request, "network/served.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def merge(request, code):
    """Merge a station: what will happen is shown first, and done when it is confirmed."""
    shown = queries.station_to_change(request.user, code)
    if not merging.may_merge(shown):
        raise RuleBroken(_("这个站点现在不能撤并。"), code="wrong_state")
    offered = merging.stations_to_merge_into(request.user, shown)
    form = MergeForm(request.POST or None, initial={"version": shown.version}, stations=offered)
    is_said = form.is_valid()
    if is_said and request.POST.get("confirm") and not _merged(request, shown, form):
        done(request, _("已撤并：%(name)s。") % {"name": shown.name})
        return redirect("network:station", shown.code)
    context = {"station": shown, "form": form, "is_said": is_said and not form.errors}
    context["merging"] = merging.merging_of(shown, *_said(form, offered))
    return render(request, "network/merge.html", context, status=422 if form.errors else 200)


def _merged(request, station, form) -> int:
    return attempt(form, lambda: actions.merge_station(station.pk, by=request.user, **form.cleaned_data))


def _said(form, offered) -> tuple:
    if not form.is_bound or not form.is_valid():
        return None, None
    return offered.filter(code=form.cleaned_data["into"]).first(), form.cleaned_data["on"]
