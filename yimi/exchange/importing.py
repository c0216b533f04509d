"""How an import goes on (导入的步骤): each step is short, and one that was cut off is simply done again."""

from collections import Counter
from collections.abc import Iterator
from time import sleep
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yimi.core import db, journal, seal
from yimi.core.errors import invalid
from yimi.core.files import sheet_rows

from .kinds import BEFORE, Intake, Line, Run, intakes
from .models import Import
from .rows import SENT, Rows, in_batches

State = Import.State
# Seconds between two batches, in which who saves a visit meanwhile gets to the database. On SQLite one who waits looks
# every tenth of a second whether it is her turn.
GIVES_WAY = 0.1
CHECKED, WRITTEN = "checked", "written"  # the two sides of `Import.counts`


def steps(task: Import) -> Iterator[None]:
    """Everything that this import can do before somebody is asked."""
    if task.state in (State.WAITING, State.READING):
        yield from _read(task)
    if task.state == State.CHECKING:
        yield from _check(task)
    if task.state == State.WRITING:
        yield from _write(task)


def options_of(task: Import) -> dict[str, Any]:
    """What was chosen for this import."""
    seal.read(task, "options")
    return orjson.loads(task.opened["options"] or "{}")


def _read(task: Import) -> Iterator[None]:
    """Cut the table into batches; then find its header, or ask which column is which."""
    rows = Rows(task.pk)
    _move(task, State.READING)
    seal.read(task, "name")
    nth = count = 0
    for lines in in_batches(sheet_rows(task.opened["name"] or "", rows.vault.get(SENT))):
        rows.keep(nth, lines)
        nth, count = nth + 1, count + len(lines)
        _move(task, State.READING)
        yield
    if count == 0:
        raise invalid("file", _("文件里没有内容。"))
    task.rows = count
    lay_out(task)
    rows.vault.drop(SENT)


def lay_out(task: Import) -> None:
    """Find the header with what was chosen; the import goes on to its check, or waits for an answer."""
    rows, intake, options = Rows(task.pk), intakes[task.kind], options_of(task)
    layout = intake.start(rows.head(), options)
    if options != options_of(task):
        seal.write(task, options=orjson.dumps(options).decode())
        Import.objects.unscoped("正在导入的任务").filter(pk=task.pk).update(options=task.options)
    if layout is None:
        _move(task, State.ASKING)
        return
    rows.lay_out(layout)
    task.rows = sum(len(lines) for lines in rows.lines(layout))
    task.done = 0
    if not task.rows:
        raise invalid("file", _("表头下面没有内容。"))
    _move(task, State.CHECKING)


def _check(task: Import) -> Iterator[None]:
    """Look at every row without writing anything. Cut off, it begins anew: it must know the rows before."""
    rows, intake = Rows(task.pk), intakes[task.kind]
    run = Run(task.pk, task.by, options_of(task), rows.layout)
    task.done = 0
    for lines in rows.lines(run.layout):
        intake.check(run, lines)
        run.before = lines[-BEFORE:]
        task.done += len(lines)
        _move(task, State.CHECKING)
        yield
    rows.tell(run.faults)
    task.counts = {CHECKED: dict(run.counts)}
    task.faults = len(_refused(run))
    _move(task, State.CHECKED)


def _refused(run: Run) -> set[int]:
    return {fault.row for fault in run.faults if not fault.is_note}


def _write(task: Import) -> Iterator[None]:
    """Write the rows that were found good, batch by batch, each with the progress in one transaction."""
    rows, intake = Rows(task.pk), intakes[task.kind]
    bad = {fault.row for fault in rows.faults() if not fault.is_note}
    behind = 0
    before: list[Line] = []
    for lines in rows.lines(rows.layout):
        behind += len(lines)
        if behind > task.done:
            run = Run(task.pk, task.by, options_of(task), rows.layout, before)
            _write_batch(task, intake, run, [line for line in lines if line.number not in bad], behind)
            if db.on_sqlite():
                sleep(GIVES_WAY)
            yield
        before = lines[-BEFORE:]
    _finish(task, intake)


def _write_batch(task: Import, intake: Intake, run: Run, lines: list, behind: int) -> None:
    """One batch, or nothing of it."""
    rows = Rows(task.pk)
    with transaction.atomic():
        now = Import.objects.unscoped("正在导入的任务").select_for_update().get(pk=task.pk)
        if now.state != State.WRITING or now.done >= behind:
            raise Stopped
        if lines:
            intake.write(run, lines)
        task.counts = task.counts | {WRITTEN: dict(Counter(task.counts.get(WRITTEN, {})) + run.counts)}
        task.done, task.faults = behind, task.faults + len(_refused(run))
        _move(task, State.WRITING)
    late = [fault for fault in run.faults if not fault.is_note]
    if late:
        # Somebody else was faster since the check; what could not be written is told like the rest.
        rows.tell([*rows.faults(), *late])


@transaction.atomic
def _finish(task: Import, intake: Intake) -> None:
    rows = Rows(task.pk)
    run = Run(task.pk, task.by, options_of(task), rows.layout, counts=Counter(task.counts.get(WRITTEN, {})))
    intake.finish(run)
    task.counts = task.counts | {WRITTEN: dict(run.counts)}
    journal.record("exchange.import", task.by, task)
    task.ended_at = timezone.now()
    _move(task, State.DONE)
    transaction.on_commit(rows.forget_rows)


def refuse(task: Import, words: str) -> None:
    """The import ends here, and says why. What was written stays, and is told."""
    seal.write(task, message=words)
    task.ended_at = timezone.now()
    _move(task, State.REFUSED, message=task.message)
    Rows(task.pk).forget_rows()


class Stopped(Exception):
    """Somebody else ended this task meanwhile."""


def _move(task: Import, state: str, **more: Any) -> None:
    """Go from one state to the next, unless somebody cancelled the import meanwhile."""
    was, task.state = task.state, state
    now = {name: getattr(task, name) for name in ("state", "rows", "done", "counts", "faults", "ended_at")}
    if not Import.objects.unscoped("正在导入的任务").filter(pk=task.pk, state=was).update(**now, **more):
        raise Stopped
