"""The overview and the analysis as spreadsheets (总览表、分析表)."""

from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _

from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.files import write_table

from .analysis import columns_of, heading
from .board import Board
from .comparison import Comparison, Line


def write_overview(stream: IO[bytes], board: Board, first: str, *, by: Actor) -> None:
    """Write the counties or stations of the board with their figures and the total, and note who took them."""
    header = [first, _("代码"), *(f"{measure.name}（{measure.unit}）" for measure in board.columns)]
    rows = [[line.name, line.code, *(cell.value for cell in line.cells)] for line in [*board.lines, board.total]]
    name = _("总览")
    title = f"{board.scope.place.name} {board.label} {name}"
    write_table(stream, title, header, rows, by=by, purpose=str(_("工作使用")))
    journal.record("desk.export_overview", by, ("place", board.scope.place.id), refs=())


def write_analysis(stream: IO[bytes], shown: Comparison, *, by: Actor) -> None:
    """Write the table of the analysis page with what it counts, of where and when, and note who took it."""
    choice = shown.choice
    header = [column.label for column in columns_of(shown)]
    lines = [_cells(shown, line) for line in [*shown.lines, shown.total]]
    title = f"{choice.scope.place.name} {choice.label} {heading(choice)}"
    rows: list[Sequence[object]] = [*lines, [], *([note] for note in _footnotes(shown))]
    write_table(stream, title, header, rows, by=by, purpose=str(_("工作使用")), widths=[24])
    journal.record("desk.export_analysis", by, ("place", choice.scope.place.id), refs=())


def _cells(shown: Comparison, line: Line) -> list[object]:
    """Numbers as numbers; what is not told in its words."""
    told = [cell.text if cell.number is None else cell.number for cell in (line.cell, line.other)]
    cells: list[object] = [line.label, *(told if shown.other else told[:1])]
    cells += [line.difference] if shown.other else []
    return [*cells, line.share] if shown.has_shares else cells


def _footnotes(shown: Comparison) -> list[str]:
    """口径, the days and the place, and why lines do not add up."""
    choice = shown.choice
    said = {"first": choice.span.first, "last": choice.span.last, "place": choice.scope.place.name}
    notes = [
        _("指标：%(name)s（%(code)s）") % {"name": choice.measure.name, "code": choice.measure.code},
        _("口径：%(words)s") % {"words": choice.measure.definition},
        _("起止：%(first)s 至 %(last)s　范围：%(place)s") % said,
    ]
    if choice.other:
        compared = {"first": choice.other.first, "last": choice.other.last}
        notes.append(_("对比：%(first)s 至 %(last)s") % compared)
    return [*notes, shown.remark] if shown.remark else notes
