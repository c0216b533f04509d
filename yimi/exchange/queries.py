"""What can be seen of imports and exports: one's own, and the requests that one may answer."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from yimi.accounts.models import User
from yimi.core import seal
from yimi.core.actors import may
from yimi.core.permissions import Permission

from .kinds import Intake, Outlet, intakes, may_take, outlets
from .models import Export, Import
from .rows import Rows

SHOWN = 20


def imports_of(user: User) -> list[Import]:
    """Her last imports, newest first."""
    rows = list(Import.objects.unscoped("本人的导入").filter(by=user).order_by("-id")[:SHOWN])
    seal.read(rows, "name", "message")
    return rows


def exports_of(user: User) -> list[Export]:
    """Her last exports, newest first."""
    rows = list(Export.objects.unscoped("本人的导出").filter(by=user).order_by("-id")[:SHOWN])
    seal.read(rows, "purpose", "message")
    return rows


def import_of(user: User, pk: UUID) -> Import:
    """Her import; 404 for anybody else's."""
    task = Import.objects.unscoped("本人的导入").filter(by=user, pk=pk).first()
    if task is None:
        raise Http404
    seal.read(task, "name", "message", "options")
    return task


def export_of(user: User, pk: UUID) -> Export:
    """Her export; 404 for anybody else's."""
    task = Export.objects.unscoped("本人的导出").select_related("answered_by").filter(by=user, pk=pk).first()
    if task is None:
        raise Http404
    seal.read(task, "purpose", "message")
    return task


def rows_of(task: Import) -> Rows:
    """The rows and faults of an import that was found for its sender."""
    return Rows(task.pk)


def to_answer(user: User) -> QuerySet[Export]:
    """The exports in full that wait for her answer."""
    rows = Export.objects.allowed(user, Permission.EXPORT_APPROVE).filter(state=Export.State.ASKED)
    return rows.exclude(by=user.pk).select_related("by", "area").order_by("made_at")


def asked_of(user: User) -> list[Export]:
    rows = list(to_answer(user)[:SHOWN])
    seal.read(rows, "purpose")
    return rows


def permitted_intakes(user: User) -> Sequence[Intake]:
    return [intake for intake in intakes if intake.is_offered and may(user, intake.permission)]


def permitted_outlets(user: User) -> Sequence[Outlet]:
    return [outlet for outlet in outlets if outlet.is_offered and may_take(user, outlet)]
