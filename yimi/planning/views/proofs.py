"""Pages of the photos and scans that prove steps and duties (佐证材料)."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.files.sent import chosen
from yimi.core.files.shown import shown
from yimi.planning import actions
from yimi.ui.toasts import done


@require_POST
def milestone_file_add(request, pk):
    return _added(request, pk, "milestone")


@require_POST
def duty_file_add(request, pk):
    return _added(request, pk, "duty")


def _added(request, pk, subject):
    actions.add_files(pk, by=request.user, subject=subject, files=chosen(request))
    done(request, _("已添加。"))
    return redirect(f"planning:{subject}", pk)


@require_GET
def milestone_file(request, pk):
    """The photo itself; a PDF is downloaded."""
    return shown(*actions.open_file(pk, by=request.user, subject="milestone"))


@require_GET
def duty_file(request, pk):
    """The photo itself; a PDF is downloaded."""
    return shown(*actions.open_file(pk, by=request.user, subject="duty"))


@require_POST
def milestone_file_remove(request, pk):
    return _removed(request, pk, "milestone")


@require_POST
def duty_file_remove(request, pk):
    return _removed(request, pk, "duty")


def _removed(request, pk, subject):
    row = actions.remove_file(pk, by=request.user, subject=subject)
    done(request, _("已移除。"))
    return redirect(f"planning:{subject}", row.pk)
