"""Lists as offices keep them on paper (花名册、一览表): a head, the customary columns, and a foot to sign."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import IO, Any

import xlsxwriter

from yimi.core.actors import Actor

from .writing import options, page_foot, sheet_name, watermarks, width_of, write_row

A4 = 9
BLANK_LINES = 20
_STEP = 250
_ROOM = 26  # points, to write by hand
_LINE, _MOST_LINES = 15, 27  # a row of Excel is at most 409 points high
_ALIGNED = ("center", "right")
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}  # inches


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A list with head and foot (花名册). Without rows it is the blank form.

    `unit` is 填报单位, `as_of` 截至日期, or `period` where the list is of some time; `counted` is 单位. `sign` are
    the places for names and the seal; `notes` stand under the rows. `widths` are in letters, one for each column;
    `centred` are the columns whose cells stand in the middle, `signed` those left free for a signature.
    `nothing` is what a list without rows says.
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
    period: str = ""
    counted: str = ""
    lines: int = BLANK_LINES
    centred: Collection[int] = ()
    signed: Collection[int] = ()
    nothing: str = ""

    @property
    def heads(self) -> list[str]:
        """The line above the columns: who fills it in, of when, counted in what."""
        day = self.as_of
        as_of = f"{day.year}年{day.month}月{day.day}日" if day else "　　年　　月　　日"
        when = f"期间：{self.period}" if self.period else f"截至日期：{as_of}"
        return [f"填报单位：{self.unit}", when, *([f"单位：{self.counted}"] if self.counted else [])]

    @property
    def signs(self) -> list[str]:
        """The places to sign, as they are written."""
        return [f"（{label}）" if label == "盖章" else f"{label}：" for label in self.sign]

    def all_rows(self) -> Iterable[Sequence[object]]:
        """The rows, or as many free ones as the blank form has."""
        return [[""] * len(self.header)] * self.lines if self.is_blank else self.rows

    def column_widths(self) -> list[int]:
        return [*self.widths, *map(width_of, self.header[len(self.widths) :])]


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
    for count, row in enumerate(roster.all_rows(), 1):
        sheet.set_row(top + count, _height(roster, row))
        write_row(sheet, top + count, row, line)
        if count % _STEP == 0:
            yield count
    if not count and roster.nothing:
        sheet.write_string(top + 1, 0, roster.nothing)
    foot = _write_foot(sheet, book, roster, top + max(count, 1) + 1)
    sheet.print_area(0, 0, foot, len(roster.header) - 1)
    book.close()
    yield 0 if roster.is_blank else count


def _height(roster: Roster, row: Sequence[object]) -> float:
    """How high a row is, in points: not every program finds out by itself how many lines a cell takes."""
    least = _ROOM if roster.is_blank or roster.signed else _LINE
    lines = max(ceil(_letters(cell) / width) for cell, width in zip(row, roster.column_widths(), strict=False))
    return max(least, _LINE * min(lines, _MOST_LINES))


def _letters(cell: object) -> float:
    text = "" if cell is None else str(cell)
    return 1.15 * sum(1 if char.isascii() else 2 for char in text)


def _set_page(sheet: Any, roster: Roster, marks: Sequence[str]) -> None:
    for column, width in enumerate(roster.column_widths()):
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
    first, *rest = roster.heads
    sheet.write_string(1, 0, first)
    places = [last // 2, last][-len(rest) :]
    for text, column, align in zip(rest, places, _ALIGNED[-len(rest) :], strict=True):
        sheet.write_string(1, column, text, book.add_format({"align": align}))
    grey = book.add_format({"font_color": "#5b6770", "font_size": 9})
    for row, mark in enumerate(marks, 2):
        sheet.write_string(row, 0, mark, grey)
    top = len(marks) + 2
    heads = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    sheet.set_row(top, _height(roster, roster.header))
    write_row(sheet, top, [str(name) for name in roster.header], heads)
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    return top


def _write_foot(sheet: Any, book: Any, roster: Roster, row: int) -> int:
    """The notes and the places to sign; gives the last row."""
    for note in roster.notes:
        sheet.write_string(row, 0, note, book.add_format({"font_size": 9}))
        row += 1
    row += 1
    places = _places(len(roster.sign), len(roster.header))
    for place, text in zip(places, roster.signs, strict=True):
        sheet.write_string(row, place, text)
    return row


def _places(signs: int, columns: int) -> list[int]:
    """In which columns the places to sign stand, spread over the width; each in a column of its own."""
    step = max(1, columns // max(1, signs))
    return [nth * step for nth in range(signs)]
