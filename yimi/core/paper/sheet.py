"""The tables of a document as .xlsx: one sheet for each, numbers as numbers, 口径 at the end; the same bytes always."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from yimi.core.files.roster import A4
from yimi.core.files.writing import options, safe, sheet_name

from . import official
from .blank import day_of
from .document import Cell, Document, Table

_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[-+−]?\d+(?:\.\d+)?%?")
_MOST_DIGITS = 15
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}  # inches
_NARROWEST, _WIDEST = 6, 50
_NAME = 31


def sheet_of(document: Document) -> bytes:
    """The document as a workbook."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, options() | {"constant_memory": False, "in_memory": True})
    day = day_of(document.dated).replace(tzinfo=None)
    book.set_properties({"title": document.title.replace("\n", "")[:255], "created": day})
    names: set[str] = set()
    writing = _Writing(book, document)
    for nth, table in enumerate(document.tables, 1):
        writing.add_table(_unique(table.caption or f"表{nth}", names), table)
    if document.explained or not document.tables:
        writing.add_notes(_unique("口径" if document.explained else document.title, names))
    book.close()
    return kept.getvalue()


def _unique(wanted: str, names: set[str]) -> str:
    """A name for a sheet that no other one has; programs do not tell large letters from small ones."""
    base = sheet_name(wanted.replace("\n", "")).strip("'")
    name, nth = base, 1
    while name.lower() in names or name.lower() == "history":
        nth += 1
        name = f"{base[: _NAME - 1 - len(str(nth))]}_{nth}"
    names.add(name.lower())
    return name


class _Writing:
    """A workbook as it is written, with its styles."""

    def __init__(self, book: Any, document: Document):
        self.book, self.document = book, document
        self.styles: dict[tuple, Any] = {}

    def style(self, **form: Any) -> Any:
        key = tuple(sorted(form.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(form)
        return self.styles[key]

    def add_table(self, name: str, table: Table) -> None:
        sheet = self.book.add_worksheet(name)
        last = len(table.header) - 1
        top = self._write_head(sheet, table.caption or self.document.title, last)
        heads = self.style(bold=True, border=1, align="center", valign="vcenter", text_wrap=True)
        for column, words in enumerate(table.header):
            sheet.write_string(top, column, safe(words), heads)
        lefts = official.left_columns(table)
        for number, row in enumerate(table.rows, top + 1):
            for column, cell in enumerate(row):
                self._write_cell(sheet, number, column, cell, "left" if column in lefts else "center")
        foot = self._write_foot(sheet, top + len(table.rows) + 1, last)
        _set_page(sheet, table, top, foot)

    def add_notes(self, name: str) -> None:
        """口径: one line for each number; where there is no table, the words of the title alone."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 90)
        top = self._write_head(sheet, "口径" if self.document.explained else self.document.title, 1)
        line = self.style(border=1, text_wrap=True, valign="top")
        for number, (_code, words) in enumerate(self.document.explained):
            sheet.write_number(top + number, 0, number + 1, line)
            sheet.write_string(top + number, 1, safe(words), line)
        _print_settings(sheet)

    def _write_head(self, sheet: Any, title: str, last: int) -> int:
        """The title, whose table it is and of when, and what marks it as a sample or as frozen; gives the next row."""
        document = self.document
        form = self.style(bold=True, font_size=16, align="center", valign="vcenter")
        sheet.set_row(0, 28)
        words = safe(title.replace("\n", ""))
        if last:
            sheet.merge_range(0, 0, 0, last, words, form)
        else:
            sheet.write_string(0, 0, words, form)
        unit = document.signed or document.maker
        parts = (f"填报单位：{unit}" if unit else "", document.dated)
        said = ("　".join(filter(None, parts)), document.frozen, document.sample)
        lines = [line for line in said if line]
        for row, line in enumerate(lines, 1):
            sheet.write_string(row, 0, line, self.style(font_color="#5b6770", font_size=9))
        return len(lines) + 1

    def _write_cell(self, sheet: Any, row: int, column: int, cell: Cell, align: str) -> None:
        form = {"border": 1, "text_wrap": True, "valign": "vcenter", "align": align}
        number = _number(cell)
        if number is None:
            sheet.write_string(row, column, safe(cell.text), self.style(**form))
        else:
            sheet.write_number(row, column, number, self.style(**form, num_format=_form_of(cell.text)))

    def _write_foot(self, sheet: Any, row: int, last: int) -> int:
        """The places to sign; gives the last row."""
        places = official.sign_places(self.document)
        if not places:
            return row - 1
        step = max(1, (last + 1) // len(places))
        lines: dict[int, str] = {}
        for nth, place in enumerate(places):
            column = min(nth * step, last)
            lines[column] = f"{lines[column]}　　　　{place}" if column in lines else place
        for column, words in lines.items():
            sheet.write_string(row + 1, column, words)
        return row + 1


def _number(cell: Cell) -> Decimal | None:
    """The number a cell shows; nothing where it is words, or longer than a program keeps."""
    text = cell.text.strip().replace("−", "-")
    if not cell.is_number or not _NUMBER.fullmatch(text) or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    plain = Decimal(text.rstrip("%").replace(",", ""))
    return plain / 100 if text.endswith("%") else plain


def _form_of(text: str) -> str:
    """How the number is shown: with as many places as the document has."""
    text = text.strip()
    places = len(text.rstrip("%").partition(".")[2])
    return f"{'#,##' if ',' in text else ''}0{'.' + '0' * places if places else ''}{'%' if text.endswith('%') else ''}"


def _set_page(sheet: Any, table: Table, top: int, foot: int) -> None:
    for column, words in enumerate(
        zip(table.header, *([cell.text for cell in row] for row in table.rows), strict=True)
    ):
        width = 2 + max(map(official.letters, words))
        sheet.set_column(column, column, max(_NARROWEST, min(_WIDEST, width)))
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    sheet.print_area(0, 0, foot, len(table.header) - 1)
    if official.is_wide(table):
        sheet.set_landscape()
    _print_settings(sheet)


def _print_settings(sheet: Any) -> None:
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_MARGINS)
    sheet.set_footer("&C— &P —")
