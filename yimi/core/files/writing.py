"""Writing a table for somebody to take away (导出表格): marked with who took it, when and what for."""

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor

_NARROW, _WIDE = 8, 40
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (what is written is personal, and no disk should keep it)
_FOOT = 240  # what a foot may say, of the 255 that it has with its marks of pages
_HAN = 2  # a 汉字 is two letters wide
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def options() -> dict[str, Any]:
    """How workbooks are written: row by row, in little memory; rows wait in memory files where the machine has any."""
    return _OPTIONS | ({"tmpdir": str(_IN_MEMORY)} if os.access(_IN_MEMORY, os.W_OK) else {})


def write_table(
    stream: IO[bytes],
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    by: Actor,
    purpose: str,
    widths: Sequence[int] = (),
) -> int:
    """Write the rows as .xlsx, row by row; gives how many. Text stays text: no formula, no lost digits."""
    book = xlsxwriter.Workbook(stream, options())
    sheet = book.add_worksheet(sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    wide = [*widths, *map(width_of, header[len(widths) :])]
    for column, width in enumerate(wide):
        sheet.set_column(column, column, width)
    top = _write_heading(sheet, book, title, by, purpose)
    sheet.write_row(top, 0, [str(name) for name in header], bold)
    sheet.freeze_panes(top + 1, 0)
    number = top
    for number, row in enumerate(rows, top + 1):
        write_row(sheet, number, row)
    book.close()
    return number - top


def _write_heading(sheet, book, title: str, by: Actor, purpose: str) -> int:
    """The title and the watermark above the table; gives the row of the header."""
    marks = watermarks(by, purpose)
    sheet.write_string(0, 0, str(title), book.add_format({"bold": True, "font_size": 14}))
    for row, mark in enumerate(marks, 1):
        sheet.write_string(row, 0, mark, book.add_format({"font_color": "#5b6770"}))
    sheet.set_footer(page_foot(marks))
    return len(marks) + 1


def page_foot(marks: Sequence[str]) -> str:
    """What stands at the foot of every printed page, as far as it has room: who took the table, and the page."""
    said = " ".join(marks)
    while _units(escaped := said.replace("&", "&&")) > _FOOT:
        said = said[:-1]
    return f"&L{escaped}&R&P / &N"


def _units(text: str) -> int:
    """How long a spreadsheet holds a text to be: a rare character is two."""
    return len(text.encode("utf-16-le")) // 2


def watermarks(by: Actor, purpose: str, copy: str = "") -> list[str]:
    """Who took the table, when and what for; in the demo also that nothing of it is real (水印)."""
    marks = [_watermark(by, purpose) + (_("　导出编号：%(copy)s") % {"copy": copy} if copy else "")]
    if settings.YIMI_PROFILE == "demo":
        marks.append(_("样稿 · 演示数据"))
    return marks


def _watermark(by: Actor, purpose: str) -> str:
    at = clock.now().astimezone(clock.CIVIL)
    said = {"name": by.name, "username": by.username, "at": f"{at:%Y-%m-%d %H:%M}", "purpose": purpose}
    return _("导出人：%(name)s（%(username)s）　导出时间：%(at)s　用途：%(purpose)s") % said


def write_row(sheet, number: int, row: Sequence[object], style=None) -> None:
    """Write one row: numbers as numbers, everything else as text that no program takes for a formula."""
    for column, cell in enumerate(row):
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
            sheet.write_number(number, column, cell, style)
        elif cell is not None and cell != "":
            sheet.write_string(number, column, safe(_text(cell)), style)
        elif style is not None:
            sheet.write_blank(number, column, None, style)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock.CIVIL) if cell.tzinfo else cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def safe(text: str) -> str:
    """Text that stays text even when somebody saves the table as CSV and opens that."""
    return f"'{text}" if text.strip("\ufeff ").startswith(_FORMULA) else text


def width_of(name: object) -> int:
    """The width of a column under this name, in letters."""
    return min(_WIDE, max(_NARROW, sum(1 if char.isascii() else _HAN for char in str(name)) + _HAN))


def sheet_name(title: object) -> str:
    """The title as a sheet may be called."""
    return "".join("_" if char in "[]:*?/\\'" else char for char in str(title))[:31] or "Sheet1"
