from io import BytesIO

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files import write_table
from yimi.core.files.answers import kept_file
from yimi.core.ids import new_id
from yimi.core.permissions import Permission

from . import actions, calendar_page, merging, pages, queries, serving
from .forms import (
    CalendarAskedForm,
    CalendarDayForm,
    FilterForm,
    OrganisationFilterForm,
    OrganisationForm,
    StationForm,
)

PAGE = 100


def station_list(request):
    asked, form = _asked(request)
    filters = queries.StationFilters(**asked)
    rows = queries.stations_listed(filters)
    cursor = request.GET.get("cursor", "")
    stations, after = page(rows, PAGE, cursor or None, queries.OFFICIAL)
    county = queries.county_of(asked.get("area", ""))
    context = {
        "form": form,
        "stations": [(station, pages.tone(station)) for station in stations],
        "columns": pages.columns(),
        "counts": queries.batch_counts(),
        "scope": pages.scope_bar(queries.ranked_areas(), county, asked),
        "pages": pages.pager(asked, cursor, after, rows.count()),
        "query": request.GET.urlencode(),
        "asked": asked,
        "overlaps": serving.overlaps_for(request.user, county) if not cursor else [],
    }
    return render(request, "network/stations.html", context | _may(request))


def station_table(request):
    """The list as .xlsx, with the same filters."""
    asked, _form = _asked(request)
    rows = queries.stations_listed(queries.StationFilters(**asked))
    stream = BytesIO()
    write_table(
        stream, _("社工站名单"), pages.table_header(), pages.table_rows(rows), by=request.user, purpose=_("站点名单")
    )
    return kept_file(stream.getvalue(), "stations.xlsx")


def station(request, code):
    shown = queries.station_shown(code)
    if shown is None:
        raise Http404
    context = {
        "station": shown,
        "tone": pages.tone(shown),
        "facts": pages.facts(shown),
        "dates": pages.dates(shown),
        "above": queries.stations_above(shown),
        "below": queries.stations_below(shown),
        "memberships": queries.memberships(shown),
        "covered": queries.covered_areas(shown.area),
        "history": pages.history(shown),
        "served": serving.served_by(shown),
        "merged": merging.merged_into(shown),
        "may_merge": merging.may_merge(shown),
        "may_manage": queries.may_manage(request.user, shown),
    }
    return render(request, "network/station.html", context)


def station_new(request):
    start = {"level": "station", "mode": "township", "code": request.GET.get("code", "")[:12]}
    form = _station_form(request, start)
    if form.is_valid():
        done = _put(form, new_id(), request.user)
        if done:
            messages.success(request, _("已新建：%(station)s") % {"station": done.name})
            return redirect("network:station", done.code)
    return render(request, "network/station_form.html", {"form": form}, status=422 if form.errors else 200)


def station_edit(request, code):
    shown = queries.station_to_change(request.user, code)
    form = _station_form(request, queries.form_values(shown))
    if form.is_valid():
        done = _put(form, shown.id, request.user)
        if done:
            messages.success(request, _("已保存。"))
            return redirect("network:station", done.code)
    context = {"form": form, "station": shown}
    return render(request, "network/station_form.html", context, status=422 if form.errors else 200)


def areas(request):
    """The divisions, one level at a time, or found by name or code."""
    text, everything = request.GET.get("q", "").strip()[:30], request.GET.get("all") == "1"
    here = queries.area_by_code(request.GET.get("in", "")) or queries.top_area()
    if here is None:
        return render(request, "network/areas.html", {"q": text})
    found = queries.search_areas(text)[:PAGE] if text else queries.children(here, everything=everything)
    context = {
        "here": here,
        "above": queries.ancestors(here),
        "found": found,
        "covered": queries.covered_areas(here),
        "former": queries.former_codes(here),
        "may_recode": may(request.user, Permission.AREA_MANAGE),
        "columns": pages.area_columns(),
        "q": text,
        "everything": everything,
        "limit": PAGE,
    }
    return render(request, "network/areas.html", context)


def organisations(request):
    form = OrganisationFilterForm(request.GET or None)
    asked = form.asked() if form.is_bound else {}
    cursor = request.GET.get("cursor", "")
    rows = queries.organisations_listed(**asked)
    found, after = page(rows, PAGE, cursor or None, ("name", "id"))
    mine = set(
        queries.organisations_to_change(request.user)
        .filter(pk__in=[one.pk for one in found])
        .values_list("pk", flat=True)
    )
    context = {
        "form": form,
        "organisations": found,
        "mine": mine,
        "columns": pages.organisation_columns(),
        "pages": pages.pager(asked, cursor, after, rows.count(), to="network:organisations"),
        "asked": asked,
    }
    return render(request, "network/organisations.html", context | _may(request))


def organisation_new(request):
    home = queries.manageable_areas(request.user).order_by("path").first()
    return _organisation(request, new_id(), {"kind": "agency", "area": home.code if home else ""})


def organisation_edit(request, pk):
    shown = queries.organisation_to_change(request.user, pk)
    said = {"kind": shown.kind, "name": shown.name, "uscc": shown.uscc or "", "area": shown.area.code}
    return _organisation(request, pk, said, shown)


def _organisation(request, pk, start, shown=None):
    form = OrganisationForm(request.POST or None, initial=start, areas=pages.area_options(request.user))
    if form.is_valid():
        try:
            saved = actions.put_organisation(pk, by=request.user, **form.cleaned_data)
        except Invalid as wrong:
            form.show(wrong.fields)
        else:
            messages.success(request, pages.saved_words(saved))
            return redirect("network:organisations")
    context = {"form": form, "organisation": shown}
    return render(request, "network/organisation_form.html", context, status=422 if form.errors else 200)


def calendar(request):
    """The workdays of an area in a year, and the form for a day that differs there."""
    asked = CalendarAskedForm(request.GET)
    area = queries.area_by_code(asked.asked("area") or "") or queries.home_area(request.user)
    if area is None:
        raise Http404
    form = CalendarDayForm(request.POST or None)
    if form.is_valid():
        try:
            day = actions.put_calendar_day(by=request.user, area=area.code, **form.cleaned_data)
        except Invalid as wrong:
            form.show(wrong.fields)
        else:
            messages.success(request, _("已调整 %(on)s：%(name)s。") % {"on": day.on.isoformat(), "name": day.name})
            return redirect(calendar_page.url(area, day.on.year))
    context = calendar_page.shown(request.user, area, asked.asked("year")) | {"form": form}
    return render(request, "network/calendar.html", context, status=422 if form.errors else 200)


def calendar_remove(request):
    asked = CalendarAskedForm(request.POST)
    area, on = asked.asked("area"), asked.asked("on")
    if request.method != "POST" or not (area and on):
        return redirect("network:calendar")
    actions.remove_calendar_day(by=request.user, area=area, on=on)
    messages.success(request, _("已取消 %(on)s 的调整。") % {"on": on.isoformat()})
    return redirect(calendar_page.url(queries.area_by_code(area), on.year))


def _station_form(request, start):
    return StationForm(request.POST or None, initial=start, hosts=queries.hosts(), operators=queries.operators())


def _asked(request) -> tuple[dict[str, str], FilterForm]:
    """The filters of the address; a value that is none of the choices counts for nothing."""
    form = FilterForm(request.GET or None, batches=queries.batches())
    form.is_valid()
    asked = {name: value for name, value in getattr(form, "cleaned_data", {}).items() if value}
    area = request.GET.get("area", "")[:12]
    return asked | ({"area": area} if area else {}), form


def _put(form, pk, user):
    """Write the station; what the action refuses is put beside the fields."""
    try:
        return actions.put_station(pk, by=user, **form.not_facts(), **form.facts())
    except Invalid as wrong:
        form.show(wrong.fields)
        return None


def _may(request) -> dict[str, bool]:
    return {
        "may_manage": may(request.user, Permission.STATION_MANAGE),
        "may_export": may(request.user, Permission.EXPORT),
    }
