"""Pages of the yearly assessment (年终考核): three objects kept apart, the plan, results, objections."""

from typing import Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.api import page
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.dispatches import actions, pages
from yimi.dispatches.assessed import parts_of
from yimi.dispatches.assessing import plan_form, result_form, standing
from yimi.dispatches.forms import DecideForm, ObjectionForm
from yimi.dispatches.queries import assessments as queries
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from .dispatches import cleaned

PAGE = 50
KINDS = ("county", "station", "worker")


@require_GET
def assessment_now(request):
    return redirect("dispatches:assessment", clock.today().year)


@require_GET
def assessment(request, year):
    """One year, one object at a time: 市县, 社工站（机构）, 社工个人."""
    kind = _kind(request.GET.get("object") or "county")
    plan = queries.assessment_of(request.user, year)
    told = queries.announcement_of(request.user, plan, kind)
    rows: Any = queries.counties(request.user)
    following = None
    if kind != "county":
        rows, following = page(queries.stations(request.user), PAGE, request.GET.get("cursor"), queries.STATIONS)
    subjects = queries.subjects(request.user, kind, year, rows, told)
    shown = standing(request.user, year, kind, plan, told) | {
        "subjects": subjects, "columns": pages.RESULT_COLUMNS[kind], "pages": pager_of(request, following),
        "parts": _parts(request, kind, year), "tabs": pages.tabs("assessment"),
    }  # fmt: skip
    return render(request, "dispatches/assessment.html", shown)


def _parts(request, kind: str, year: int) -> list[dict[str, Any]]:
    """What domains tell of the object, where there is a plan's year to tell of."""
    told = ((part, part.block(request.user, year)) for part in parts_of(kind))
    return [{"title": part.title, "blocks": pages.blocks(found)} for part, found in told if found]


def _kind(text: str) -> str:
    if text not in KINDS:
        raise Http404
    return text


@require_http_methods(["GET", "POST"])
def plan(request, year):
    """The plan of a year, with its filing and what results are used for."""
    row = queries.assessment_of(request.user, year)
    if not queries.reaches_top(request.user, Permission.DISPATCH_HOLD):
        raise Http404
    form = plan_form(row, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: _put_plan(request, year, form)):
        done(request, _("已保存方案。"))
        return redirect("dispatches:assessment", year)
    return _form(request, year, form, _("%(year)d 年考核方案") % {"year": year}, _("保存方案"))


def _put_plan(request, year: int, form):
    said = form.cleaned_data
    return actions.put_plan(said["id"], by=request.user, year=year, fields=form.said(), version=said["version"])


@require_http_methods(["GET", "POST"])
def result(request, year):
    """Enter the provisional result of one place, which the address names: its object and its code."""
    kind, code = _kind(request.GET.get("object", "")), request.GET.get("code", "")
    subject = _subject(request, year, kind, code)
    form = result_form(subject, kind, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: _put_result(request, year, kind, code, form)):
        done(request, _("已登记结果。"))
        return redirect(f"{reverse('dispatches:assessment', args=[year])}?object={kind}")
    return _form(request, year, form, _("登记结果：%s") % subject.name, _("保存结果"), kind)


def _subject(request, year: int, kind: str, code: str) -> queries.Subject:
    """The place, for who enters its result; else 404."""
    rows: Any = (
        [area for area in queries.counties(request.user) if area.code == code]
        if kind == "county"
        else list(queries.stations(request.user).filter(code=code))
    )
    plan = queries.assessment_of(request.user, year)
    told = queries.announcement_of(request.user, plan, kind)
    found = next(iter(queries.subjects(request.user, kind, year, rows, told)), None)
    if found is None or not found.may_enter:
        raise Http404
    return found


def _put_result(request, year: int, kind: str, code: str, form):
    said = form.cleaned_data
    return actions.put_result(
        said["id"], by=request.user, year=year, kind=kind, code=code, fields=form.said(), version=said["version"]
    )  # fmt: skip


def _form(request, year: int, form, title: str, verb: str, kind: str = "county"):
    shown = {"form": form, "year": year, "title": title, "verb": verb, "kind": kind}
    return render(request, "dispatches/assessment_form.html", shown, status=422 if form.errors else 200)


@require_POST
def propose(request, year):
    kind = _kind(request.POST.get("object", ""))
    told = actions.propose(year, kind, by=request.user)
    done(request, _("已提出结果，异议期到 %s。") % told.objections_until.isoformat())
    return redirect(f"{reverse('dispatches:assessment', args=[year])}?object={kind}")


@require_POST
def publish(request, year):
    kind = _kind(request.POST.get("object", ""))
    actions.publish(year, kind, by=request.user)
    done(request, _("已公布。"))
    return redirect(f"{reverse('dispatches:assessment', args=[year])}?object={kind}")


@require_http_methods(["GET", "POST"])
def objection(request, pk):
    """One result: ask for a review of it, and what was decided."""
    row = queries.result_for(request.user, pk)
    told = queries.announcement_of(request.user, row.assessment, row.object)
    may_object = queries.may_object(request.user, row) and queries.is_open(told, clock.today())
    form = ObjectionForm(request.POST or None, initial={"id": new_id()})
    if form.is_valid() and not attempt(form, lambda: _object(request, pk, form)):
        done(request, _("已提交异议（复核）申请。"))
        return redirect("dispatches:objection", pk)
    found = queries.objections_of(request.user, row)
    may_decide = queries.reaches_top(request.user, Permission.DISPATCH_HOLD)
    shown = {
        "row": row, "told": told, "form": form, "objections": found, "may_object": may_object and not any(
            each.decided_on is None for each in found
        ),
        "may_decide": may_decide, "decide_form": DecideForm(auto_id="decide-%s"),
        "name": row.station.name if row.station else row.county.name,
    }  # fmt: skip
    return render(request, "dispatches/objection.html", shown, status=422 if form.errors else 200)


def _object(request, pk, form):
    said = form.cleaned_data
    return actions.raise_objection(said["id"], by=request.user, result=pk, reason=said["reason"])


@require_POST
def decide(request, pk):
    """Decide on an objection."""
    row = actions.decide_objection(pk, by=request.user, **cleaned(DecideForm(request.POST)))
    done(request, _("已复核。"))
    return redirect("dispatches:objection", row.result_id)
