"""Pages of daily monitoring (日监测): what needs somebody, one alert with its steps, and the counts of a day."""

from functools import partial

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.api import page
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, pages, queries
from .forms import DayForm, FilterForm, step_form
from .overview import overview, stations_for

PAGE, RECENT = 50, 14
ACTS = ("explain", "resolve", "escalate")


@require_GET
def alert_list(request):
    """安全提醒: what is not settled, the first due first."""
    form = FilterForm(
        request.GET, counties=queries.counties_to_choose(request.user),
        stations=stations_to_choose(request.user, Permission.ALERT_VIEW),
    )  # fmt: skip
    asked = form.asked()
    found, following = page(queries.alerts_for(request.user, asked), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form, "rows": pages.rows(request.user, found), "columns": pages.COLUMNS, "asked": asked,
        "pages": pager_of(request, following), "left_out": queries.left_out(request.user, asked),
        "tabs": pages.tabs(queries.numbers(request.user), pages.tab_of(asked)),
    }  # fmt: skip
    return render(request, "alerts/list.html", shown, status=422 if form.errors else 200)


@require_GET
def alert(request, pk):
    """One alert: what was found, since when, what was done about it and what can be done."""
    return _alert_page(request, pk, {})


def _alert_page(request, pk, sent, status=200):
    sheet = queries.sheet_for(request.user, pk)
    for form in sent.values():  # what she wrote stays, beside what was done meanwhile
        form.data = form.data.dict() | {"version": sheet.alert.version}
    forms = {act: sent.get(act) or step_form(act, version=sheet.alert.version) for act in ACTS}
    shown = {
        "sheet": sheet, "alert": sheet.alert, "says": pages.says(sheet.alert), "tone": pages.TONES[sheet.alert.state],
        "forms": forms, "wrong": next(iter(sent.values()), None),
    }  # fmt: skip
    return render(request, "alerts/alert.html", shown, status=status)


@require_POST
def explain(request, pk):
    return _take(request, pk, "explain", actions.explain_alert, _("已说明。"))


@require_POST
def resolve(request, pk):
    return _take(request, pk, "resolve", actions.resolve_alert, _("已办结。"))


@require_POST
def escalate(request, pk):
    return _take(request, pk, "escalate", actions.escalate_alert, _("已升级到省级。"))


def _take(request, pk, name, act, words):
    """Do it, or show what is wrong beside the form, which keeps the words."""
    queries.sheet_for(request.user, pk)
    form = step_form(name, request.POST)
    status = 422
    if form.is_valid():
        status = attempt(form, partial(act, pk, by=request.user, **form.cleaned_data))
    if status:
        return _alert_page(request, pk, {name: form}, status)
    done(request, words)
    return redirect("alerts:alert", pk)


@require_GET
def day(request):
    """日监测: the counts of a day, county by county; at a station how it stands today."""
    form = DayForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    shown = {"form": form} | _counts(request, said.get("day")) | _station(request, said.get("station", ""))
    return render(request, "alerts/day.html", shown, status=422 if form.errors else 200)


def _counts(request, asked):
    """The counties of a day; where there is one alone, also its last days."""
    day = asked or queries.last_day()
    if day is None:
        return {}
    found = list(queries.monitors_for(request.user, day))
    recent = queries.recent(request.user, day, RECENT) if len(found) == 1 else []
    return {
        "day": day, "days": pages.days(day), "monitors": found, "totals": pages.totals(found),
        "lines": pages.lines(request.user, found), "recent": pages.lines(request.user, recent),
        "columns": pages.monitor_columns(_("市县")), "day_columns": pages.monitor_columns(_("日期")),
    }  # fmt: skip


def _station(request, code):
    """The overview of a station of hers or of her town's."""
    stations = list(stations_for(request.user))
    station = next((each for each in stations if each.code == code), stations[0] if stations else None)
    if station is None:
        return {}
    mine = queries.alerts_for(request.user, queries.Asked(station=station.code)).order_by(*queries.ORDER)[:PAGE]
    return {
        "stations": stations, "station": station, "cells": overview(request.user, station),
        "rows": pages.rows(request.user, list(mine)), "alert_columns": pages.COLUMNS,
    }  # fmt: skip
