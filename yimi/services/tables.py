"""Contacts as tables (表格): the template of the import, and the list that one may take away."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal
from yimi.core.errors import RuleBroken
from yimi.core.files import read_table, write_table

from . import queries
from .imports import COLUMNS, import_contacts
from .models import Kind, Participation
from .queries import Asked
from .sheets import sheets

MOST_ROWS = 20_000
_AT_ONCE = 500
_TITLE = "服务记录"
_HEADER = ("服务日期", "社工站", "类别", "结果", "服务对象", "服务项目", "时长", "参加人数", "社工", "补录", "记录")
_EXAMPLE = ("2026-09-15", "入户走访", "已见到", "王示例", "", "13800000000", "新建", "SA02", "40", "", "家里都好")
_WIDE = 16


def write_template(stream: IO[bytes]) -> None:
    """The empty table with one example row; number columns are text, so that no digit is lost."""
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet(_TITLE)
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(COLUMNS) - 1, _WIDE, text)
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    _write_choices(sheet)
    _write_example(book.add_worksheet("填写示例"), text)
    book.close()


def _write_choices(sheet: Any) -> None:
    last = 2000
    choices = {
        "类别": [str(label) for label in Kind.labels],
        "结果": ["已见到", "未遇", "不便接访"],
        "档案动作": [str(label) for label in Participation.FileAction.labels],
    }
    for column, allowed in choices.items():
        at = COLUMNS.index(column)
        sheet.data_validation(1, at, last, at, {"validate": "list", "source": allowed})


def _write_example(sheet: Any, text: Any) -> None:
    sheet.set_column(0, len(COLUMNS) - 1, _WIDE, text)
    for row, cells in enumerate((COLUMNS, _EXAMPLE)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, text)


def write_records(stream: IO[bytes], asked: Asked, *, by: User, purpose: str) -> int:
    """The list as the reader sees it, written down before it leaves (导出)."""
    total = queries.contacts_for(by, asked).count()
    if total > MOST_ROWS:
        raise RuleBroken(_("共 %d 条，超过一次导出的上限 20000 条，请缩小日期范围。") % total, code="too_many_rows")
    journal.record("services.export_contacts", by, ("contacts", total))
    return write_table(stream, _TITLE, _HEADER, _lines(asked, by), by=by, purpose=purpose)


def _lines(asked: Asked, by: User) -> Iterator[tuple]:
    rows = queries.contacts_for(by, asked).order_by(*queries.ORDER)
    for first in range(0, MOST_ROWS, _AT_ONCE):
        some = list(rows[first : first + _AT_ONCE])
        if not some:
            return
        for sheet in sheets(by, some):
            yield _line(sheet)


def _line(sheet) -> tuple:
    row = sheet.contact
    workers = "、".join(worker.name for worker in sheet.workers)
    if sheet.is_stub:
        return (row.service_on, row.station.name, row.get_kind_display(), "", "", "", None, None, workers, "", "")
    return (
        row.service_on, row.station.name, row.get_kind_display(), row.get_outcome_display(), sheet.people,
        "、".join(sheet.service_names), row.minutes, row.headcount, workers, row.late, sheet.note,
    )  # fmt: skip


def import_file(path: Path, by: Any) -> str:
    """`yimi import contacts FILE --by USERNAME`: all rows, or none and every fault."""
    report = import_contacts(read_table(path.name, path.read_bytes()), by=by, commit=True)
    if report.faults:
        faults = "\n".join(map(str, report.faults))
        raise RuleBroken(_("没有导入，请改好这些地方：\n%s") % faults, code="import_refused")
    return report.says()
