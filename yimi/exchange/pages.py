"""The parts of the pages on imports and exports (导入导出页面的内容)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import seal
from yimi.core.files import write_table
from yimi.ui.components import Column, Tone

from . import queries
from .actions.imports import told
from .importing import CHECKED, WRITTEN
from .kinds import Fault, Intake, Layout, intakes, outlets
from .models import Export, Import
from .rows import Rows

SHOWN = 50
TONES = {
    "done": Tone.OK, "ready": Tone.OK, "checked": Tone.KEY, "asking": Tone.KEY, "asked": Tone.WARN,
    "refused": Tone.BAD, "failed": Tone.BAD, "declined": Tone.BAD, "writing": Tone.INFO, "making": Tone.INFO,
    "checking": Tone.INFO, "reading": Tone.INFO, "waiting": Tone.INFO,
}  # fmt: skip


@dataclass(frozen=True)
class TaskLine:
    """One import or export in a list: what it is, when, how it stands."""

    url: str
    label: Any
    name: str
    made_at: Any
    state: Any
    tone: str
    words: str


def overview(user: User) -> dict[str, Any]:
    """Everything of the general page."""
    return {
        "intakes": queries.permitted_intakes(user),
        "outlets": queries.permitted_outlets(user),
        "imports": [_import_line(task) for task in queries.imports_of(user)],
        "exports": [_export_line(task) for task in queries.exports_of(user)],
        "asked": [(task, outlets[task.kind].label) for task in queries.asked_of(user) if task.kind in outlets],
        "import_columns": [
            Column(_("种类")),
            Column(_("文件")),
            Column(_("时间")),
            Column(_("状态")),
            Column(_("结果")),
        ],
        "export_columns": [
            Column(_("种类")),
            Column(_("用途")),
            Column(_("时间")),
            Column(_("状态")),
            Column(_("结果")),
        ],
    }


def _import_line(task: Import) -> TaskLine:
    url, label = reverse("exchange:import", args=[task.pk]), intakes[task.kind].label if task.kind in intakes else ""
    words = task.opened["message"] or (told(task) if task.kind in intakes else "")
    return TaskLine(url, label, task.opened["name"] or "", task.made_at, task.get_state_display(), tone_of(task), words)


def _export_line(task: Export) -> TaskLine:
    url, label = reverse("exchange:export", args=[task.pk]), outlets[task.kind].label if task.kind in outlets else ""
    words = task.opened["message"] or (_("%(n)s 行") % {"n": task.done} if task.ready_at else "")
    purpose = task.opened["purpose"] or ""
    return TaskLine(url, label, purpose, task.made_at, task.get_state_display(), tone_of(task), words)


def tone_of(task: Import | Export) -> str:
    return TONES.get(task.state, Tone.PLAIN)


def import_page(task: Import) -> dict[str, Any]:
    """One import: how far it is, what it would do, what is wrong."""
    intake, rows = intakes[task.kind], queries.rows_of(task)
    faults = rows.faults() if task.is_kept and task.state not in Import.WORKED_ON[:3] else []
    return {
        "task": task,
        "intake": intake,
        "name": task.opened["name"],
        "message": task.opened["message"],
        "tone": tone_of(task),
        "results": _results(task, intake),
        "faults": [fault for fault in faults if not fault.is_note][:SHOWN],
        "notes": [fault for fault in faults if fault.is_note][:SHOWN],
        "notes_count": sum(fault.is_note for fault in faults),
        "good": task.rows - task.faults - task.counts.get(CHECKED, {}).get("ignored", 0),
        "columns": [Column(_("行"), numeric=True), Column(_("列")), Column(_("怎么改"))],
        "note_columns": [Column(_("行"), numeric=True), Column(_("列")), Column(_("说明"))],
        "has_faults_file": bool(faults),
        "ask_url": reverse(intake.ask_url, args=[task.pk]) if intake.ask_url else "",
        "done_url": reverse(intake.done_url) if intake.done_url else "",
    }


def _results(task: Import, intake: Intake) -> list[tuple[Any, int]]:
    """What the rows became, or would become, each with its name."""
    counts = task.counts.get(WRITTEN if task.state == Import.State.DONE else CHECKED, {})
    return [(label, counts[code]) for code, label in intake.results.items() if counts.get(code)]


def export_page(task: Export) -> dict[str, Any]:
    return {
        "task": task,
        "outlet": outlets[task.kind],
        "purpose": task.opened["purpose"],
        "message": task.opened["message"],
        "tone": tone_of(task),
    }


def write_faults(stream: IO[bytes], task: Import) -> int:
    """The rows with something wrong, as sent, with what is wrong: to be mended and sent again (问题清单)."""
    rows = queries.rows_of(task)
    faults = [fault for fault in rows.faults() if not fault.is_note]
    layout = rows.layout if rows.has_layout else Layout(0, ())
    header = [*(name or " " for name in layout.columns), _("行号"), _("问题")]
    seal.read(task, "name")
    return write_table(
        stream, _("导入问题清单"), header, _fault_lines(rows, layout, faults), by=task.by, purpose=_("改正后重新导入")
    )


def _fault_lines(rows: Rows, layout: Layout, faults: list[Fault]) -> Iterator[list[Any]]:
    """The bad rows in the order of the table; their cells are gone when the import is over."""
    said: dict[int, list[str]] = {}
    for fault in faults:
        said.setdefault(fault.row, []).append(f"{fault.column}：{fault.message}")
    cells = {line.number: line.cells for line in rows.bad_lines()}
    width = len(layout.columns)
    for number, words in said.items():
        found = list(cells.get(number, ()))[:width]
        yield [*found, *[""] * (width - len(found)), number, "；".join(words)]
