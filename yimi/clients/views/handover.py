"""The page of handing over (批量交接): choose, see who would take how many, confirm; undo from the notice."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.clients import actions, charge
from yimi.clients.forms import HandoverForm
from yimi.core.errors import RuleBroken
from yimi.ui.toasts import done

UNDO = "handover_undo"


def handover(request):
    """Preview and confirm; the confirmation sends the same choice again."""
    if not charge.stations_led(request.user):
        raise Http404
    data = request.POST if request.method == "POST" else request.GET if "workers" in request.GET else None
    form = HandoverForm(data, whose=charge.in_charge_now(request.user), workers=charge.workers_to_choose(request.user))
    shares = _shares(request.user, form) if form.is_bound and form.is_valid() else []
    if request.method == "POST" and form.is_valid():
        return _confirmed(request, {pk: share.worker.pk for share in shares for pk in share.people})
    context = {"form": form, "shares": shares, "is_empty": bool(shares) and not any(share.count for share in shares)}
    return render(request, "clients/handover.html", context)


def _shares(user, form) -> list:
    said = form.cleaned_data
    return charge.shares_of(user, said["whose"], form.takers(), by_village=said["by_village"])


def _confirmed(request, plan: dict[UUID, UUID]):
    before = charge.workers_of(request.user, plan)
    moved = actions.hand_over(by=request.user, plan=plan)
    request.session[UNDO] = {str(pk): str(worker) for pk, worker in before.items() if worker}
    undo = reverse("clients:handover_undo") if request.session[UNDO] else ""
    done(request, _("已交接 %(n)s 人。") % {"n": moved}, undo)
    return redirect("clients:handover")


@require_POST
def handover_undo(request):
    """Give the people back to those who had them, as far as they still work there."""
    kept = request.session.pop(UNDO, None)
    if not kept:
        raise RuleBroken(_("没有可以撤回的交接。"), code="nothing_to_undo")
    actions.hand_over(by=request.user, plan={UUID(pk): UUID(worker) for pk, worker in kept.items()})
    done(request, _("交接已撤回。"))
    return redirect("clients:handover")
