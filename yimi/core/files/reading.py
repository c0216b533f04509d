"""Reading a table that somebody sent (读取表格): .xlsx, .xls or .csv, told by content and never by name."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid, invalid
from yimi.core.text import clean

from .encodings import decoded
from .workbook import old_workbook_rows, workbook_rows

MAX_BYTES = 10 * 1024 * 1024  # of a table that is read whole
MAX_ROWS = 100_000
MAX_COLUMNS = 60

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SHORTENED = re.compile(r"\d(\.\d+)?[Ee]\+?\d\d")


@dataclass
class Table:
    """A table of text (表格). `numbers` are the rows' numbers as Excel shows them, for messages."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its number, as column name → text."""
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield number, dict(zip(self.header, row, strict=True))

    def require(self, columns: Iterable[str]) -> None:
        """Refuse a table that lacks one of these columns."""
        missing = [column for column in columns if column not in self.header]
        if missing:
            raise invalid("header", _("缺少这些列：%(columns)s。") % {"columns": "、".join(missing)})


def read_table(name: str, content: bytes) -> Table:
    """The table of the file; `Invalid` says in Chinese what is wrong and in which row."""
    if len(content) > MAX_BYTES:
        raise invalid("file", _("文件“%(name)s”超过 10 MB，请分几次导入。") % {"name": name})
    return _table(_rows(name, content))


def sheet_rows(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with its number, for tables whose header is not known beforehand.

    Long numbers that lost their last digits stay as 4.69999E+17, so that one bad row refuses nothing but itself.
    """
    for nth, (number, row) in enumerate(_rows(name, content, is_strict=False)):
        cells = [clean(cell) for cell in row]
        if nth > MAX_ROWS:
            raise _too_many()
        if any(cells):
            yield number, cells


def _rows(name: str, content: bytes, *, is_strict: bool = True) -> Iterable[tuple[int, list[str]]]:
    if not content.strip():
        raise invalid("file", _("文件“%(name)s”是空的。") % {"name": name})
    if content.startswith(_ZIP):
        return workbook_rows(content, MAX_ROWS + 1, MAX_COLUMNS, is_strict=is_strict)
    if content.startswith(_OLD_EXCEL):
        return old_workbook_rows(content, MAX_COLUMNS, is_strict=is_strict)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise invalid(
            "file", _("“%(name)s”是网页格式的表格，请用 Excel 打开，另存为 .xlsx 后再导入。") % {"name": name}
        )
    return _csv_rows(decoded(content), is_strict)


def _csv_rows(text: str, is_strict: bool) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ",")
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if is_strict:
                _refuse_shortened(number, row)
            yield number, row
    except csv.Error:
        raise invalid(f"rows.{number + 1}", _("第 %(row)s 行：格式不对，请检查引号。") % {"row": number + 1}) from None


def _refuse_shortened(number: int, row: list[str]) -> None:
    """Excel writes a long number into CSV as 4.69E+17; its last digits are lost."""
    for cell in row:
        if _SHORTENED.fullmatch(cell.strip()):
            message = _("第 %(row)s 行：“%(cell)s”被 Excel 改写，后几位已丢失。请把该列设为文本格式后重新填写。")
            raise invalid(f"rows.{number}", message % {"row": number, "cell": cell.strip()})


def _table(rows: Iterable[tuple[int, list[str]]]) -> Table:
    """The header is the first row that is not empty; empty rows are left out, their numbers are not reused."""
    table: Table | None = None
    for number, row in rows:
        cells = [clean(cell) for cell in row]
        if not any(cells):
            continue
        if table is None:
            table = Table(_header(number, cells))
        else:
            table.rows.append(_fitted(number, cells, len(table.header)))
            table.numbers.append(number)
            _refuse_endless(table)
    if table is None:
        raise invalid("file", _("文件里没有内容。"))
    return table


def _header(number: int, cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    twice = sorted({cell for cell in cells if cell and cells.count(cell) > 1})
    if twice:
        raise invalid("header", _("第 %(row)s 行：列名“%(name)s”出现两次。") % {"row": number, "name": twice[0]})
    if len(cells) > MAX_COLUMNS:
        raise invalid("header", _("第 %(row)s 行：列数超过 %(most)s。") % {"row": number, "most": MAX_COLUMNS})
    return cells


def _fitted(number: int, cells: list[str], width: int) -> list[str]:
    if any(cells[width:]):
        raise Invalid({f"rows.{number}": [_("第 %(row)s 行：内容超出了表头的列。") % {"row": number}]})
    return cells[:width] + [""] * (width - len(cells))


def _refuse_endless(table: Table) -> None:
    if len(table.rows) > MAX_ROWS:
        raise _too_many()


def _too_many() -> Invalid:
    return invalid("file", _("超过 %(most)s 行，请分几次导入。") % {"most": MAX_ROWS})
