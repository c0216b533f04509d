"""Noting outcomes and visits (登记结果、灾后探访): plain buttons that need no script; what should follow."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.core.permissions import Permission
from yimi.emergencies import actions, pages, queries
from yimi.emergencies.forms import AfterForm, OutcomeForm, attempt
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from .lines import again
from .operations import frame

PAGE = 50


@require_POST
def note(request, pk):
    """One tap: what came of it. Back to the list, where the next one stands."""
    row = queries.line_for(request.user, pk)
    form, what = OutcomeForm(request.POST), request.POST.get("what", "")
    if not form.is_valid():
        return again(request, pk, form, 422)
    fields = form.outcome(row.pk, what)
    act = actions.put_outcome
    status = attempt(
        form, lambda: act(form.cleaned_data["id"], by=request.user, operation=row.operation_id, fields=fields)
    )
    if status:
        return again(request, pk, form, status)
    done(request, _("已登记。"))
    return redirect(f"{reverse('emergencies:lines', args=[row.operation_id])}?state=waiting")


@require_POST
def after(request, pk):
    """The visit afterwards."""
    row, form = queries.line_for(request.user, pk), AfterForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: [str(text) for text in texts] for name, texts in form.errors.items()})
    actions.put_after_visit(
        form.cleaned_data["id"], by=request.user, operation=row.operation_id, fields=form.after(row.pk)
    )
    done(request, _("已登记灾后探访。"))
    return redirect("emergencies:line", pk)


@require_POST
def withdraw(request, pk):
    row = actions.withdraw_outcome(pk, by=request.user, reason=request.POST.get("reason", ""))
    done(request, _("已撤回。"))
    return redirect("emergencies:line", row.line_id)


@require_GET
def wishes(request, pk):
    """灾后跟进: clues for relief, referrals, needs, the latest first."""
    row = queries.operation_for(request.user, pk)
    some, following = page(queries.wishes_for(request.user, row), PAGE, request.GET.get("cursor"), queries.LATEST)
    cards = {
        card.row.pk: card
        for card in queries.line_cards(request.user, {each.line_id: each.line for each in some}.values())
    }
    rows = [(each, cards[each.line_id], pages.troubles(each)) for each in some]
    shown = frame(request, row, "wishes") | {
        "rows": rows, "columns": pages.WISH_COLUMNS, "pages": pager_of(request, following),
        "may_refer": may(request.user, Permission.CONTACT_WRITE),
    }  # fmt: skip
    return render(request, "emergencies/wishes.html", shown)
