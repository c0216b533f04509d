"""Pages of a list (核定服务名单): its members and rounds, choosing, and the table to sign."""

from io import BytesIO

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.clients.actions import note_listed
from yimi.clients.pages import category_choices
from yimi.core import clock, words
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.core.permissions import Permission
from yimi.ui.toasts import done
from yimi.visiting import actions, candidates, capacity, entries, pages, queries, rules, signing, tables
from yimi.visiting.forms import CandidateFilter, MemberFilter, PeopleForm, PurposeForm

PAGE = 50


@require_GET
def members(request):
    """The list of a station and year: who is on it, the round under way, and how it came about."""
    station = queries.station_for(request.user, request.GET.get("station", ""))
    year = _year(request)
    found = queries.list_of(request.user, station, year)
    rule = rules.rule_for(station.county_id, clock.today())
    shown = _frame(request, station, year) | {"found": found, "station": station, "rule": rule}
    if found:
        shown |= _members(request, found, rule) | _rounds(request, found)
    return render(request, "visiting/members.html", shown)


def _year(request) -> int:
    asked = request.GET.get("year", "") or request.POST.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else pages.this_year()


def _frame(request, station, year: int) -> dict:
    here = {"station": station.code}
    return {
        "year": year, "title": _("%(year)s 年核定服务名单") % {"year": year},
        "more": pages.more(request.user, "members", station),
        "stations": pages.stations(request.user, station, "members", {"year": year}),
        "earlier": pages.url("members", here | {"year": year - 1}),
        "later": pages.url("members", here | {"year": year + 1}) if year <= pages.this_year() else "",
        "may_plan": queries.may_plan(request.user, station) and year >= pages.this_year(),
        "in_full": queries.sees_names(request.user, station),
    }  # fmt: skip


def _members(request, found, rule) -> dict:
    station = found.station
    inside = queries.sees_names(request.user, station)
    form = MemberFilter(
        request.GET, villages=pages.villages_of(station), tiers=pages.tier_choices(rule),
        workers=pages.worker_choices(station, "username") if inside else [],
    )  # fmt: skip
    asked, cursor = form.asked(), request.GET.get("cursor")
    everybody = queries.members(request.user, found)
    rows = entries.Wanted(**asked).narrow(everybody, request.user)
    some, after = page(rows.select_related("person__area"), PAGE, cursor, entries.ORDER)
    shown = entries.entries(request.user, some, rule)
    note_listed([entry.card.id for entry in shown if entry.card], by=request.user)
    here = asked | {"station": station.code, "year": found.year}
    size, filed = queries.sizes(everybody)
    reckoning = capacity.reckon(
        capacity.load_of(queries.visited(everybody)), capacity.capacity_of(request.user, station, rule)
    )
    return {
        "form": form, "asked": asked, "entries": shown, "size": size, "reckoning": reckoning,
        "cells": pages.ledger(size, filed, reckoning), "pages": pages.pager("members", here, cursor, after),
        "may_export": may(request.user, Permission.EXPORT) and size > 0,
        "columns": pages.columns(
            _("姓名"), _("年龄"), _("对象类别"), _("走访级别"), _("列入"), _("村（居）"), _("负责社工"), _("状态"),
            secondary=(2, 4, 6) if inside else (4, 6),
        ),
    }  # fmt: skip


def _rounds(request, found) -> dict:
    rounds = queries.rounds_of(request.user, found)
    current = queries.open_round_of(rounds)
    manned = signing.with_township([found.station]) if current else set()
    waits = signing.waits_for(current, manned) if current else ""
    return {
        "rounds": rounds, "current": current, "waits": waits, "history": pages.history(rounds),
        "is_mine": bool(current and signing.is_turn(request.user, current, manned)),
        "current_tone": pages.ROUND_TONES[current.state] if current else "",
    }  # fmt: skip


@require_POST
def draft(request):
    """Begin a round, and go to choose."""
    station = queries.station_for(request.user, request.POST.get("station", ""), Permission.LIST_PLAN)
    made = actions.open_round(station.pk, by=request.user, year=_year(request))
    return redirect("visiting:choose", made.pk)


@require_GET
def choose(request, pk):
    """Candidates for the round, with what the list would ask for."""
    made = queries.round_to_plan(request.user, pk)
    station = made.list.station
    rule = rules.rule_for(station.county_id, clock.today())
    form = CandidateFilter(
        request.GET, categories=category_choices(), villages=pages.villages_of(station), tiers=pages.tier_choices(rule)
    )
    asked, cursor = form.asked(), request.GET.get("cursor")
    found = candidates.choice(request.user, made, candidates.Wanted(**asked), rule, cursor)
    note_listed([each.card.id for each in found.candidates], by=request.user)
    here = words.in_address(request.user, asked)
    shown = {
        "made": made, "station": station, "form": form, "asked": asked, "choice": found, "rule": rule,
        "picks_all": request.GET.get("pick") == "all", "tiers": dict(pages.tier_choices(rule)),
        "pick_url": pages.url("choose", here | {"cursor": cursor, "pick": "all"}, made.pk),
        "pages": pages.pager("choose", here, cursor, found.after, made.pk),
        "columns": pages.columns(
            _("姓名"), _("年龄"), _("对象类别"), _("走访级别"), _("村（居）"), _("负责社工"), secondary=(5,)
        ),
    }  # fmt: skip
    shown |= _reckoned(request, made, rule)
    is_part = request.headers.get("HX-Target") == "results"
    return render(request, "visiting/choose_results.html" if is_part else "visiting/choose.html", shown)


@require_GET
def reckon(request, pk):
    """What the list would ask for with those who are ticked (能力测算)."""
    made = queries.round_to_plan(request.user, pk)
    rule = rules.rule_for(made.list.station.county_id, clock.today())
    return render(request, "visiting/reckon.html", _reckoned(request, made, rule))


def _reckoned(request, made, rule) -> dict:
    form = PeopleForm(request.GET)
    ticked = form.cleaned_data["person"] if form.is_valid() else []
    means = capacity.capacity_of(request.user, made.list.station, rule)
    return {
        "reckoning": candidates.reckoned_with(request.user, made, rule, means, ticked), "ticked": len(ticked),
    }  # fmt: skip


@require_POST
def add(request, pk):
    """Propose those who are ticked, or everybody who fits the filter."""
    made = queries.round_to_plan(request.user, pk)
    if request.POST.get("all"):
        people = list(_all_that_fit(request, made))
    else:
        form = PeopleForm(request.POST)
        if not form.is_valid():
            raise Invalid({"person": [_("请先勾选服务对象。")]})
        people = form.cleaned_data["person"]
    n = actions.add_people(pk, by=request.user, people=people)
    done(request, _("已拟增补 %(n)s 人。") % {"n": n})
    return redirect("visiting:choose" if request.POST.get("stay") else "visiting:round", pk)


def _all_that_fit(request, made):
    rule = rules.rule_for(made.list.station.county_id, clock.today())
    form = CandidateFilter(
        request.POST, categories=category_choices(), villages=pages.villages_of(made.list.station),
        tiers=pages.tier_choices(rule),
    )  # fmt: skip
    return candidates.chosen_by(request.user, made, candidates.Wanted(**form.asked() | {"q": ""}), rule)


@require_POST
def table(request):
    """The list on paper (名单核定表), with the purpose that was given."""
    station = queries.station_for(request.user, request.POST.get("station", ""))
    found = queries.list_to_take(request.user, station, _year(request))
    form = PurposeForm(request.POST)
    if not form.is_valid():
        raise Invalid({"purpose": [_("请写明下载用途。")]})
    stream = BytesIO()
    tables.write_list(stream, found, by=request.user, purpose=form.cleaned_data["purpose"])
    return kept_file(stream.getvalue(), f"service-list-{station.code}-{found.year}.xlsx")
