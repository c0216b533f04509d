"""Pages of complaints and suggestions (投诉建议): to write one, to see its answer, to answer it."""

from functools import partial
from uuid import UUID

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.requests import actions, pages
from yimi.requests.forms import FeedbackAnswerForm, FeedbackFilterForm, FeedbackForm
from yimi.requests.queries import demands
from yimi.requests.queries import feedback as queries
from yimi.ui.forms import attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

PAGE = 50


@require_http_methods(["GET", "POST"])
def new(request):
    """投诉建议: write one; one's own stand below with their answers."""
    form = FeedbackForm(request.POST or None, initial={"id": new_id(), "demand": request.GET.get("about")})
    if form.is_valid() and not attempt(form, partial(_send, request, form)):
        done(request, _("已提交，谢谢。"))
        return redirect("requests:feedback", form.cleaned_data["id"])
    rows, following = page(queries.own_feedback(request.user), PAGE, request.GET.get("cursor"), queries.ORDER)
    shown = {
        "form": form, "about": _about(request, form), "rows": queries.opened(rows), "columns": pages.FEEDBACK_COLUMNS,
        "pages": pager_of(request, following), "answers": may(request.user, Permission.FEEDBACK_ANSWER),
    }  # fmt: skip
    return render(request, "requests/feedback_new.html", shown, status=422 if form.errors else 200)


def _send(request, form):
    actions.send_feedback(form.cleaned_data["id"], by=request.user, fields=form.feedback())


def _about(request, form):
    """The request that it is about, where the form names one that she sees."""
    try:
        pk = UUID(str(form["demand"].value()))
    except ValueError:
        return None
    return (
        demands.demands_for(request.user).filter(pk=pk).first() if may(request.user, Permission.REQUEST_VIEW) else None
    )


@require_GET
def feedback_list(request):
    """What an office has to answer, the newest first."""
    form = FeedbackFilterForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    rows, following = page(
        queries.feedback_for(request.user, said.get("state", "")), PAGE, request.GET.get("cursor"), queries.ORDER
    )  # fmt: skip
    shown = {
        "form": form, "rows": queries.opened(rows), "columns": pages.FEEDBACK_COLUMNS,
        "pages": pager_of(request, following),
    }  # fmt: skip
    return render(request, "requests/feedback_list.html", shown, status=422 if form.errors else 200)


@require_GET
def feedback(request, pk):
    """One complaint or suggestion with its answer."""
    return _page(request, pk)


def _page(request, pk, form=None, status=200):
    row = queries.one_feedback(request.user, pk)
    first = {"version": row.version, "answer": row.opened["answer"]}
    shown = {
        "row": row, "may_answer": queries.may_answer(request.user, row),
        "form": form or FeedbackAnswerForm(initial=first), "tried": form,
    }  # fmt: skip
    return render(request, "requests/feedback.html", shown, status=status)


@require_POST
def answer(request, pk):
    queries.one_feedback(request.user, pk)
    form = FeedbackAnswerForm(request.POST)
    act = partial(actions.answer_feedback, pk, by=request.user)
    status = attempt(form, partial(act, **form.cleaned_data)) if form.is_valid() else 422
    if status:
        return _page(request, pk, form, status)
    done(request, _("已答复。"))
    return redirect("requests:feedback", pk)
