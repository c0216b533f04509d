"""Lists as offices keep them on paper (花名册、一览表): a head, the customary columns, and a foot to sign."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter

from yimi.core.actors import Actor

from .writing import options, page_foot, sheet_name, watermarks, width_of, write_row

A4 = 9
BLANK_LINES = 20
_STEP = 250
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}  # inches


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A list with head and foot (花名册). Without rows it is the blank form.

    `unit` is 填报单位, `as_of` 截至日期; `sign` are the places for names and the seal; `notes` stand under the rows.
    `widths` are in letters, one for each column.
    """

    title: str
    unit: str
    as_of: date | None
    header: Sequence[str]
    rows: Iterable[Sequence[object]] = ()
    sign: Sequence[str] = ("填表人", "审核人", "负责人", "盖章")
    notes: Sequence[str] = ()
    widths: Sequence[int] = ()
    is_blank: bool = False


def write_roster(stream: IO[bytes], roster: Roster, *, by: Actor, purpose: str) -> int:
    """Write the list as .xlsx ready to print on A4; gives how many rows."""
    return list(roster_steps(stream, roster, by=by, purpose=purpose))[-1]


def roster_steps(stream: IO[bytes], roster: Roster, *, by: Actor, purpose: str, copy: str = "") -> Iterator[int]:
    """The same a step at a time, for long lists: gives now and then how many rows are written, at last all of them.

    `copy` is the number of this copy, which stands on every page.
    """
    book = xlsxwriter.Workbook(stream, options())
    sheet = book.add_worksheet(sheet_name(roster.title))
    marks = watermarks(by, purpose, copy)
    _set_page(sheet, roster, marks)
    top = _write_head(sheet, book, roster, marks)
    line = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    count = 0
    for count, row in enumerate(_rows(roster), 1):
        write_row(sheet, top + count, row, line)
        if count % _STEP == 0:
            yield count
    _write_foot(sheet, book, roster, top + count + 1)
    book.close()
    yield 0 if roster.is_blank else count


def _rows(roster: Roster) -> Iterable[Sequence[object]]:
    return [[""] * len(roster.header)] * BLANK_LINES if roster.is_blank else roster.rows


def _set_page(sheet: Any, roster: Roster, marks: Sequence[str]) -> None:
    for column, width in enumerate([*roster.widths, *map(width_of, roster.header[len(roster.widths) :])]):
        sheet.set_column(column, column, width)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_MARGINS)
    sheet.set_footer(page_foot(marks))


def _write_head(sheet: Any, book: Any, roster: Roster, marks: Sequence[str]) -> int:
    """Title, who fills it in and as of when, who took it; gives the row of the column heads."""
    last = len(roster.header) - 1
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    sheet.set_row(0, 28)
    sheet.merge_range(0, 0, 0, last, roster.title, title)
    as_of = f"{roster.as_of.year}年{roster.as_of.month}月{roster.as_of.day}日" if roster.as_of else "　　年　　月　　日"
    sheet.write_string(1, 0, f"填报单位：{roster.unit}")
    right = book.add_format({"align": "right"})
    sheet.write_string(1, last, f"截至日期：{as_of}", right)
    grey = book.add_format({"font_color": "#5b6770", "font_size": 9})
    for row, mark in enumerate(marks, 2):
        sheet.write_string(row, 0, mark, grey)
    top = len(marks) + 2
    heads = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    write_row(sheet, top, [str(name) for name in roster.header], heads)
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    return top


def _write_foot(sheet: Any, book: Any, roster: Roster, row: int) -> None:
    for note in roster.notes:
        sheet.write_string(row, 0, note, book.add_format({"font_size": 9}))
        row += 1
    row += 1
    places = _places(len(roster.sign), len(roster.header))
    for place, label in zip(places, roster.sign, strict=True):
        sheet.write_string(row, place, _sign(label))


def _places(signs: int, columns: int) -> list[int]:
    """In which columns the places to sign stand, spread over the width; each in a column of its own."""
    step = max(1, columns // max(1, signs))
    return [nth * step for nth in range(signs)]


def _sign(label: str) -> str:
    return f"（{label}）" if label == "盖章" else f"{label}："
