"""Pages of plans (方案): the list, a new one, its change, one programme, a step. Groups and activities alike."""

from typing import Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.clients.queries import homes_of
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, Stale
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.programmes import actions, pages, queries
from yimi.programmes.forms import ActivityForm, FilterForm, GroupForm, StepForm, new_plan, plan_of
from yimi.programmes.queries import Activity, Asked, Group
from yimi.programmes.steps import steps_of
from yimi.ui.forms import changed, show_faults
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50
ROUTES = {Group: "programmes:group", Activity: "programmes:activity"}
WORDS: dict[Any, dict[str, Any]] = {
    Group: {"title": gettext_lazy("小组"), "new": gettext_lazy("新的小组方案"), "columns": pages.GROUP_COLUMNS},
    Activity: {
        "title": gettext_lazy("社区活动"),
        "new": gettext_lazy("新的活动方案"),
        "columns": pages.ACTIVITY_COLUMNS,
    },
}


def listing(request, model):
    """The programmes within reach, the latest plan first, fifty at a time."""
    form = FilterForm(request.GET, model=model, stations=stations_to_choose(request.user, Permission.CONTACT_VIEW))
    said = form.cleaned_data if form.is_valid() else {}
    asked = Asked(station=said.get("station", ""), state=said.get("state", ""), sort=said.get("sort", ""))
    rows = queries.programmes_for(request.user, model, asked)
    some, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = WORDS[model] | {
        "form": form, "sheets": queries.sheets(request.user, some), "pages": pager_of(request, following),
        "is_group": model is Group, "may_write": may(request.user, Permission.CONTACT_WRITE),
        "narrowed": any(said.values()),
    }  # fmt: skip
    return render(request, "programmes/list.html", shown, status=422 if form.errors else 200)


def planning(request, model):
    """A new plan."""
    stations = queries.stations_to_plan(request.user)
    if not stations:
        raise Http404
    wanted = request.POST.get("station", "")
    station = next((each for each in stations if each.code == wanted), stations[0])
    form = _form(request, model, stations, station, new_plan(station.code))
    if form.is_valid() and (row := _saved(request, form, model, form.cleaned_data["id"], ())):
        done(request, _("已保存方案。"))
        return redirect(ROUTES[model], row.pk)
    shown = WORDS[model] | {"form": form, "heading": WORDS[model]["new"], "is_group": model is Group}
    return render(request, "programmes/plan.html", shown, status=422 if form.errors else 200)


def changing(request, model, pk):
    """A change of a plan, with the version that one has seen."""
    sheet = queries.sheet_for(request.user, model, pk)
    row = sheet.row
    if not queries.may_write(request.user, row) or not sheet.is_inside:
        raise Http404
    form = _form(request, model, [row.station], row.station, plan_of(row, sheet.texts))
    members = tuple(queries.members_now(row)) if model is Group else ()
    shown = WORDS[model] | {"form": form, "heading": sheet.name, "sheet": sheet, "is_group": model is Group}
    if form.is_valid():
        try:
            if _saved(request, form, model, pk, members):
                done(request, _("已改好方案。"))
                return redirect(ROUTES[model], pk)
        except Stale:
            shown["changed"] = changed(form, plan_of(row, sheet.texts), row.version)
    status = 409 if "changed" in shown else 422 if form.errors else 200
    return render(request, "programmes/plan.html", shown, status=status)


def _form(request, model, stations, station, initial):
    places = [(home.code, home.name) for home in homes_of(station)]
    kind = GroupForm if model is Group else ActivityForm
    return kind(request.POST or None, stations=stations, places=places, initial=initial)


def _saved(request, form, model, pk, members):
    try:
        if model is Group:
            return actions.put_group(pk, by=request.user, fields=form.fields_with(members)).row
        return actions.put_activity(pk, by=request.user, fields=form.fields_as_sent()).row
    except Invalid as refused:
        show_faults(form, refused)
    return None


def showing(request, model, pk, tried: StepForm | None = None):
    """One programme: where it stands, its plan, its people and sessions, and what can be done now."""
    sheet = queries.sheet_for(request.user, model, pk)
    steps = queries.steps_open(request.user, sheet)
    shown = WORDS[model] | {
        "sheet": sheet, "facts": pages.facts(sheet), "texts": pages.texts(sheet), "is_group": model is Group,
        "steps": [(step, _step_form(step, tried)) for step in steps],
        "members": queries.members_of(request.user, sheet) if model is Group else [],
        "may_write": sheet.is_inside and queries.may_write(request.user, sheet.row),
        "phases": Group.Phase.choices if model is Group and sheet.row.state == Group.State.RUNNING else [],
        "path": pages.path_of(sheet),
    }  # fmt: skip
    return render(request, "programmes/programme.html", shown, status=422 if tried else 200)


def _step_form(step, tried: StepForm | None):
    return tried if tried and tried.data.get("step") == step.key else StepForm.asking(step)


def stepping(request, model, pk):
    """Take a step; what is missing is asked again on the page of the programme."""
    row = queries.programme_for(request.user, model, pk)
    step = steps_of(row).get(request.POST.get("step", ""))
    form = StepForm.asking(step, request.POST) if step else StepForm(request.POST)
    if form.is_valid():
        try:
            actions.take_step(model, pk, by=request.user, **form.said())
        except Invalid as refused:
            show_faults(form, refused)
        else:
            done(request, _("已办理：%s") % (step.label if step else _("发展阶段")))
            return redirect(ROUTES[model], pk)
    return showing(request, model, pk, form)
