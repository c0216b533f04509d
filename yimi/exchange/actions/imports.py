"""Sending a table, saying which column is which, confirming what it would do, taking it back (导入)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal, seal
from yimi.core.actors import may
from yimi.core.errors import RuleBroken, invalid
from yimi.core.text import clean
from yimi.exchange import importing, working
from yimi.exchange.kinds import Intake, intakes
from yimi.exchange.models import Import
from yimi.exchange.rows import SENT, Rows

AT_ONCE = 3
LONGEST_NAME = 100
SHOWN_FAULTS = 50
State = Import.State


@transaction.atomic
def receive_table(kind: str, *, by: User, name: str, content: bytes, options: Mapping[str, Any] = {}) -> Import:
    """Take a table in (上传表格). It is checked in the background; nothing is written before it is confirmed."""
    intake = _permitted(kind, by)
    if len(content) > settings.MAX_UPLOAD:
        raise invalid("file", _("文件超过 20 MB，请分成几份。"))
    if not content.strip():
        raise invalid("file", _("文件是空的。"))
    _check_open(by)
    now = timezone.now()
    task = Import(kind=intake.key, by=by, made_at=now, served_at=now)
    seal.write(task, name=clean(name)[:LONGEST_NAME], options=orjson.dumps(dict(options)).decode())
    Rows(task.pk).vault.put(SENT, content)
    task.save(force_insert=True)
    journal.record("exchange.receive_table", by, task)
    return task


def _permitted(kind: str, by: User) -> Intake:
    intake = intakes.get(kind)
    if intake is None:
        raise Http404
    if not may(by, intake.permission):
        raise PermissionDenied
    return intake


def _check_open(by: User) -> None:
    if Import.objects.unscoped("本人未完成的导入").filter(by=by, state__in=Import.OPEN).count() >= AT_ONCE:
        message = _("您有 %(n)s 份表格还没有处理完，请先确认或取消。") % {"n": AT_ONCE}
        raise RuleBroken(message, code="imports_open")


@transaction.atomic
def choose_columns(pk: UUID, *, by: User, options: Mapping[str, Any]) -> Import:
    """Say which column is which (对应列). May be said again until the import is confirmed."""
    task = _mine(pk, by)
    if task.state not in (State.ASKING, State.CHECKED):
        raise RuleBroken(_("这份表格现在不能改对应的列。"), code="not_asking")
    chosen = importing.options_of(task) | dict(options)
    seal.write(task, options=orjson.dumps(chosen).decode())
    task.save(update_fields=["options"])
    importing.lay_out(task)
    return task


@transaction.atomic
def confirm_import(pk: UUID, *, by: User) -> Import:
    """Write the rows in which nothing is wrong (确认导入)."""
    task = _mine(pk, by)
    _permitted(task.kind, by)
    if task.state != State.CHECKED:
        raise RuleBroken(_("这份表格不在待确认状态，请刷新页面。"), code="not_checked")
    if task.faults >= task.rows:
        raise RuleBroken(_("没有可以导入的行，请改好后重新上传。"), code="nothing_to_import")
    task.state, task.done = State.WRITING, 0
    task.save(update_fields=["state", "done"])
    journal.record("exchange.confirm_import", by, task)
    return task


@transaction.atomic
def cancel_import(pk: UUID, *, by: User) -> Import:
    """Take a table back before it is written (取消导入); its file is destroyed."""
    task = _mine(pk, by)
    if task.state not in Import.OPEN or task.state == State.WRITING:
        raise RuleBroken(_("这份表格已经开始导入或已经结束，不能取消。"), code="too_late")
    task.state, task.ended_at = State.CANCELLED, timezone.now()
    task.save(update_fields=["state", "ended_at"])
    journal.record("exchange.cancel_import", by, task)
    transaction.on_commit(Rows(task.pk).vault.erase)
    return task


def _mine(pk: UUID, by: User) -> Import:
    """The import, for who sent it; 404 for anybody else."""
    rows = Import.objects.unscoped("本人的导入").select_for_update(of=("self",)).select_related("by")
    task = rows.filter(pk=pk, by=by).first()
    if task is None:
        raise Http404
    return task


def import_file(kind: str, path: Path, *, by: User, options: Mapping[str, Any] = {}) -> str:
    """The whole of an import at once, as `yimi import` does it: all rows, or none and what is wrong."""
    task = receive_table(kind, by=by, name=path.name, content=path.read_bytes(), options=options)
    _work_through(task)
    if task.state != State.CHECKED or task.faults:
        words = _refusal(task)
        if task.state == State.CHECKED:
            cancel_import(task.pk, by=by)
        raise RuleBroken(words, code="import_refused")
    confirm_import(task.pk, by=by)
    _work_through(task)
    return _("已导入：%(told)s") % {"told": told(task)}


def _work_through(task: Import) -> None:
    task.refresh_from_db()
    while task.is_worked_on:
        working.step(task)
        task.refresh_from_db()


def _refusal(task: Import) -> str:
    seal.read(task, "message")
    wrong = [fault for fault in Rows(task.pk).faults() if not fault.is_note]
    rows = [
        _("第 %(row)s 行“%(column)s”：%(message)s") % {"row": each.row, "column": each.column, "message": each.message}
        for each in wrong[:SHOWN_FAULTS]
    ]
    return "\n".join([_("没有导入。"), *filter(None, [task.opened["message"]]), *rows])


def told(task: Import) -> str:
    """What became of the rows, in words: 新建档案 120，补充已有档案 3。"""
    side = importing.WRITTEN if importing.WRITTEN in task.counts else importing.CHECKED
    counts, names = task.counts.get(side, {}), intakes[task.kind].results
    return "，".join(f"{label} {counts[code]}" for code, label in names.items() if counts.get(code))
