"""Pages of merging two files (并档): find the other, compare, merge, undo."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.clients import actions, comparing, queries
from yimi.clients.forms import MergeForm
from yimi.core.api import page
from yimi.core.errors import Invalid
from yimi.ui.components import Pager
from yimi.ui.toasts import done


def merge_with(request, pk):
    """Look for the other file of a person."""
    shown = comparing.person_to_merge(request.user, pk)
    q = request.GET.get("q", "").strip()[:60]
    found = comparing.others_found(request.user, shown, q)
    actions.read_list(found.people, by=request.user)
    context = {
        "card": queries.card(request.user, shown),
        "q": q,
        "ask": found.ask,
        "found": queries.cards(request.user, found.people),
    }
    return render(request, "clients/merge_with.html", context)


def merge(request):
    """Compare two files, and make them one."""
    form = MergeForm(request.POST if request.method == "POST" else request.GET, needs_reason=request.method == "POST")
    if not form.is_valid() and not form.names_both():
        raise Invalid({"keep": [_("请先选择要合并的两份档案。")]})
    keep, drop = form.cleaned_data["keep"], form.cleaned_data["drop"]
    both = comparing.compared(request.user, keep, drop)
    if request.method == "POST" and form.is_valid():
        made = actions.merge_people(by=request.user, keep=keep, drop=drop, reason=form.cleaned_data["reason"])
        done(request, _("两份档案已合并。"), reverse("clients:merge_undo", args=[made.pk]))
        return redirect("clients:person", keep)
    actions.note_listed([keep, drop], by=request.user)
    shown = form if request.method == "POST" else MergeForm(needs_reason=True)
    return render(request, "clients/merge.html", {"form": shown, "both": both})


@require_POST
def merge_undo(request, pk):
    made = actions.undo_merge(pk, by=request.user)
    done(request, _("并档已撤销，两份档案都恢复了。"))
    return redirect("clients:person", made.drop_id)


def merges(request):
    """The merges of files within reach."""
    cursor = request.GET.get("cursor") or None
    rows, after = page(comparing.merges_for(request.user), 50, cursor, ("-id",))
    here, told = reverse("clients:merges"), comparing.told(request.user, rows)
    actions.note_listed([card.id for each in told for card in (each.keep, each.drop) if card], by=request.user)
    shown = {
        "merges": told,
        "pages": Pager(here if cursor else None, f"{here}?cursor={after}" if after else None),
    }
    return render(request, "clients/merges.html", shown)
