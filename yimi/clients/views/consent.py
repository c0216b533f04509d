"""Pages of consent and of who looked (知情同意、谁看过)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients import actions, looks, queries
from yimi.clients.consent import history_of, is_child, notice_for
from yimi.clients.forms import ConsentForm, attempt
from yimi.core import clock
from yimi.ui.components import Column, Pager
from yimi.ui.toasts import done


def consent(request, pk):
    """The notice to read to her, what was said, and what is said now."""
    shown = queries.person_to_write(request.user, pk)
    child = is_child(shown, clock.today())
    form = ConsentForm(
        request.POST or None, initial={"speaker": "guardian" if child else "self", "method": "signature"}
    )
    if form.is_valid() and attempt(form, lambda: _record(pk, request.user, form)):
        done(request, _("知情同意已记录。"))
        return redirect("clients:person", pk)
    actions.read_person(pk, by=request.user)
    context = {
        "form": form,
        "card": queries.card(request.user, shown),
        "notice": notice_for(shown, clock.today()),
        "history": history_of(shown),
        "is_child": child,
    }
    return render(request, "clients/consent.html", context)


def _record(pk, user, form):
    return actions.record_consent(pk, by=user, fields=actions.ConsentFields(**form.consent()))


def access(request, pk):
    """Who has looked at this file, for who answers for it."""
    shown = queries.person_for(request.user, pk)
    if not queries.is_close(request.user, shown):
        raise Http404
    cursor = request.GET.get("cursor") or None
    rows, after = looks.looks_at(shown, cursor)
    here = reverse("clients:access", args=[pk])
    context = {
        "card": queries.card(request.user, shown),
        "looks": rows,
        "columns": [Column(_("时间")), Column(_("谁")), Column(_("做了什么"))],
        "pages": Pager(here if cursor else None, f"{here}?cursor={after}" if after else None),
    }
    return render(request, "clients/access.html", context)
