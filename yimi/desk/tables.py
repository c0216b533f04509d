"""The overview as a spreadsheet (总览表)."""

from typing import IO

from django.utils.translation import gettext as _

from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.files import write_table

from .board import Board

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_overview(stream: IO[bytes], board: Board, first: str, *, by: Actor) -> None:
    """Write the counties or stations of the board with their figures and the total, and note who took them."""
    header = [first, _("代码"), *(f"{measure.name}（{measure.unit}）" for measure in board.columns)]
    rows = [[line.name, line.code, *(cell.value for cell in line.cells)] for line in [*board.lines, board.total]]
    name = _("总览")
    title = f"{board.scope.place.name} {board.label} {name}"
    write_table(stream, title, header, rows, by=by, purpose=str(_("工作使用")))
    journal.record("desk.export_overview", by, ("place", board.scope.place.id), refs=())
