"""Pages of steps (时间表、路线图) and of what counties answer for (责任清单)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.files.answers import kept_file
from yimi.core.files.sent import read_sent
from yimi.core.permissions import Permission
from yimi.planning import actions, pages, places, tables
from yimi.planning.forms import DutyFilter, DutyForm, FinishForm, MilestoneForm, ProgressForm, ReasonForm, attempt
from yimi.planning.gantt import gantt
from yimi.planning.queries import roadmap as queries
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50


@require_GET
def milestone_list(request):
    """时间表·路线图: the steps of a place in the order of their dates, as a list and as a drawing."""
    spot, year = _spot(request), pages.year_of(request.GET.get("year", ""))
    state = request.GET.get("state", "")
    sort = request.GET.get("sort", "") if request.GET.get("sort") in queries.SORTS else ""
    rows = queries.milestones_for(request.user, year, spot, state)
    some, following = page(rows, PAGE, request.GET.get("cursor"), queries.SORTS[sort])
    steps = queries.steps(some)
    more = {"year": year, "state": state, "sort": sort}
    shown = {
        "tabs": pages.tabs("milestones"), "spot": spot, "year": year, "columns": pages.STEP_COLUMNS, "steps": steps,
        "scope": pages.scope(request.user, spot, "milestones", {"year": year}), "pages": pager_of(request, following),
        "chart": gantt(_("%(year)s 年路线图") % {"year": year}, year, steps, clock.today()), "state": state,
        "may_write": places.reaches(request.user, Permission.ROADMAP_WRITE, spot),
        "new_url": pages.url("milestone_new", spot.query), "is_gentle": spot.level == places.COUNTY,
        "states": [(label, pages.url("milestones", spot.query | more | {"state": key}), key == state)
                   for key, label in _states()],
        "sorts": [(label, pages.url("milestones", spot.query | more | {"sort": key}), key == sort)
                  for key, label in _sorts()],
        "table_url": pages.url("milestone_table", spot.query | more),
        "earlier": pages.url("milestones", spot.query | {"year": year - 1}),
        "later": pages.url("milestones", spot.query | {"year": year + 1}) if year <= clock.today().year else "",
    }  # fmt: skip
    return render(request, "planning/milestones.html", shown)


def _states():
    return (("", _("全部")), ("open", _("未完成")), ("done", _("已完成")))


def _sorts():
    return (("", _("按期限")), ("begins", _("按开始日期")))


@require_GET
def milestone_table(request):
    """The list as it is shown, as .xlsx."""
    spot, year = _spot(request), pages.year_of(request.GET.get("year", ""))
    content = tables.milestone_table(
        request.user, year, spot, request.GET.get("state", ""), request.GET.get("sort", "")
    )
    return kept_file(content, _("%(year)s年时间表.xlsx") % {"year": year})


def _spot(request, permission=Permission.PLANNING_VIEW):
    return places.spot_for(request.user, permission, request.GET.get("area", ""), request.GET.get("station", ""))


@require_http_methods(["GET", "POST"])
def milestone_new(request):
    """Set a step for a place."""
    spot = _spot(request, Permission.ROADMAP_WRITE)
    before = queries.steps_before(request.user, clock.today().year, spot)
    form = MilestoneForm(request.POST or None, before=before)
    return _written(request, form, spot, _("编制工作节点"))


@require_http_methods(["GET", "POST"])
def milestone_edit(request, pk):
    """Change a step that is not done."""
    row = queries.milestone_for(request.user, pk, Permission.ROADMAP_WRITE).row
    spot = places.of_station(row.station) if row.station else places.spot_named(area=row.area.code)
    start = {
        "id": row.pk, "version": row.version, "title": row.title, "office": row.office,
        "person": row.opened["person"] or "", "begins_on": row.begins_on, "due_on": row.due_on,
        "needs": [str(need.before_id) for need in row.needs.all()],
    }  # fmt: skip
    before = queries.steps_before(request.user, row.year, spot, row)
    form = MilestoneForm(request.POST or None, before=before, initial=start)
    return _written(request, form, spot, _("修改工作节点"))


def _written(request, form: MilestoneForm, spot, title: str):
    if form.is_valid():
        pk, fields = form.cleaned_data["id"], form.said(spot.query)
        if attempt(form, lambda: actions.put_milestone(pk, by=request.user, fields=fields)):
            done(request, _("已保存。"))
            return redirect("planning:milestone", pk)
    shown = {"form": form, "title": title, "spot": spot, "back": pages.url("milestones", spot.query)}
    return render(request, "planning/milestone_form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def milestone(request, pk):
    """One step: whose, until when, what it waits for; finishing it."""
    step = queries.milestone_for(request.user, pk)
    waits = any(each.done_on is None for each in step.waits_for)
    may_write = queries.may_write(request.user, step.row)
    form = FinishForm(request.POST or None, waits=waits)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: actions.finish_milestone(pk, by=request.user, files=read_sent(request), **said)):
            done(request, _("已完成。"), reverse("planning:milestone_reopen", args=[pk]))
            return redirect("planning:milestone", pk)
    shown = {"step": step, "row": step.row, "may_write": may_write, "form": form, "reason_form": ReasonForm(),
             "back": _back(step.row), "files": step.files} | _file_pages("milestone")  # fmt: skip
    return render(request, "planning/milestone.html", shown, status=422 if form.errors else 200)


def _file_pages(subject: str) -> dict[str, str]:
    """Where the proof of a row is added, shown and removed."""
    pages_of = {"file_page": "file", "add_page": "file_add", "remove_page": "file_remove"}
    return {name: f"planning:{subject}_{page}" for name, page in pages_of.items()}


def _back(row) -> str:
    where = {"station": row.station.code} if row.station else {"area": row.area.code}
    return pages.url("milestones", where | {"year": row.year})


@require_POST
def milestone_reopen(request, pk):
    actions.reopen_milestone(pk, by=request.user)
    done(request, _("已撤回完成。"))
    return redirect("planning:milestone", pk)


@require_POST
def milestone_void(request, pk):
    row = actions.void_milestone(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已作废。"))
    return redirect(_back(row))


@require_GET
def duty_list(request):
    """责任清单: what the counties within reach answer for, in official order."""
    year = pages.year_of(request.GET.get("year", ""))
    counties = pages.counties(request.user)
    form = DutyFilter(request.GET, counties=counties)
    rows, following = page(
        queries.duties_for(request.user, year, **form.asked), PAGE, request.GET.get("cursor"), queries.DUTY_ORDER
    )  # fmt: skip
    listed = queries.opened(rows)
    files = queries.files_of(listed, "duty")
    shown = {
        "tabs": pages.tabs("duties"), "form": form, "year": year, "columns": pages.DUTY_COLUMNS,
        "lines": [(row, *queries.standing(row.done_on, row.due_on), files.get(row.pk, [])) for row in listed],
        "pages": pager_of(request, following), "may_write": bool(queries.counties_to_write(request.user)),
        "table_url": pages.url("duty_table", {"year": year} | form.asked),
    }  # fmt: skip
    return render(request, "planning/duties.html", shown)


@require_GET
def duty_table(request):
    """The list as it is shown, as .xlsx."""
    year = pages.year_of(request.GET.get("year", ""))
    asked = DutyFilter(request.GET, counties=pages.counties(request.user)).asked
    content = tables.duty_table(request.user, year, **asked)
    return kept_file(content, _("%(year)s年责任清单.xlsx") % {"year": year})


@require_http_methods(["GET", "POST"])
def duty_new(request):
    """Put an item on the list of a county."""
    counties = queries.counties_to_write(request.user)
    if not counties:
        raise Http404
    form = DutyForm(request.POST or None, counties=[(area.code, area.name) for area in counties])
    return _duty_written(request, form, _("列入责任清单"))


@require_http_methods(["GET", "POST"])
def duty_edit(request, pk):
    """Change an item that is not done."""
    row = queries.duty_for(request.user, pk, Permission.ROADMAP_WRITE)
    start = {name: getattr(row, name) for name in ("id", "version", "year", "title", "basis", "office", "due_on")}
    start |= {"county": row.county.code, "leader": row.opened["leader"] or "", "liaison": row.opened["liaison"] or ""}
    form = DutyForm(request.POST or None, counties=[(row.county.code, row.county.name)], initial=start)
    return _duty_written(request, form, _("修改责任事项"))


def _duty_written(request, form: DutyForm, title: str):
    if form.is_valid():
        pk = form.cleaned_data["id"]
        if attempt(form, lambda: actions.put_duty(pk, by=request.user, fields=form.said())):
            done(request, _("已保存。"))
            return redirect("planning:duty", pk)
    return render(
        request, "planning/duty_form.html", {"form": form, "title": title}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def duty(request, pk):
    """One item: on what basis, whose, until when, and how it goes."""
    row = queries.duty_for(request.user, pk)
    form = ProgressForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _told(request, pk, form.cleaned_data)):
        done(request, _("已保存。"))
        return redirect("planning:duty", pk)
    status, word = queries.standing(row.done_on, row.due_on)
    shown = {
        "row": row, "status": status, "word": word, "form": form, "reason_form": ReasonForm(),
        "may_write": may(request.user, Permission.ROADMAP_WRITE) and queries.may_write(request.user, row),
        "files": queries.files_of([row], "duty").get(pk, []),
    } | _file_pages("duty")  # fmt: skip
    return render(request, "planning/duty.html", shown, status=422 if form.errors else 200)


def _told(request, pk, said):
    files = read_sent(request)
    if said["on"]:
        return actions.finish_duty(pk, by=request.user, on=said["on"], progress=said["progress"], files=files)
    return actions.tell_duty(pk, by=request.user, progress=said["progress"], files=files)


@require_POST
def duty_void(request, pk):
    actions.void_duty(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已作废。"))
    return redirect("planning:duties")
