"""The first sheet of a workbook (Excel 工作簿): .xlsx, opened only after its parts were found harmless, or old .xls."""

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isnan
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from yimi.core.errors import invalid

_MOST_PARTS = 1000
_MOST_TOTAL = 200 * 1024 * 1024
_MOST_RATIO = 100
_SMALL = 10 * 1024 * 1024
_PIECE = 1024 * 1024
_LOCAL_HEADER = 30
_ENCRYPTED = 1
_EXACT = 10**15
_MINUTES = 16
_MUCH = 24 * 1024 * 1024  # unpacked; a larger one is read row by row, which is slow and takes little memory
MOST_OLD = 8 * 1024 * 1024  # an old workbook is read at once
_LONGEST_TAG = 4096

_PLACE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")


def workbook_rows(
    content: bytes, most_rows: int, most_columns: int, *, is_strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Every row of the first visible sheet with its number, all cells as text.

    A number that lost its last digits refuses the file; without `is_strict` it becomes 4.69999E+17, which no check
    of a number lets pass.
    """
    unpacked = _refuse_harmful(content, most_rows, most_columns)
    rows = _streamed(content) if unpacked > _MUCH else _read(content)
    return _texts(rows, is_strict)


def old_workbook_rows(content: bytes, most_columns: int, *, is_strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """The same of an .xls file, as Excel 97 and WPS write it; it has at most 65,536 rows."""
    if len(content) > MOST_OLD:
        raise invalid("file", _("旧版 Excel 文件超过 8 MB，请另存为 .xlsx 后再导入。"))
    for number, cells in _texts(_read(content), is_strict):
        if any(cells[most_columns:]):
            raise invalid("header", _("列数超过 %(most)s。") % {"most": most_columns})
        yield number, cells[:most_columns]


def _texts(rows: Iterable[Iterable], is_strict: bool) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, 1):
        yield number, [_text(number, column, cell, is_strict) for column, cell in enumerate(row, 1)]


def _read(content: bytes) -> Iterator[list]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [sheet.name for sheet in book.sheets_metadata if _is_shown(sheet)]
        yield from book.get_sheet_by_name(sheets[0]).iter_rows() if sheets else ()
    except (CalamineError, ValueError, OSError):
        raise invalid("file", _("这个 Excel 文件已损坏或加了密码，无法读取。")) from None
    except BaseException as crash:
        # What the library did not expect in a broken file ends its Rust side with a panic.
        if type(crash).__name__ != "PanicException":
            raise
        raise invalid("file", _("这个 Excel 文件已损坏或加了密码，无法读取。")) from None


def _streamed(content: bytes) -> Iterator[tuple]:
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown[:1]:
            sheet.reset_dimensions()  # what the file says of its own size may be wrong
            yield from sheet.iter_rows(values_only=True)
    except (InvalidFileException, BadZipFile, ValueError, KeyError, TypeError, OSError, SyntaxError):
        raise invalid("file", _("这个 Excel 文件已损坏或加了密码，无法读取。")) from None


def _is_shown(sheet) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet


def _text(row: int, column: int, cell: object, is_strict: bool) -> str:
    """A cell as a person would type it: whole numbers without a point, dates as 2026-09-15."""
    if cell is None:
        return ""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number(row, column, float(cell), is_strict)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")[:_MINUTES]
    if isinstance(cell, date | time | timedelta):
        return cell.isoformat() if isinstance(cell, date) else str(cell)
    return str(cell)


def _number(row: int, column: int, cell: float, is_strict: bool) -> str:
    if abs(cell) >= _EXACT or isnan(cell):
        if not is_strict:
            return f"{cell:.5E}"
        message = _("第 %(row)s 行第 %(column)s 列：号码存成了数字，后几位已丢失。请把该列设为文本格式后重新填写。")
        raise invalid(f"rows.{row}", message % {"row": row, "column": column})
    return str(int(cell)) if cell.is_integer() else repr(cell)


def _refuse_harmful(content: bytes, most_rows: int, most_columns: int) -> int:
    """Refuse what would fill the memory: too many parts, too much inside, or one cell very far away.

    Gives how much is inside.
    """
    try:
        parts = ZipFile(BytesIO(content)).infolist()
        names = {part.filename for part in parts}
        if len(parts) > _MOST_PARTS or "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise invalid("file", _("这不是 Excel 工作簿（.xlsx）。"))
        total = 0
        for part in parts:
            far = _Extent(most_rows, most_columns)
            for piece in _unpacked(content, part):
                total += len(piece)
                _refuse_swollen(total, len(content))
                far.read(piece)
        return total
    except (BadZipFile, zlib.error, ValueError, NotImplementedError):
        raise invalid("file", _("这个 Excel 文件已损坏，无法读取。")) from None


def _refuse_swollen(total: int, packed: int) -> None:
    if total > _MOST_TOTAL or (total > _SMALL and total > packed * _MOST_RATIO):
        raise invalid("file", _("这个 Excel 文件解开后太大，无法读取。"))


def _unpacked(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """What the part really unpacks to, a piece at a time: the size it declares may be a lie."""
    if part.flag_bits & _ENCRYPTED or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    head = content[part.header_offset : part.header_offset + _LOCAL_HEADER]
    start = part.header_offset + _LOCAL_HEADER + sum(int.from_bytes(head[at : at + 2], "little") for at in (26, 28))
    packed = content[start : start + part.compress_size]
    if part.compress_type == ZIP_STORED:
        yield packed
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    piece = stream.decompress(packed, _PIECE)
    while piece:
        yield piece
        piece = stream.decompress(stream.unconsumed_tail, _PIECE)


class _Extent:
    """How far the cells of a sheet reach. One cell at XFD1048576 would be read as 17 thousand million."""

    def __init__(self, most_rows: int, most_columns: int):
        self.most_rows = most_rows
        self.most_columns = most_columns
        self.rest = b""
        self.is_sheet = False

    def read(self, piece: bytes) -> None:
        text = self.rest + piece
        # Any part can be the sheet, whatever its name.
        self.is_sheet = self.is_sheet or b"sheetData" in text
        for place in _PLACE.finditer(text) if self.is_sheet else ():
            self._check(_CELL.fullmatch(place.group(1)))
        # A place may be cut in two at the end of the piece.
        self.rest = text[-_LONGEST_TAG:]

    def _check(self, cell) -> None:
        if cell is None:
            raise BadZipFile
        if int(cell.group(2)) > self.most_rows:
            raise invalid("file", _("超过 %(most)s 行，请分几次导入。") % {"most": self.most_rows - 1})
        if _column(cell.group(1)) > self.most_columns:
            raise invalid("header", _("列数超过 %(most)s。") % {"most": self.most_columns})


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
