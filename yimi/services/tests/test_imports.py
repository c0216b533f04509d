"""A station's own table becomes contacts: checked whole, all or none, twice changes nothing."""

import csv
from datetime import date, datetime, time
from io import BytesIO, StringIO

import pytest
import xlsxwriter

from yimi.clients.models import Person
from yimi.core.errors import Invalid
from yimi.core.files import read_table
from yimi.services.imports import COLUMNS, import_contacts
from yimi.services.models import Contact, Participation
from yimi.services.tables import write_template

GOOD_ID = "469999195001011527"


def workbook(*rows, header=COLUMNS):
    """The bytes of an .xlsx with these rows; dates are real Excel dates."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
    for number, row in enumerate((header, *rows)):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime.combine(cell, time()), day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


def table(*rows, header=COLUMNS):
    return read_table("records.xlsx", workbook(*rows, header=header))


def row(on="2026-11-10", kind="入户走访", outcome="已见到", name="王桂兰", number="", phone="", action="", services="",
        minutes="", worker="", note=""):  # fmt: skip
    return (on, kind, outcome, name, number, phone, action, services, minutes, worker, note)


MESSY = (
    row(date(2026, 11, 10), "走访", "", "王桂兰", "", "", "", "EC01、SA02", 40, "", "家里都好"),
    row("2026年11月10日", "home_visit", "未遇", "王桂兰"),
    row("2026/11/10", "入户走访", "已见到", "王桂兰", "", "", "更新"),
    row(
        "2026/11/9",
        "入户走访",
        "已见到",
        "符示例",
        "",
        "13800000002",
        "新建",
        "困难群众主动发现与走访建档",
        "30分钟",
        "colleague",
    ),
    row("2026/11/8", "电话（视频）探访", "已见到", "符示例"),
)


def test_a_messy_table_is_imported_and_twice_changes_nothing(world, person):
    rehearsed = import_contacts(table(*MESSY), by=world.worker, commit=False)
    assert (rehearsed.new, rehearsed.people_new, rehearsed.faults) == (5, ["符示例"], [])
    assert not Contact.objects.unscoped("test").exists()

    done = import_contacts(table(*MESSY), by=world.worker, commit=True)
    again = import_contacts(table(*MESSY), by=world.worker, commit=True)

    assert (done.new, done.kept, done.people_matched) == (5, 0, 1)
    assert (again.new, again.kept, again.people_new) == (0, 5, [])
    assert Contact.objects.unscoped("test").count() == 5
    new = Participation.objects.unscoped("test").get(file_action="new").person
    assert (new.state, new.opened_on, new.station) == ("active", date(2026, 11, 9), world.here)


def test_every_fault_names_its_row_and_column_and_nothing_is_written(world, person, register):
    register("王桂兰")
    rows = table(
        row("2026-13-40", name="符示例"),
        row("2026-12-01", name="符示例"),
        row(kind="串门", name="符示例"),
        row(name="符示例", number="469999195001011520"),
        row(name="符示例", worker="nobody"),
        row(name="符示例", services="XX99"),
        row(name="符示例", minutes="很久"),
        row(name=""),
        row(),
        row("2026-11-12", outcome="已见到", name="好例子"),
    )

    report = import_contacts(rows, by=world.worker, commit=True)

    assert [(fault.row, fault.column) for fault in report.faults] == [
        (2, "服务日期"), (3, "服务日期"), (4, "类别"), (5, "证件号码"), (6, "社工"),
        (7, "服务项目"), (8, "时长"), (9, "姓名"), (10, "姓名"),
    ]  # fmt: skip
    assert "校验位" in report.faults[3].message
    assert str(report.faults[0]).startswith("第 2 行“服务日期”：")
    assert not report.committed
    assert Person.objects.unscoped("test").count() == 2
    assert not Contact.objects.unscoped("test").exists()


def test_a_table_without_a_column_is_refused(world):
    with pytest.raises(Invalid, match="档案动作"):
        import_contacts(table(header=[name for name in COLUMNS if name != "档案动作"]), by=world.worker, commit=True)


def test_csv_is_read_in_two_encodings_and_no_third(world, person):
    text = StringIO()
    csv.writer(text).writerows([COLUMNS, row(note="家里都好，想问高龄补贴")])

    for encoding in ("utf-8", "gb18030"):
        report = import_contacts(read_table("a.csv", text.getvalue().encode(encoding)), by=world.worker, commit=True)
        assert report.faults == []
    with pytest.raises(Invalid, match="第 1 行"):
        read_table("a.csv", text.getvalue().encode("big5", "replace"))
    assert Contact.objects.unscoped("test").count() == 1


def test_a_number_finds_the_person_whatever_the_table_calls_her(world, register):
    known = register("王桂兰", id_type="resident_id", id_number=GOOD_ID)

    import_contacts(table(row(name="王桂蘭", number=GOOD_ID)), by=world.worker, commit=True)

    assert Participation.objects.unscoped("test").get().person == known


def test_a_number_filed_at_another_station_is_refused_at_its_row(world, register):
    register("王桂兰", station=world.elsewhere, id_type="resident_id", id_number=GOOD_ID)

    report = import_contacts(table(row(number=GOOD_ID)), by=world.worker, commit=True)

    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "证件号码")]


def test_a_record_corrected_since_stays_as_corrected(world, person):
    import_contacts(table(row()), by=world.worker, commit=True)
    contact = Contact.objects.unscoped("test").get()
    Contact.objects.unscoped("test").update(digest="corrected")

    report = import_contacts(table(row()), by=world.worker, commit=True)

    contact.refresh_from_db()
    assert (report.kept, contact.digest) == (1, "corrected")


def test_another_stations_code_is_refused(world):
    header = [*COLUMNS, "站点代码", "序号"]

    report = import_contacts(table((*row(), "469028103", "1"), header=header), by=world.worker, commit=True)

    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "站点代码")]
    assert report.ignored == ["序号"]


def test_the_template_is_a_table_that_the_import_reads(world):
    stream = BytesIO()
    write_template(stream)

    report = import_contacts(read_table("template.xlsx", stream.getvalue()), by=world.worker, commit=True)

    assert (report.rows, report.faults) == (0, [])
