"""The work of imports and exports (导入导出的后台处理): a little of each in turn, a few seconds at a time."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.core.errors import Invalid, RuleBroken
from yimi.core.files.vault import Vault

from . import exporting, importing
from .models import Export, Import

SLICE = 4.0  # seconds; other jobs of the worker wait no longer
KEPT = timedelta(hours=24)

log = logging.getLogger(__name__)
_under_way: dict[UUID, Iterator[None]] = {}  # what this process has begun; lost with it, and begun again


def work() -> bool:
    """Go on with what waits, the longest waiting first, until the time is up; whether something is left."""
    until = monotonic() + SLICE
    while monotonic() < until:
        task = _next()
        if task is None:
            _under_way.clear()
            return False
        step(task)
    return True


def _next() -> Import | Export | None:
    imports = Import.objects.unscoped("等待处理的导入").filter(state__in=Import.WORKED_ON)
    exports = Export.objects.unscoped("等待处理的导出").filter(state__in=Export.WORKED_ON)
    first = [rows.select_related("by").order_by("served_at", "pk").first() for rows in (imports, exports)]
    return min((task for task in first if task), key=lambda task: task.served_at, default=None)


def step(task: Import | Export) -> None:
    """One step of one task; what goes wrong ends it in words."""
    type(task).objects.unscoped("等待处理的任务").filter(pk=task.pk).update(served_at=timezone.now())
    try:
        with override(task.by.language):
            steps = _under_way.get(task.pk) or _begin(task)
            next(steps)
    except (StopIteration, importing.Stopped):
        _under_way.pop(task.pk, None)
    except (Invalid, RuleBroken, Http404) as refused:
        _end(task, _words(refused))
    except Exception:  # the task is told, and the log; the other tasks go on
        log.exception("%s %s failed", type(task).__name__, task.pk)
        _end(task, _("处理时出错，没有继续。请稍后再试；仍不行请联系系统管理员。"))


def _begin(task: Import | Export) -> Iterator[None]:
    steps = importing.steps(task) if isinstance(task, Import) else exporting.steps(task)
    return _under_way.setdefault(task.pk, steps)


def _words(refused: Exception) -> str:
    if isinstance(refused, Invalid):
        return "；".join(str(text) for texts in refused.fields.values() for text in texts)
    if isinstance(refused, RuleBroken):
        return str(refused.message)
    return _("您已没有办理这一项的权限。")


def _end(task: Import | Export, words: str) -> None:
    _under_way.pop(task.pk, None)
    task.refresh_from_db()
    if not task.is_worked_on:
        return
    if isinstance(task, Import):
        importing.refuse(task, words)
    else:
        exporting.fail(task, words)


def expire() -> None:
    """End what nobody confirmed or took, and destroy the files of what is over, with their keys."""
    before = timezone.now() - KEPT
    imports = Import.objects.unscoped("过期的导入").filter(is_kept=True)
    waited = imports.filter(state__in=(Import.State.ASKING, Import.State.CHECKED), served_at__lt=before)
    waited.update(state=Import.State.EXPIRED, ended_at=timezone.now())
    exports = Export.objects.unscoped("过期的导出").filter(is_kept=True)
    exports.filter(state=Export.State.READY, expires_at__lt=timezone.now()).update(state=Export.State.EXPIRED)
    exports.filter(state=Export.State.ASKED, made_at__lt=before).update(state=Export.State.EXPIRED)
    over = imports.filter(state=Import.State.EXPIRED) | imports.filter(ended_at__lt=before)
    ended = exports.filter(state__in=(Export.State.EXPIRED, Export.State.DECLINED, Export.State.FAILED))
    for task in [*over, *ended]:
        Vault("import_file" if isinstance(task, Import) else "export_file", task.pk).erase()
        task.is_kept = False
        task.save(update_fields=["is_kept"])
