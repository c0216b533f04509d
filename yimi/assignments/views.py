"""Pages of tasks (镇街交办): the list, a task, and how its hours divide."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.ui.components import Column
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, queries
from .actions import AssignmentFields
from .forms import FilterForm, FinishForm, HandForm, HoursForm, ReturnForm, VersionForm, new_entry

PAGE = 50
COLUMNS = (
    Column(gettext_lazy("事项")),
    Column(gettext_lazy("性质")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("期限")),
    Column(gettext_lazy("用时（小时）"), numeric=True),
    Column(gettext_lazy("社工站"), secondary=True),
)
TONES = {"handed": "warn", "accepted": "info", "done": "ok", "returned": ""}
DOING = {Permission.ASSIGNMENT_GIVE: actions.hand_assignment, Permission.ASSIGNMENT_WORK: actions.note_assignment}


@require_GET
def assignment_list(request):
    """镇街交办: the newest first."""
    form = FilterForm(request.GET, stations=stations_to_choose(request.user, Permission.ASSIGNMENT_VIEW))
    form.is_valid()
    rows = queries.assignments_for(request.user, **{name: form.cleaned_data.get(name, "") for name in form.fields})
    found, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form, "rows": queries.opened(found), "columns": COLUMNS, "tones": TONES,
        "pages": pager_of(request, following), "today": clock.today(), "role": _role(request.user),
    }  # fmt: skip
    return render(request, "assignments/list.html", shown, status=422 if form.errors else 200)


def _role(user) -> Permission | None:
    """Whether she hands tasks, or notes those of her station."""
    return next((each for each in DOING if may(user, each)), None)


@require_http_methods(["GET", "POST"])
def new(request):
    """Hand a task, or note one that was handed over by word of mouth."""
    role = _role(request.user)
    stations = queries.stations_for(request.user, role) if role else []
    if not stations:
        raise Http404
    form = HandForm(request.POST or None, stations=stations)
    if form.is_valid() and _handed(request, form, role):
        return redirect("assignments:assignment", form.cleaned_data["id"])
    shown = {"form": form, "is_oral": role == Permission.ASSIGNMENT_WORK}
    return render(request, "assignments/new.html", shown, status=422 if form.errors else 200)


def _handed(request, form, role) -> bool:
    said = dict(form.cleaned_data)
    pk = said.pop("id")
    if attempt(form, partial(DOING[role], pk, by=request.user, fields=AssignmentFields(**said))):
        return False
    done(request, _("已登记交办事项。"))
    return True


@require_GET
def assignment(request, pk):
    """One task: who handed it, what was spent on it, how it ended."""
    return _page(request, pk)


def _page(request, pk, status=200, **tried):
    """The task with the forms of what can be done; one that was refused comes back as it was filled in."""
    row = queries.assignment_for(request.user, pk)
    shown = {
        "row": row, "tone": TONES[row.state], "hours": queries.hours_of(row), "is_late": queries.is_late(row),
        "may_work": queries.may(request.user, Permission.ASSIGNMENT_WORK, row),
        "hours_form": new_entry(), "finish_form": FinishForm(), "return_form": ReturnForm(),
    }  # fmt: skip
    return render(request, "assignments/assignment.html", shown | tried, status=status)


@require_POST
def accept(request, pk):
    return _done(request, pk, _("已接收。"), VersionForm(request.POST), "accept_form", actions.accept_assignment)


@require_POST
def finish(request, pk):
    return _done(request, pk, _("已办结。"), FinishForm(request.POST), "finish_form", actions.finish_assignment)


@require_POST
def give_back(request, pk):
    return _done(request, pk, _("已退回。"), ReturnForm(request.POST), "return_form", actions.return_assignment)


def _done(request, pk, words, form, name, act):
    """Take a step of the task; what was changed by somebody else meanwhile is looked at first."""
    queries.assignment_for(request.user, pk)
    status = attempt(form, partial(act, pk, by=request.user, **form.cleaned_data)) if form.is_valid() else 422
    if status:
        return _page(request, pk, status=status, **{name: form, "tried": form})
    done(request, words)
    return redirect("assignments:assignment", pk)


@require_POST
def hours(request, pk):
    queries.assignment_for(request.user, pk)
    form = HoursForm(request.POST)
    status = attempt(form, partial(actions.add_hours, pk, by=request.user, **form.spent())) if form.is_valid() else 422
    if status:
        return _page(request, pk, status=status, hours_form=form, tried=form)
    done(request, _("已记用时。"), reverse("assignments:hours_undo", args=[form.cleaned_data["entry"]]))
    return redirect("assignments:assignment", pk)


@require_POST
def hours_undo(request, pk):
    spent = actions.take_back_hours(pk, by=request.user)
    done(request, _("已撤回。"))
    return redirect("assignments:assignment", spent.assignment_id)


@require_GET
def shares(request):
    """分工占比: how the hours of a place and month divide. One place at a time, and no list of places."""
    place = queries.place_for(request.user, request.GET.get("area", ""), request.GET.get("station", ""))
    period = request.GET.get("period") or f"{clock.today():%Y-%m}"
    span = Period.parse(period)
    shown = {
        "place": place, "period": span.code, "shares": queries.shares(request.user, place, span.code),
        "rate": queries.administrative_share(request.user, place, span.code),
    }  # fmt: skip
    return render(request, "assignments/shares.html", shown)
