"""Pages of a campaign's photos and scans (现场照片、签收表)."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.campaigns import actions
from yimi.core.files.sent import chosen
from yimi.core.files.shown import shown
from yimi.core.ids import new_id
from yimi.ui.toasts import done


@require_POST
def add(request, pk):
    """Add the files that were chosen, each by itself."""
    sort = request.POST.get("sort", "")
    for name, content in chosen(request):
        actions.add_file(new_id(), by=request.user, campaign=pk, sort=sort, name=name, content=content)
    done(request, _("已添加。"))
    return redirect("campaigns:campaign", pk)


@require_GET
def show(request, pk):
    """The photo itself; a PDF is downloaded."""
    return shown(*actions.open_file(pk, by=request.user))


@require_POST
def remove(request, pk):
    file = actions.remove_file(pk, by=request.user)
    done(request, _("已移除。"))
    return redirect("campaigns:campaign", file.campaign_id)
