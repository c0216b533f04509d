"""Pages of yearly plans (年度服务计划): the list, one plan with its board, writing it, and signing it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.catalogue.queries import domains
from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.planning import actions, blueprints, pages, places, signing
from yimi.planning.fields import Extra, Line, PlanFields, Project
from yimi.planning.forms import PlanFilter, PlanForm, ReasonForm, attempt, plan_measures
from yimi.planning.queries import plans as queries
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50


@require_GET
def plan_list(request):
    """年度计划: the latest plan of every station within reach, and the stations that have none."""
    form = PlanFilter(request.GET, counties=pages.counties(request.user))
    asked = form.asked
    rows, following = page(
        queries.plans_for(request.user, **asked), PAGE, request.GET.get("cursor"), queries.ORDER
    )  # fmt: skip
    without = queries.without_plan(request.user, asked["year"])
    shown = {
        "tabs": pages.tabs("list"), "form": form, "year": asked["year"], "columns": pages.PLAN_COLUMNS,
        "lines": [(row, pages.TONES[row.state], signing.waiting_words(row)) for row in rows],
        "pages": pager_of(request, following), "without": without, "may_write": _may_write(request),
        "waiting": [row for row in queries.waiting_for(request.user) if signing.is_turn(request.user, row)],
    }  # fmt: skip
    return render(request, "planning/list.html", shown)


def _may_write(request) -> bool:
    return may(request.user, Permission.STATION_PLAN_WRITE)


@require_GET
def board(request):
    """计划与完成: the plans of a place added up against its figures."""
    year = pages.year_of(request.GET.get("year", ""))
    spot = places.spot_for(
        request.user, Permission.PLANNING_VIEW, request.GET.get("area", ""), request.GET.get("station", "")
    )
    shown = {
        "tabs": pages.tabs("board"), "scope": pages.scope(request.user, spot, "board", {"year": year}), "spot": spot,
        "board": queries.board_at(request.user, spot, year), "columns": pages.BOARD_COLUMNS, "year": year,
        "earlier": pages.url("board", spot.query | {"year": year - 1}), "today": clock.today(),
        "later": pages.url("board", spot.query | {"year": year + 1}) if year <= clock.today().year else "",
    }  # fmt: skip
    return render(request, "planning/board.html", shown)


@require_GET
def plan(request, pk):
    """One plan: 1+1+5+X, who has signed, and how far it has come."""
    row = queries.plan_for(request.user, pk)
    may_write = queries.may(request.user, Permission.STATION_PLAN_WRITE, row)
    versions = queries.versions_of(request.user, row)
    shown = {
        "row": row, "tone": pages.TONES[row.state], "board": queries.board_of(request.user, row),
        "columns": pages.BOARD_COLUMNS, "versions": versions, "waiting": signing.waiting_words(row),
        "is_latest": versions[0].pk == row.pk, "may_edit": may_write and row.state in row.EDITABLE,
        "may_amend": may_write and row.state == row.State.APPROVED and versions[0].pk == row.pk,
        "is_turn": signing.is_turn(request.user, row), "reason_form": ReasonForm(), "today": clock.today(),
        "is_last_step": signing.next_step(row) == blueprints.COUNTY,
    }  # fmt: skip
    return render(request, "planning/plan.html", shown)


@require_http_methods(["GET", "POST"])
def new(request):
    """Begin the plan of a station and year, from the template of its mode."""
    stations = queries.stations_to_plan(request.user)
    if not stations:
        raise Http404
    chosen = next((each for each in stations if each.code == request.GET.get("station")), stations[0])
    said = _proposed(chosen, pages.year_of(request.GET.get("year", "")))
    choices = [(each.code, each.name) for each in stations]
    form = PlanForm(request.POST or None, said=said, stations=choices, id=new_id())
    return _written(request, form, _("编制年度服务计划"))


def _proposed(station, year: int) -> PlanFields:
    usual = blueprints.blueprint_for(station, clock.today())
    projects = (Project(usual.project),) if usual.project else ()
    lines = tuple(Line(*each) for each in usual.lines)
    return PlanFields(
        station.code, year, usual.platform, "", projects, lines, tuple(Extra(*each) for each in usual.specials)
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change a plan that is not submitted, or was returned."""
    row = queries.plan_for(request.user, pk, Permission.STATION_PLAN_WRITE)
    if row.state not in row.EDITABLE:
        raise RuleBroken(_("计划已经提交，退回后才能修改。"), code="not_editable")
    station = [(row.station.code, row.station.name)]
    form = PlanForm(
        request.POST or None, said=queries.fields_for(row), stations=station, id=row.pk, version=row.version
    )
    return _written(request, form, _("修改年度服务计划"))


def _written(request, form: PlanForm, title: str):
    if form.is_valid():
        pk = form.cleaned_data["id"]
        put = attempt(form, lambda: actions.put_plan(pk, by=request.user, fields=form.said()))
        if put and "submit" in request.POST:
            put = attempt(form, lambda: actions.submit_plan(pk, by=request.user))
        if put:
            done(request, _("已提交。") if "submit" in request.POST else _("已保存。"))
            return redirect("planning:plan", pk)
        _carry_version(request, form, pk)
    groups = [(code, name, form.lines_in(code)) for code, name in domains(clock.today()).items()]
    shown = {"form": form, "title": title, "groups": groups, "measures": plan_measures()}
    return render(request, "planning/plan_form.html", shown, status=422 if form.errors else 200)


def _carry_version(request, form: PlanForm, pk) -> None:
    """What was saved before the refusal to submit is not saved over blindly: the form goes on from that version."""
    version = queries.version_of(request.user, pk)
    if version and "submit" in request.POST:
        form.go_on_from(version)


@require_POST
def submit(request, pk):
    actions.submit_plan(pk, by=request.user)
    done(request, _("已提交。"))
    return redirect("planning:plan", pk)


@require_POST
def sign(request, pk):
    row = actions.sign_plan(pk, by=request.user)
    done(request, _("已审定。") if row.state == row.State.APPROVED else _("已同意，转市县审定。"))
    return redirect("planning:plan", pk)


@require_POST
def give_back(request, pk):
    actions.return_plan(pk, by=request.user, reason=_reason(request))
    done(request, _("已退回。"))
    return redirect("planning:plan", pk)


@require_POST
def amend(request, pk):
    row = actions.amend_plan(pk, by=request.user, reason=_reason(request))
    done(request, _("已开始第 %(n)s 次调整。") % {"n": row.number - 1})
    return redirect("planning:plan_edit", row.pk)


def _reason(request) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid({"reason": [_("请写明原因，2 到 %(n)s 字。") % {"n": 300}]})
    return form.cleaned_data["reason"]
