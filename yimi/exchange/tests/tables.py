"""A small kind of table, to try imports and exports without people (试用的表)."""

from io import BytesIO

import xlsxwriter

from yimi.core.errors import invalid
from yimi.exchange.kinds import Intake, Layout


def workbook(*rows):
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


def numbers(permission, written, *, asks=False):
    """An intake that takes whole numbers, refuses others, and remembers what was written."""

    def start(head, options):
        if asks and "header" not in options:
            return None
        if head[0].cells[0] != "数":
            raise invalid("header", "没有“数”这一列。")
        return Layout(head[0].number, head[0].cells)

    def check(run, lines):
        for line in lines:
            _look(run, line)

    def write(run, lines):
        for line in lines:
            written.append(int(line.cells[0]))
            run.counts["new"] += 1
            if written[-1] in written.fail:
                raise RuntimeError("stumbles")

    def _look(run, line):
        if line.cells[0].isdigit():
            run.counts["new"] += 1
        else:
            run.fault(line.number, "数", "不是整数。")

    return Intake(
        key="numbers", label="数", permission=permission, results={"new": "新增"}, start=start, check=check, write=write
    )


class Written(list):
    """What an intake has written; numbers in `fail` make it stumble."""

    def __init__(self):
        super().__init__()
        self.fail = set()
