"""Pages of what changed on registers (差异清单)."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.errors import Invalid
from yimi.registers import actions, pages
from yimi.registers.forms import DifferenceFilterForm, PickForm
from yimi.ui.toasts import done


@require_GET
def difference_list(request):
    form = DifferenceFilterForm(request.GET or None)
    found = pages.differences_page(request.user, form.asked() if form.is_bound else {"state": "open"}, _cursor(request))
    return render(request, "registers/differences.html", found | {"form": form})


def _cursor(request) -> str | None:
    return request.GET.get("cursor") or None


@require_POST
def settle(request):
    """Some differences were seen; for those who are gone, their categories may be ended."""
    picked = PickForm(request.POST).picked()
    if not picked:
        raise Invalid({"pick": [_("请先勾选要处理的条目。")]})
    if request.POST.get("act") == "end":
        ended = actions.end_categories(picked, by=request.user)
        done(request, _("已结束 %(n)s 人的类别。") % {"n": ended})
    else:
        settled = actions.settle_differences(picked, by=request.user)
        undo = reverse("registers:reopen", args=picked) if len(picked) == 1 and settled else ""
        done(request, _("已处理 %(n)s 条。") % {"n": settled}, undo)
    return redirect("registers:differences")


@require_POST
def reopen(request, pk):
    actions.reopen_difference(pk, by=request.user)
    done(request, _("已撤回。"))
    return redirect("registers:differences")


@require_POST
def take_over(request, pk):
    actions.take_over(pk, by=request.user)
    done(request, _("档案已按底册更新。"))
    return redirect("registers:differences")
