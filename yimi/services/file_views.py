"""Pages of a contact's photos and scans (照片和文件)."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.files.sent import chosen
from yimi.core.files.shown import shown
from yimi.core.ids import new_id
from yimi.ui.toasts import done

from . import attachments


@require_POST
def add(request, pk):
    """Add the files that were chosen, each by itself."""
    for name, content in chosen(request):
        attachments.add_file(new_id(), by=request.user, contact=pk, name=name, content=content)
    done(request, _("已添加。"))
    return redirect("services:record", pk)


@require_GET
def show(request, pk):
    """The photo itself; a PDF is downloaded."""
    return shown(*attachments.open_file(pk, by=request.user))


@require_POST
def remove(request, pk):
    file = attachments.remove_file(pk, by=request.user)
    done(request, _("已移除。"))
    return redirect("services:record", file.contact_id)
