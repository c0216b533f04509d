"""Pages of duplicates (查重): the card under the form, and the pairs that wait for somebody to look."""

from contextlib import suppress
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.clients import actions
from yimi.clients.duplicates import Typed, likely_same
from yimi.clients.duplicates_form import PairsForm
from yimi.clients.duplicates_list import ORDER, PAGE, PairsWanted, pair_for, pairs_for, people_of, suspected
from yimi.clients.queries import people_for
from yimi.core.api import page
from yimi.core.errors import RuleBroken
from yimi.ui.components import Pager
from yimi.ui.toasts import done


@require_POST
def same(request):
    """What may already be there of the person who is being typed; nothing of it goes into an address."""
    # Whoever has just said "not the same" pressed a button that is gone; the focus goes to the words that say so.
    dismissed = request.headers.get("HX-Trigger-Name") == "not_same"
    return render(request, "clients/duplicate_card.html", found_for(request) | {"dismissed": dismissed})


def found_for(request) -> dict:
    """Likely duplicates within reach but those already looked at; where there are none, a hint at other stations."""
    alike = same_for(request)
    elsewhere, ask = ([], "") if alike else hints_for(request.user, typed_in(request.POST))
    return {"same": alike, "not_same": not_same_in(request.POST), "elsewhere": elsewhere, "hint_ask": ask}


def same_for(request) -> list:
    """Likely duplicates within reach of the person who is sent, but those already looked at."""
    but = not_same_in(request.POST) + _uuids([request.POST.get("id", "")])
    return likely_same(request.user, typed_in(request.POST), but=but)


def hints_for(user, typed: Typed) -> tuple[list, str]:
    """Hints at files of other stations, or the words that say why there are none now."""
    try:
        return actions.look_elsewhere(by=user, typed=typed), ""
    except RuleBroken as refused:
        return [], str(refused.message)


def typed_in(said) -> Typed:
    birth = None
    with suppress(ValueError):
        birth = parse_date(said.get("birth_on", "").strip())
    texts = {name: said.get(name, "").strip()[:60] for name in ("name", "id_number", "phone")}
    kinds = {name: said.get(name, "")[:30] or usual for name, usual in (("sex", "unknown"), ("id_type", "resident_id"))}
    return Typed(birth_on=birth, **texts, **kinds)


def not_same_in(said) -> list[UUID]:
    """Whom the worker has looked at and who is somebody else."""
    return _uuids(said.getlist("not_same"))


def _uuids(texts) -> list[UUID]:
    found = []
    for text in texts[:50]:
        with suppress(ValueError):
            found.append(UUID(text))
    return list(dict.fromkeys(found))


def pairs(request):
    form = PairsForm(request.GET or None)
    wanted = form.wanted() if form.is_bound else PairsWanted()
    cursor = request.GET.get("cursor") or None
    rows, after = page(pairs_for(request.user, wanted), PAGE, cursor, ORDER)
    found = suspected(request.user, rows)
    actions.read_list(people_for(request.user).filter(pk__in=people_of(found)), by=request.user)
    here = reverse("clients:pairs") + f"?state={wanted.state}&where={wanted.where}"
    pages = Pager(here if cursor else None, f"{here}&cursor={after}" if after else None)
    return render(request, "clients/duplicate_pairs.html", {"form": form, "found": found, "pages": pages})


def pair(request, pk):
    shown = pair_for(request.user, pk)
    actions.read_list(people_for(request.user).filter(pk__in=people_of([shown])), by=request.user)
    return render(request, "clients/duplicate_pair.html", {"pair": shown})


@require_POST
def pair_decide(request, pk):
    actions.decide_pair(pk, by=request.user)
    done(request, _("已记下：不是同一人。"), reverse("clients:pair_reopen", args=[pk]))
    return redirect("clients:pairs")


@require_POST
def pair_reopen(request, pk):
    actions.reopen_pair(pk, by=request.user)
    done(request, _("已撤回，这一对重新待核对。"))
    return redirect("clients:pairs")
