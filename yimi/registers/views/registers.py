"""Pages of registers (底册): how they stand, who is on one, and whose file an entry is."""

from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core.actors import may
from yimi.core.errors import Invalid
from yimi.core.permissions import Permission
from yimi.registers import actions, pages, queries
from yimi.registers.forms import EntryFilterForm, MatchForm, PickForm
from yimi.ui.toasts import done


@require_GET
def register_list(request):
    context = {
        "stands": queries.stands(request.user),
        "columns": pages.stand_columns(),
        "may_import": may(request.user, Permission.REGISTER_IMPORT),
        "waiting": queries.waiting(request.user),
        "left_out": queries.left_out(request.user),
    }
    return render(request, "registers/list.html", context)


@require_GET
def register(request, pk):
    shown = queries.register_for(request.user, pk)
    form = EntryFilterForm(request.GET or None, areas=pages.areas_of(request.user, shown))
    asked = form.asked() if form.is_bound else queries.Asked()
    found = pages.entries_page(request.user, shown, asked, request.GET.get("cursor") or None)
    actions.read_entries([line.entry.pk for line in found["lines"]], by=request.user)
    context = found | {
        "register": shown,
        "source": queries.source_name(shown.source),
        "form": form,
        "updates": queries.updates_of(shown),
        "may_enroll": queries.may_enroll(request.user),
    }
    return render(request, "registers/register.html", context)


@require_POST
def enroll(request):
    """Some people of a register become people of their stations, without files yet."""
    picked = PickForm(request.POST).picked()
    if not picked:
        raise Invalid({"pick": [_("请先勾选要登记的人。")]})
    enrolled, elsewhere = actions.enroll_entries(picked, by=request.user)
    words = _("已登记 %(n)s 人，未建档；以后服务时建档。") % {"n": enrolled}
    if elsewhere:
        words += _("另有 %(n)s 人在别的站已有档案，可申请转入。") % {"n": elsewhere}
    done(request, words)
    return redirect(_back(request))


def _back(request) -> str:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe and back.startswith("/") else "/app/registers/"


@require_http_methods(["GET", "POST"])
def entry(request, pk):
    """Whose file an entry is: one of those proposed, or nobody's."""
    shown = queries.entry_for(request.user, pk)
    if request.method == "POST":
        form = MatchForm(request.POST)
        if not form.is_valid():
            raise Invalid({"person": [_("请选择一份档案。")]})
        person = form.cleaned_data["person"]
        if person:
            actions.match_entry(pk, by=request.user, person=person)
        else:
            actions.part_entry(pk, by=request.user)
        done(request, _("已核对。"))
        return redirect("registers:register", shown.register_id)
    (line,) = queries.lines(request.user, [shown])
    context = {
        "line": line,
        "facts": pages.match_facts(line),
        "candidates": queries.candidates_of(request.user, shown),
        "may_match": shown.gone_on is None and queries.may_match(request.user, shown),
    }
    return render(request, "registers/entry.html", context)
