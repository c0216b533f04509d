"""Pages of referrals (转介): the list, a new one, one with its steps, its letter."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.clients.queries import card, person_to_write
from yimi.core.actors import may
from yimi.core.api import page
from yimi.core.errors import Invalid, Stale
from yimi.core.files.answers import kept_file
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.network.choosing import stations_to_choose
from yimi.ui.forms import changed, show_faults
from yimi.ui.paging import pager_of
from yimi.ui.toasts import done

from . import actions, pages, queries, reads
from .fields import USUAL
from .forms import FilterForm, ReferralForm, first_values
from .letters import as_docx
from .queries import IN, OUT, Asked

PAGE = 50


@require_GET
def referral_list(request):
    """转介: those sent out or those come in, newest first."""
    form = FilterForm(request.GET, stations=stations_to_choose(request.user, Permission.CONTACT_VIEW))
    form.is_valid()
    said = form.cleaned_data
    side = said.get("side") or OUT
    asked = Asked(state=said.get("state", ""), station=said.get("station", ""), late=said.get("late", False))
    rows, order = (
        (queries.incoming_for(request.user, asked), queries.ORDER_IN)
        if side == IN
        else (queries.outgoing_for(request.user, asked), queries.ORDER)
    )
    some, following = page(rows, PAGE, request.GET.get("cursor"), order)
    sheets = reads.listed(side, some, by=request.user)
    shown = {
        "form": form, "side": side, "rows": [(sheet, pages.due(sheet)) for sheet in sheets], "tones": pages.TONES,
        "tabs": pages.tabs(request, side), "columns": pages.COLUMNS, "pages": pager_of(request, following),
        "left_out": queries.left_out(request.user, asked) if side == OUT else 0,
        "may_write": may(request.user, Permission.CONTACT_WRITE),
    }  # fmt: skip
    return render(request, "referrals/list.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def referral_new(request):
    """填写转介, for a person whose page one comes from."""
    pk = _uuid((request.POST or request.GET).get("person", ""))
    if pk is None:
        return redirect("clients:list")
    return _form_page(request, pk, first_values(pk, new_id(), USUAL))


@require_http_methods(["GET", "POST"])
def referral_edit(request, pk):
    """Change a referral before it is sent."""
    sheet = queries.sheet_for(request.user, pk)
    if "edit" not in queries.steps_for(request.user, sheet):
        raise Http404
    return _form_page(request, sheet.referral.person_id, queries.form_values(sheet))


def _form_page(request, person_pk: UUID, initial):
    person = person_to_write(request.user, person_pk)
    form = ReferralForm(request.POST or None, initial=initial, station=person.station.code)
    shown = {"form": form, "person": card(request.user, person)}
    if form.is_valid() and form.cleaned_data["person"] == person.pk:
        pk = form.cleaned_data["id"]
        try:
            actions.put_referral(pk, by=request.user, fields=form.referral())
        except Invalid as refused:
            show_faults(form, refused)
        except Stale:
            sheet = queries.sheet_for(request.user, pk)
            shown["changed"] = changed(form, queries.form_values(sheet), sheet.referral.version)
        else:
            done(request, _("已保存转介，请核对转介函后转出。"))
            return redirect("referrals:referral", pk)
    status = 409 if "changed" in shown else 422 if form.errors else 200
    return render(request, "referrals/form.html", shown, status=status)


@require_GET
def referral(request, pk):
    """One referral, with what can be done next."""
    return _page(request, pk)


def _page(request, pk, failed=None, consent=None):
    sheet, letter = reads.open_referral(pk, by=request.user)
    allowed = queries.steps_for(request.user, sheet)
    shown = {
        "sheet": sheet, "row": sheet.referral, "letter": letter, "steps": pages.steps(sheet.referral), "may": allowed,
        "doings": pages.doings(sheet, allowed, failed or {}), "due": pages.due(sheet),
        "consent_form": consent or pages.consent_form(), "tone": pages.TONES[sheet.referral.state],
    }  # fmt: skip
    return render(request, "referrals/referral.html", shown, status=422 if failed or consent else 200)


@require_POST
def consent(request, pk):
    """征得同意."""
    queries.sheet_for(request.user, pk)
    form = pages.consent_form(request.POST)
    if form.is_valid():
        try:
            actions.consent(pk, by=request.user, given=form.given())
        except Invalid as refused:
            show_faults(form, refused)
        else:
            done(request, _("已记录同意。"))
            return redirect("referrals:referral", pk)
    return _page(request, pk, consent=form)


Act = Callable[[Any, UUID, str], Any]
ACTS: dict[str, Act] = {
    "send": lambda by, pk, text: actions.send(pk, by=by),
    "urgent": lambda by, pk, text: actions.send(pk, by=by, urgent_reason=text or " "),
    "accept": lambda by, pk, text: actions.accept(pk, by=by, note=text),
    "decline": lambda by, pk, text: actions.decline(pk, by=by, reason=text),
    "begin": lambda by, pk, text: actions.begin(pk, by=by),
    "result": lambda by, pk, text: actions.give_result(pk, by=by, result=text),
    "close": lambda by, pk, text: actions.close(pk, by=by, note=text),
    "withdraw": lambda by, pk, text: actions.withdraw(pk, by=by, reason=text),
}


def _step(key: str) -> Callable:
    """One step of a referral, with what is said of it."""

    @require_POST
    def view(request, pk):
        queries.sheet_for(request.user, pk)
        try:
            ACTS[key](request.user, pk, request.POST.get("text", ""))
        except Invalid as refused:
            form = pages.failed_form(key, request.POST, refused)
            return _page(request, pk, failed={key: form})
        done(request, _("已保存。"))
        return redirect("referrals:list") if key == "withdraw" else redirect("referrals:referral", pk)

    return view


STEPS = {key: _step(key) for key in ACTS}


@require_GET
def letter(request, pk):
    """转介函 as .docx."""
    _sheet, found = reads.open_referral(pk, by=request.user)
    if found is None:
        raise Http404
    return kept_file(as_docx(found), f"referral-{str(pk)[-8:]}.docx")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
