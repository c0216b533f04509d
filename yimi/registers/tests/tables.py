"""Tables as offices send them (名册样表), and sending them as the county does."""

from datetime import date
from io import BytesIO

import xlsxwriter

from yimi.exchange import actions as exchange
from yimi.exchange import working
from yimi.exchange.queries import rows_of
from yimi.registers import actions, headings

ID = "469999195001011527"
OTHER = "469999195001010014"
CHILD = "469999201506300138"
HEADER = ["序号", "乡镇", "村（居）", "姓名", "身份证号码", "联系电话", "家庭住址", "备注"]
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


def workbook(*rows):
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


def line(name, number="", phone="", village="潮村", town="长征镇", address="四组"):
    return ["1", town, village, name, number, phone, address, ""]


def sent(world, *rows, by=None, as_of=SEPTEMBER, source="DB", area="469030", is_whole=True, category=""):
    """Send a table; gives the import as far as it goes by itself."""
    task = actions.send_register(
        by=by or world.county, name="名册.xlsx", content=workbook(*rows), area=area, source=source, as_of=as_of,
        is_whole=is_whole, category=category,
    )  # fmt: skip
    return worked(task)


def worked(task):
    working.work()
    task.refresh_from_db()
    return task


def agreed(world, task, by=None):
    """Take the columns as they were recognised."""
    if task.state == "asking":
        guess = headings.guess(rows_of(task).head(), {})
        columns = dict(enumerate(guess.fields))
        actions.name_columns(task.pk, by=by or world.county, header=guess.first, columns=columns)
        worked(task)
    return task


def brought(world, *rows, by=None, **more):
    """Send a table with the usual header and write all of it."""
    task = agreed(world, sent(world, HEADER, *rows, by=by, **more), by)
    exchange.confirm_import(task.pk, by=by or world.county)
    return worked(task)


def told(task):
    return [(fault.row, fault.column, fault.is_note) for fault in rows_of(task).faults()]
