"""Steering an action (调整行动): its level, its phase, its end. Each turn is kept with its time."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.emergencies.models import Change, Level, Operation, Phase
from yimi.emergencies.terms import terms

from .opening import note_change, refuse_of_others


@transaction.atomic
def set_level(pk: UUID, *, by: User, level: int) -> Operation:
    """Raise or lower the response level (调整响应等级)."""
    row = _steered(pk, by)
    if level not in Level:
        raise invalid("level", _("响应等级填 1 到 4。"))
    if row.level != level:
        row.level = level
        _turn(row, by, Change.What.LEVEL, str(level))
    return row


@transaction.atomic
def enter_phase(pk: UUID, *, by: User, phase: str) -> Operation:
    """Enter a phase (进入阶段). A person says so; nothing moves by itself. Going back is allowed."""
    row = _steered(pk, by)
    if phase not in Phase:
        raise invalid("phase", _("没有“%s”这一阶段。") % phase)
    if row.phase != phase:
        row.phase = phase
        _turn(row, by, Change.What.PHASE, phase)
    return row


@transaction.atomic
def end_operation(pk: UUID, *, by: User) -> Operation:
    """End the action (结束行动). Its list is read for so many days more and then by nobody. Ended twice, ended once."""
    row = _steered(pk, by, also_over=True)
    if not row.is_over:
        row.ended_at = clock.now()
        row.closes_on = clock.today() + timedelta(days=terms().keep_days)
        _turn(row, by, Change.What.ENDED)
    return row


def _steered(pk: UUID, by: User, also_over: bool = False) -> Operation:
    rows = Operation.objects.select_for_update(of=("self",))
    row = rows.get_allowed(by, Permission.EMERGENCY_OPEN, pk=pk)
    refuse_of_others(row, by)
    if row.is_over and not also_over:
        raise RuleBroken(_("行动已经结束，不能再改。"), code="operation_over")
    return row


def _turn(row: Operation, by: User, what: str, to: str = "") -> None:
    row.version += 1
    row.save()
    note_change(row, by, what, to)
    journal.record(f"emergencies.{what}", by, row)
