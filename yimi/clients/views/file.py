"""Pages of what a file says beyond who she is: particulars, and how a file ends (补充资料、结束)."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.clients import actions, pages, queries
from yimi.clients.forms import EndForm, ParticularsForm, ReopenForm, attempt
from yimi.ui.toasts import done


def particulars(request, pk):
    shown = queries.person_to_write(request.user, pk)
    card, told = queries.card(request.user, shown), queries.told_of(shown)
    form = ParticularsForm(
        request.POST or None,
        initial=pages.particulars_now(shown, told),
        lists=pages.particulars_lists(),
        now=pages.particulars_masked(told),
        usual_tier=pages.usual_tier(request.user, shown),
    )
    if form.is_valid() and attempt(form, lambda: _put(form, pk, told, request.user)):
        done(request, _("补充资料已保存。"))
        return redirect("clients:person", pk)
    actions.read_person(pk, by=request.user)
    return render(request, "clients/particulars.html", {"form": form, "card": card, "parts": form.parts()})


def _put(form, pk, told, by):
    fields = form.particulars(pages.particulars_kept(told))
    return actions.put_particulars(pk, by=by, fields=fields, version=form.cleaned_data["version"])


def end(request, pk):
    """A file ends."""
    shown = queries.person_to_write(request.user, pk)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.end_file(pk, by=request.user, **form.cleaned_data)):
        done(request, _("档案已结束。"))
        return redirect("clients:person", pk)
    context = {"form": form, "card": queries.card(request.user, shown)}
    return render(request, "clients/person_end.html", context)


def reopen(request, pk):
    """An ended file is in use again."""
    shown = queries.person_to_write(request.user, pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.reopen_file(pk, by=request.user, **form.cleaned_data)):
        done(request, _("档案已重新启用。"))
        return redirect("clients:person", pk)
    context = {"form": form, "card": queries.card(request.user, shown), "is_reopening": True}
    return render(request, "clients/person_end.html", context)


@require_POST
def archive(request, pk):
    actions.archive_file(pk, by=request.user)
    done(request, _("档案已封存。"))
    return redirect("clients:person", pk)
