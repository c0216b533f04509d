"""Pages of what stations ask of one another (转站和会商)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.clients import actions, elsewhere, moves, queries
from yimi.clients.forms import AnswerForm, AskForm, TransferForm, attempt
from yimi.core.errors import Invalid
from yimi.ui.toasts import done


def transfer(request, pk):
    """Ask another station to take this file."""
    shown = queries.person_to_write(request.user, pk)
    if not moves.may_ask_transfer(request.user, shown):
        raise Http404
    form = TransferForm(request.POST or None, stations=moves.stations_to_move_to(request.user, shown))
    if form.is_valid() and attempt(form, lambda: actions.ask_transfer(pk, by=request.user, **form.cleaned_data)):
        done(request, _("已申请转站，等对方站长答复。"))
        return redirect("clients:requests")
    context = {"form": form, "card": queries.card(request.user, shown)}
    return render(request, "clients/transfer.html", context)


def ask_elsewhere(request, handle):
    """Ask for a file that is out of reach: to take it over, or to look at it for a time."""
    pk = elsewhere.person_of(request.user, handle)
    stations = moves.stations_to_ask_for(request.user)
    form = AskForm(request.POST or None, stations=stations)
    if form.is_valid() and attempt(form, lambda: _ask(request.user, pk, form)):
        done(request, _("申请已发出，等对方站长答复。"))
        return redirect("clients:requests")
    return render(request, "clients/ask_elsewhere.html", {"form": form})


def _ask(user, pk, form):
    said = form.cleaned_data
    if said["what"] == "transfer":
        return actions.ask_transfer(pk, by=user, to=said["to"], reason=said["reason"])
    return actions.ask_consult(pk, by=user, reason=said["reason"])


def requests(request):
    """What waits for an answer, what was asked, what is done."""
    is_done = request.GET.get("show") == "done"
    shown = moves.requests_for(request.user, open_only=not is_done)
    actions.note_listed(moves.visible(shown), by=request.user)
    return render(request, "clients/requests.html", {"requests": shown, "is_done": is_done})


@require_POST
def transfer_answer(request, pk):
    form = _answered(request)
    answer = actions.Answer(form["accept"], form["answer"], form["worker"])
    made = actions.answer_transfer(pk, by=request.user, answer=answer)
    done(request, _("已同意转站，档案今天起在新站。") if made.moved_on else _("已答复不同意。"))
    return redirect("clients:requests")


@require_POST
def transfer_withdraw(request, pk):
    actions.withdraw_transfer(pk, by=request.user)
    done(request, _("申请已撤回。"))
    return redirect("clients:requests")


@require_POST
def consult_answer(request, pk):
    form = _answered(request)
    made = actions.answer_consult(
        pk, by=request.user, accept=form["accept"], words=form["answer"], days=form["days"] or 30
    )
    done(request, _("已同意会商，到期自动结束。") if made.until_on else _("已答复不同意。"))
    return redirect("clients:requests")


@require_POST
def consult_end(request, pk):
    actions.end_consult(pk, by=request.user)
    done(request, _("会商已结束。"))
    return redirect("clients:requests")


def _answered(request) -> dict:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: [str(text) for text in texts] for name, texts in form.errors.items()})
    return form.cleaned_data
