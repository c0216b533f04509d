"""Pages of dispatches (季调度): the list, one with its meeting and decisions, its presentation, and its papers."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.files.answers import kept_file
from yimi.core.paper import made
from yimi.dispatches import actions, documents, pages
from yimi.dispatches.forms import BeginForm, VersionForm
from yimi.dispatches.queries import dispatches as queries
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 30


@require_GET
def dispatch_list(request):
    """季调度: the newest first, and those that can be begun."""
    rows = queries.dispatches_for(request.user)
    some, following = page(rows, PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "tabs": pages.tabs("dispatches"), "rows": pages.dispatch_rows(some), "columns": pages.DISPATCH_COLUMNS,
        "begin": pages.to_begin(queries.reports_to_begin(request.user)), "pages": pager_of(request, following),
    }  # fmt: skip
    return render(request, "dispatches/list.html", shown)


@require_POST
def begin(request):
    said = cleaned(BeginForm(request.POST))
    row = actions.begin(said["id"], by=request.user, report=said["report"])
    done(request, _("已开始。"))
    return redirect("dispatches:dispatch", row.pk)


def cleaned(form) -> dict:
    """What a small form says; a 422 of the page where it cannot be right."""
    if not form.is_valid():
        raise Invalid({name: list(texts) for name, texts in form.errors.items()})
    return form.cleaned_data


@require_GET
def dispatch(request, pk):
    row = queries.dispatch_for(request.user, pk)
    return render(request, "dispatches/dispatch.html", pages.dispatch_shown(request.user, row))


@require_http_methods(["GET", "POST"])
def meeting(request, pk):
    """The meeting: day, place, who was there."""
    row = _to_hold(request, pk)
    form = pages.meeting_form(row, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: actions.hold(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已登记会议。"))
        return redirect("dispatches:dispatch", pk)
    return _form(request, row, form, _("登记会议"), _("保存会议情况"))


@require_http_methods(["GET", "POST"])
def decision(request, pk):
    """One thing that was decided."""
    row = _to_hold(request, pk)
    form = pages.decision_form(request.user, row, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: _put(request, row, form)):
        done(request, _("已登记。"))
        return redirect("dispatches:dispatch", pk)
    return _form(request, row, form, _("登记议定事项"), _("保存议定事项"))


def _put(request, row, form):
    return actions.put_decision(form.cleaned_data["id"], by=request.user, dispatch=row.pk, fields=form.said())


@require_POST
def withdraw(request, pk):
    row = actions.withdraw(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已撤回。"))
    return redirect("dispatches:dispatch", row.dispatch_id)


@require_http_methods(["GET", "POST"])
def issue(request, pk):
    """The minutes, and with them the tasks."""
    row = _to_hold(request, pk)
    form = pages.minutes_form(row, request.POST or None)
    if form.is_valid() and not attempt(form, lambda: actions.issue(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已印发纪要，任务已下达，责任单位在督办里办理。"))
        return redirect("dispatches:dispatch", pk)
    return _form(request, row, form, _("印发纪要、下达任务"), _("印发纪要、下达任务"))


def _to_hold(request, pk):
    row = queries.dispatch_for(request.user, pk)
    if not queries.may_hold(request.user, row):
        raise Http404
    return row


def _form(request, row, form, title: str, verb: str):
    shown = {"form": form, "row": row, "title": title, "verb": verb, "name": documents.named(row)}
    return render(request, "dispatches/form.html", shown, status=422 if form.errors else 200)


@require_POST
def close(request, pk):
    actions.close(pk, by=request.user, **cleaned(VersionForm(request.POST)))
    done(request, _("已办结。"))
    return redirect("dispatches:dispatch", pk)


@require_GET
def show(request, pk):
    """演示: one section at a time, large, for the wall; only of whose report she sees."""
    row = _with_report(request, pk)
    asked = request.GET.get("slide", "")
    nth = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    return render(request, "dispatches/show.html", pages.show(request.user, row, nth))


@require_GET
def table(request, pk):
    """调度表 as a file."""
    layout = request.GET.get("layout", "xlsx")
    row = _with_report(request, pk)
    content = made(documents.table_document(row, request.user), layout)
    actions.export(row, by=request.user)
    return kept_file(content, f"dispatch-{row.report.period}.{layout}")


@require_GET
def minutes(request, pk):
    """会议纪要 as a file."""
    layout = request.GET.get("layout", "docx")
    row = queries.dispatch_for(request.user, pk)
    if not row.issued_on and not queries.may_hold(request.user, row):
        raise Http404
    content = made(documents.minutes_document(row, request.user), layout)
    actions.export(row, by=request.user)
    return kept_file(content, f"minutes-{row.report.period}.{layout}")


def _with_report(request, pk):
    row = queries.dispatch_for(request.user, pk)
    if not queries.sees_report(request.user, row):
        raise Http404
    return row
