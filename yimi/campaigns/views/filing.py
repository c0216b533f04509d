"""Pages of a campaign's photos and scans (现场照片、签收表)."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.campaigns import actions
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.ui.toasts import done


@require_POST
def add(request, pk):
    """Add the files that were chosen, each by itself."""
    sent = request.FILES.getlist("file")
    if not sent:
        raise Invalid({"file": [_("请选择照片或文件。")]})
    for file in sent:
        actions.add_file(
            new_id(), by=request.user, campaign=pk, sort=request.POST.get("sort", ""), name=file.name or "",
            content=file.read(),
        )  # fmt: skip
    done(request, _("已添加。"))
    return redirect("campaigns:campaign", pk)


@require_GET
def show(request, pk):
    """The photo itself; a PDF is downloaded."""
    name, content_type, content = actions.open_file(pk, by=request.user)
    inline = content_type.startswith("image/")
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(not inline, name),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def remove(request, pk):
    file = actions.remove_file(pk, by=request.user)
    done(request, _("已移除。"))
    return redirect("campaigns:campaign", file.campaign_id)
