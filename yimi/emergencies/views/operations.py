"""Pages of an emergency action (应急关爱行动): the list, opening and changing it, its board, its steps."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.emergencies import actions, pages, queries
from yimi.emergencies import board as counting
from yimi.emergencies.forms import LevelForm, OperationForm, PhaseForm, SendForm, attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50


@require_GET
def operation_list(request):
    """应急关爱: the newest first."""
    rows, following = page(queries.operations_for(request.user), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "rows": [(row, pages.places_of(row)) for row in rows], "columns": pages.COLUMNS,
        "pages": pager_of(request, following), "may_open": may(request.user, Permission.EMERGENCY_OPEN),
    }  # fmt: skip
    return render(request, "emergencies/list.html", shown)


def _areas(user) -> list[tuple[str, str]]:
    return pages.villages(queries.areas_to_choose(user))


@require_http_methods(["GET", "POST"])
def new(request):
    """A person opens an action."""
    areas = _areas(request.user)
    if not areas:
        raise Http404
    first = {"id": new_id(), "kind": "typhoon", "level": 4, "areas": [areas[0][0]] if len(areas) < 18 else []}
    return _form(request, OperationForm(request.POST or None, initial=first, areas=areas), _("启动应急关爱行动"))


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """A change of what it says, with the version that one has seen."""
    row = queries.operation_for(request.user, pk)
    if not queries.may_steer(request.user, row):
        raise Http404
    areas = dict(_areas(request.user)) | dict(pages.villages(list(row.places.all())))
    form = OperationForm(request.POST or None, initial=OperationForm.of(row), areas=list(areas.items()), is_new=False)
    return _form(request, form, row.name, row)


def _form(request, form, heading, row=None):
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            pk = row.pk if row else form.cleaned_data["id"]
            status = attempt(form, lambda: actions.put_operation(pk, by=request.user, fields=form.operation()))
            if not status:
                done(request, _("已保存。") if row else _("已启动，请生成名单。"))
                return redirect("emergencies:board", pk)
    return render(request, "emergencies/form.html", {"form": form, "heading": heading, "row": row}, status=status)


def frame(request, row, here: str) -> dict:
    """What stands around every page of an action."""
    return {
        "row": row, "tabs": pages.tabs(row, here), "countdown": pages.countdown(row),
        "may_steer": queries.may_steer(request.user, row) and not row.is_over,
        "may_list": may(request.user, Permission.EMERGENCY_LIST) and not row.is_over,
        "may_work": may(request.user, Permission.EMERGENCY_WORK) and not row.is_over,
    }  # fmt: skip


@require_GET
def board(request, pk):
    """看板: place by place, with the countdown; places in the official order, never ranked."""
    row = queries.operation_for(request.user, pk)
    within = counting.place_for(request.user, row, request.GET.get("area", ""))
    shown = frame(request, row, "board") | {
        "board": counting.board(request.user, row, within), "columns": pages.BOARD_COLUMNS, "facts": pages.facts(row),
        "path": pages.path_of(row), "changes": pages.changes(row),
        "level_form": LevelForm(initial={"level": row.level}),
        "phase_form": PhaseForm(initial={"phase": row.phase}), "copies_out": _out(request, row),
        "may_export": may(request.user, Permission.EXPORT) and not row.is_closed,
    }  # fmt: skip
    return render(request, "emergencies/board.html", shown)


def _out(request, row) -> int:
    """How many copies on paper should come back: those still out when the action is over."""
    copies = queries.copies_for(request.user, row) if row.is_over or row.phase == "after" else []
    return sum(copy.recalled_at is None for copy in copies)


@require_POST
def level(request, pk):
    form = LevelForm(request.POST)
    if not form.is_valid():
        raise Invalid({"level": [_("响应等级填 1 到 4。")]})
    actions.set_level(pk, by=request.user, level=form.cleaned_data["level"])
    done(request, _("已调整响应等级。"))
    return redirect("emergencies:board", pk)


@require_POST
def phase(request, pk):
    actions.enter_phase(pk, by=request.user, phase=request.POST.get("phase", ""))
    done(request, _("已进入新阶段。"))
    return redirect("emergencies:board", pk)


@require_POST
def end(request, pk):
    row = actions.end_operation(pk, by=request.user)
    done(request, _("行动已结束，名单将于 %s 之后关闭。") % row.closes_on)
    return redirect("emergencies:board", pk)


@require_POST
def make(request, pk):
    """One click makes the list; again, it adds who is new."""
    made = actions.make_list(pk, by=request.user)
    done(request, _("已列入 %(lines)d 户 %(people)d 人。") % vars(made) if made.people else _("没有新的对象。"))
    return redirect("emergencies:lines", pk)


@require_http_methods(["GET", "POST"])
def send(request, pk):
    """The township's own list of houses."""
    row = queries.operation_for(request.user, pk)
    form = SendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            task = actions.send_table(by=request.user, operation=pk, name=file.name, content=file.read())
            return redirect("exchange:import", task.pk)
        except Invalid as refused:
            form.add_error("file", [str(text) for texts in refused.fields.values() for text in texts])
        except RuleBroken as refused:
            form.add_error(None, str(refused.message))
    shown = frame(request, row, "lines") | {"form": form}
    return render(request, "emergencies/send.html", shown, status=422 if form.errors else 200)
