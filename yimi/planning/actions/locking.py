"""Steps and duties as they are written (锁定): within reach, not void, and as the writer has seen them."""

from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core.errors import RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.planning.models import Duty, Milestone


def milestone_to_write(pk: UUID, by: User, version: int | None = None) -> Milestone:
    rows = Milestone.objects.select_related("area", "station").select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.ROADMAP_WRITE, pk=pk)
    if row.is_void:
        raise RuleBroken(_("这个节点已经作废。"), code="void")
    _refuse_old(row, version)
    return row


def duty_to_write(pk: UUID, by: User, version: int | None = None) -> Duty:
    rows = Duty.objects.select_related("county").select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.ROADMAP_WRITE, pk=pk)
    if row.is_void:
        raise RuleBroken(_("这项责任事项已经作废。"), code="void")
    _refuse_old(row, version)
    return row


def _refuse_old(row: Milestone | Duty, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Stale(_("刚被别人改过，请核对后再保存。"))
