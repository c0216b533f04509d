"""Asking for a table, allowing one with numbers in full, taking it away (导出)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal, seal
from yimi.core.errors import RuleBroken, invalid
from yimi.core.files.vault import Vault
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.exchange.exporting import FILE, filters_of
from yimi.exchange.kinds import Outlet, may_take, outlets
from yimi.exchange.models import Export

AT_ONCE = 5
MOST_ROWS, MOST_IN_FULL = 100_000, 2_000
PURPOSE = (4, 100)
State = Export.State


@transaction.atomic
def ask_export(kind: str, *, by: User, filters: Mapping[str, Any], purpose: str, is_full: bool = False) -> Export:
    """Ask for a table (申请导出). Masked it is made at once; in full somebody else must allow it first."""
    outlet = _permitted(kind, by)
    purpose = clean(purpose or "")
    if not PURPOSE[0] <= len(purpose) <= PURPOSE[1]:
        raise invalid("purpose", _("请写明导出用途（4 至 100 个字）。"))
    if is_full and not outlet.can_be_full:
        raise invalid("is_full", _("这种表格只能隐去号码导出。"))
    _check_amount(outlet.count(by, dict(filters)), is_full)
    _check_open(by)
    now = timezone.now()
    area = outlet.area(by, dict(filters))
    task = Export(kind=kind, by=by, area=area, is_full=is_full, made_at=now, served_at=now)
    task.state = State.ASKED if is_full else State.WAITING
    seal.write(task, purpose=purpose, filters=orjson.dumps(dict(filters)).decode())
    task.save(force_insert=True)
    journal.record("exchange.ask_export", by, task)
    return task


def _permitted(kind: str, by: User) -> Outlet:
    outlet = outlets.get(kind)
    if outlet is None:
        raise Http404
    if not may_take(by, outlet):
        raise PermissionDenied
    return outlet


def _check_amount(rows: int, is_full: bool) -> None:
    most = MOST_IN_FULL if is_full else MOST_ROWS
    if rows > most:
        words = _("共 %(rows)s 行，超过一次导出的上限 %(most)s 行，请缩小范围。")
        raise RuleBroken(words % {"rows": rows, "most": most}, code="too_many_rows")


def _check_open(by: User) -> None:
    open_ones = (State.ASKED, *Export.WORKED_ON)
    if Export.objects.unscoped("本人未完成的导出").filter(by=by, state__in=open_ones).count() >= AT_ONCE:
        raise RuleBroken(_("您有 %(n)s 份导出还没有完成，请稍后再申请。") % {"n": AT_ONCE}, code="exports_open")


@transaction.atomic
def answer_export(pk: UUID, *, by: User, accept: bool, reason: str = "") -> Export:
    """Allow or decline an export with numbers in full (审批导出); never one's own."""
    rows = Export.objects.select_for_update(of=("self",)).select_related("by")
    task = rows.get_allowed(by, Permission.EXPORT_APPROVE, pk=pk)
    if task.by_id == by.pk:
        raise RuleBroken(_("不能审批自己申请的导出。"), code="own_request")
    if task.state != State.ASKED:
        raise RuleBroken(_("这份申请已经有人答复。"), code="answered")
    reason = clean(reason or "")
    if not accept and len(reason) < 2:
        raise invalid("reason", _("请写明不同意的原因。"))
    task.state = State.WAITING if accept else State.DECLINED
    task.answered_by, task.answered_at = by, timezone.now()
    seal.write(task, message=reason or None)
    task.save(update_fields=["state", "answered_by", "answered_at", "message"])
    journal.record("exchange.allow_export" if accept else "exchange.decline_export", by, task)
    return task


@transaction.atomic
def take_export(pk: UUID, *, by: User) -> tuple[str, bytes]:
    """The name and the bytes of a table that is ready (下载); for who asked for it, while she may still export."""
    task = Export.objects.unscoped("本人的导出").select_for_update(of=("self",)).filter(pk=pk, by=by).first()
    if task is None:
        raise Http404
    outlet = _permitted(task.kind, by)
    if task.state != State.READY or (task.expires_at and task.expires_at < timezone.now()):
        raise RuleBroken(_("这份表格还没有生成，或已过期。"), code="not_ready")
    content = Vault("export_file", task.pk).get(FILE)
    task.taken += 1
    task.save(update_fields=["taken"])
    journal.record("exchange.take_export", by, task)
    return outlet.name(filters_of(task)), content
