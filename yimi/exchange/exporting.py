"""How an export is made (导出的步骤): rows are written now and then until the file is whole."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import orjson
from django.utils import timezone

from yimi.core import seal
from yimi.core.files.vault import Vault

from .kinds import Taking, outlets
from .models import Export

State = Export.State
FILE = "file"
KEPT = timedelta(hours=24)


def steps(task: Export) -> Iterator[None]:
    """Make the file. It lies in memory until it is whole, so one that was cut off begins anew."""
    outlet, taking = outlets[task.kind], taking_of(task)
    task.state, task.rows, task.done = State.MAKING, outlet.count(task.by, taking.filters), 0
    task.save(update_fields=["state", "rows", "done"])
    stream = BytesIO()
    for written in outlet.steps(stream, taking):
        task.done = written
        task.save(update_fields=["done"])
        yield
    Vault("export_file", task.pk).put(FILE, stream.getvalue())
    now = timezone.now()
    task.state, task.ready_at, task.expires_at = State.READY, now, now + KEPT
    task.save(update_fields=["state", "ready_at", "expires_at"])


def filters_of(task: Export) -> dict[str, Any]:
    """What the export was narrowed to."""
    seal.read(task, "filters")
    return orjson.loads(task.opened["filters"] or "{}")


def taking_of(task: Export) -> Taking:
    seal.read(task, "purpose", "filters")
    return Taking(task.by, filters_of(task), task.opened["purpose"] or "", task.copy, task.is_full)


def fail(task: Export, words: str) -> None:
    """There will be no file, and why."""
    seal.write(task, message=words)
    task.state = State.FAILED
    task.save(update_fields=["state", "message"])
