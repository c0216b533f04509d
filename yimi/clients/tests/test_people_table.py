"""People come in by a table: nobody twice, nothing overwritten, every fault named, cut off and gone on with."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests import story
from yimi.clients.identity import check_digit
from yimi.clients.models import Particulars, Person
from yimi.clients.queries import people_for
from yimi.clients.table import columns as c
from yimi.core import seal
from yimi.core.errors import RuleBroken
from yimi.exchange import actions, working
from yimi.exchange.rows import Rows

pytestmark = pytest.mark.django_db
ID = "469999195001011527"
OTHER = "469999195001010014"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.YIMI_DATA = tmp_path
    working._under_way.clear()
    return tmp_path


def workbook(*rows, header=None, above=()):
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    header = header or list(dict.fromkeys(name for row in rows for name in row))
    for number, line in enumerate([*above, header, *[[row.get(name, "") for name in header] for row in rows]]):
        for column, cell in enumerate(line):
            sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


def checked(world, *rows, by=None, **more):
    task = actions.receive_table("people", by=by or world.head, name="名单.xlsx", content=workbook(*rows, **more))
    working.work()
    task.refresh_from_db()
    return task


def brought(world, *rows, by=None, **more):
    task = checked(world, *rows, by=by, **more)
    actions.confirm_import(task.pk, by=by or world.head)
    working.work()
    task.refresh_from_db()
    return task


def faults(task):
    return [(fault.row, fault.column, fault.message) for fault in Rows(task.pk).faults() if not fault.is_note]


def notes(task):
    return [(fault.row, fault.column) for fault in Rows(task.pk).faults() if fault.is_note]


def everybody(world):
    people = list(people_for(world.head).order_by("created_at", "pk"))
    seal.read(people, "name", "id_number", "phone", "address")
    return {person.opened["name"]: person for person in people}


def row(name="王桂兰", **more):
    return {c.NAME: name} | more


WHOLE = {
    c.NAME: "王桂兰", c.NUMBER: ID, c.ETHNICITY: "黎", c.PHONE: "138 0000 5610", c.AREA: "潮村", c.ADDRESS: "四组",
    c.HOUSEHOLD: "1", c.ROLE: "户主", c.CATEGORIES: "低保、独居老人", c.SINCE: "2026-01-01", c.OPENED: "2026-9-15",
    c.WORKER: "colleague", c.FORMER: "王小兰", c.LANGUAGES: "黎语（哈方言）、普通话", c.EMERGENCY: "王海",
    c.EMERGENCY_WHO: "儿子", c.EMERGENCY_PHONE: "13900000000", c.DISABILITY: ID + "41", c.DWELLING: "瓦房",
}  # fmt: skip


@pytest.mark.both_engines
def test_a_whole_row_becomes_a_whole_file(world):
    task = brought(world, WHOLE)
    person = everybody(world)["王桂兰"]
    told = Particulars.objects.unscoped("test").get(person=person)
    seal.read(told, "former_names", "emergency_name", "disability_number")

    assert (task.state, task.counts["written"]) == ("done", {"new": 1})
    assert (person.sex, person.birth_on, person.opened["phone"], person.area.code) == (
        "F", date(1950, 1, 1), "13800005610", "469030104201",
    )  # fmt: skip
    assert {(row.code, row.state) for row in person.categories.all()} == {
        ("DB", "self_reported"), ("DJLR", "self_reported"),
    }  # fmt: skip
    assert (person.opened_on, person.worker.username, person.household_role) == (
        date(2026, 9, 15), "colleague", "head",
    )  # fmt: skip
    assert (told.ethnicity, told.dwelling, told.disability_grade, told.opened["former_names"]) == (
        "黎族", ["tile"], "1", "王小兰",
    )  # fmt: skip


@pytest.mark.both_engines
def test_the_same_table_twice_changes_nothing(world):
    brought(world, WHOLE, row("符某", **{c.BORN: "1960-05-01"}), row("李某"))
    before = {name: (person.pk, person.version) for name, person in everybody(world).items()}
    task = brought(world, WHOLE, row("符某", **{c.BORN: "1960-05-01"}), row("李某"))

    assert task.counts["written"] == {"same": 3}
    assert {name: (person.pk, person.version) for name, person in everybody(world).items()} == before


def test_rows_of_one_household_are_one_household(world):
    brought(
        world, row("甲某", **{c.HOUSEHOLD: "7"}), row("乙某", **{c.HOUSEHOLD: "7"}), row("丙某", **{c.HOUSEHOLD: "8"})
    )
    one, other, third = everybody(world).values()

    assert one.household_id == other.household_id != third.household_id


def test_a_file_that_is_there_gets_what_it_lacks_and_keeps_what_it_has(world):
    story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, id_number=ID, phone="13811112222")
    said = {c.NUMBER: ID, c.PHONE: "13800005610", c.ADDRESS: "四组", c.CATEGORIES: "低保"}
    task = brought(world, row("王桂蓝", **said))
    person = everybody(world)["王桂兰"]

    assert task.counts["written"] == {"filled": 1}
    assert (person.opened["phone"], person.opened["address"]) == ("13811112222", "四组")
    assert [held.code for held in person.categories.all()] == ["DB"]
    assert notes(task) == [(2, c.NAME), (2, c.PHONE)]


def test_a_file_without_particulars_gets_them_and_one_that_has_some_keeps_them(world):
    for name, number in (("王桂兰", ID), ("符某", OTHER)):
        story.person(world.worker, world.here, name, opened_on=world.opened, id_number=number)
    brought(world, row("王桂兰", **{c.NUMBER: ID, c.ETHNICITY: "黎族"}))
    brought(
        world, row("王桂兰", **{c.NUMBER: ID, c.ETHNICITY: "汉族"}), row("符某", **{c.NUMBER: OTHER, c.ETHNICITY: "苗"})
    )

    told = Particulars.objects.unscoped("test").values_list("person__fingerprint", "ethnicity")
    assert sorted(ethnicity for _mark, ethnicity in told) == ["苗族", "黎族"]


@pytest.mark.both_engines
def test_without_a_number_name_and_birth_date_or_phone_find_the_file(world):
    known = {"opened_on": world.opened, "birth_on": date(1960, 5, 1), "phone": "13800000002"}
    story.person(world.worker, world.here, "符某", **known)
    by_birth = row("符某", **{c.BORN: "1960-05-01", c.ADDRESS: "一组"})
    twin = row("符某", **{c.BORN: "1960-05-02"})
    task = brought(world, by_birth, twin)

    assert task.counts["written"] == {"filled": 1, "new": 1}


def test_homonyms_of_one_village_are_told_apart_or_asked_about(world):
    for day in (1, 2):
        birth = date(1960, 5, day)
        story.person(world.worker, world.here, "符某", opened_on=world.opened, phone="13800000002", birth_on=birth)
    task = checked(world, row("符某", **{c.PHONE: "13800000002"}))

    assert [(at, column) for at, column, _words in faults(task)] == [(2, c.NAME)]


def test_who_has_a_file_elsewhere_is_told_of_and_nothing_more(world):
    story.person(world.stranger, world.elsewhere, "别名", opened_on=world.opened, id_number=ID)
    task = checked(world, row(**{c.NUMBER: ID}))

    assert faults(task) == [(2, c.NUMBER, "这个证件号码已有档案，可以申请转站或会商。")]


@pytest.mark.parametrize(
    ("wrong", "column", "words"),
    [
        ({c.NAME: "", c.SEX: "女"}, c.NAME, "请填写姓名"),
        ({c.NUMBER: ID[:-1] + "5"}, c.NUMBER, "校验位不对"),
        ({c.NUMBER: "469999880229002"}, c.NUMBER, "15 位号码已停用"),
        ({c.NUMBER: "4.69999E+17"}, c.NUMBER, "后几位已丢失"),
        ({c.NUMBER: float(ID)}, c.NUMBER, "后几位已丢失"),
        ({c.NUMBER: ID, c.BORN: "1950-01-02"}, c.BORN, "与身份证号码里的出生日期不一致"),
        ({c.NUMBER: ID, c.SEX: "男"}, c.SEX, "性别不一致"),
        ({c.BORN: "2026-13-01"}, c.BORN, "没有“2026-13-01”这一天"),
        ({c.BORN: "去年"}, c.BORN, "写成 2026-09-15"),
        ({c.SEX: "妇"}, c.SEX, "没有“妇”"),
        ({c.PHONE: "123"}, c.PHONE, "电话应为 11 位"),
        ({c.AREA: "没有村"}, c.AREA, "没有“没有村”这个村（居）"),
        ({c.CATEGORIES: "富人"}, c.CATEGORIES, "没有“富人”这个对象类别"),
        ({c.OPENED: "2027-01-01"}, c.OPENED, "不能晚于今天"),
        ({c.WORKER: "stranger"}, c.WORKER, "本站没有社工“stranger”"),
        ({c.STATION: "469028103"}, c.STATION, "或您不能在该站导入"),
        ({c.DISABILITY: "1"}, c.DISABILITY, "共 20 位"),
        ({c.ETHNICITY: "火星"}, c.ETHNICITY, "没有“火星族”"),
        ({c.EMERGENCY_PHONE: "1"}, c.EMERGENCY_PHONE, "电话应为 11 位"),
        ({c.KNOWN_ONLY: "也许"}, c.OPENED, "填“是”或“否”"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_at_its_cell_and_the_good_rows_go_in(world, wrong, column, words):
    task = checked(world, row(**wrong), row("好例子"))
    (only,) = faults(task)

    assert only[:2] == (2, column) and words in only[2]
    actions.confirm_import(task.pk, by=world.head)
    working.work()
    assert set(everybody(world)) == {"好例子"}


def test_a_number_twice_in_one_table_is_refused_the_second_time(world):
    task = checked(world, row(**{c.NUMBER: ID}), row("符某"), row("王桂蓝", **{c.NUMBER: ID.lower()}), row("符某"))

    assert faults(task) == [(4, c.NUMBER, "与第 2 行的证件号码相同。"), (5, c.NAME, "与第 3 行是同一个人。")]


def test_titles_above_the_header_and_unknown_columns_do_no_harm(world):
    table = {"header": ["姓名*", "身份证号", "心情"], "above": [["长征镇服务对象表"], []]}
    task = checked(world, {"姓名*": "王桂兰", "身份证号": ID, "心情": "好"}, **table)

    assert (task.state, task.rows, faults(task), notes(task)) == ("checked", 1, [], [(3, "心情")])


def test_a_township_puts_people_on_the_register_by_its_table(world):
    brought(world, row(**{c.CATEGORIES: "低保", c.NUMBER: ID}), by=world.township)
    person = Person.objects.unscoped("test").get()

    assert [(held.code, held.state) for held in person.categories.all()] == [("DB", "on_register")]
    assert person.worker is None


def test_an_office_with_several_stations_names_the_station(world):
    task = checked(world, row(), row("符某", **{c.STATION: "469030105"}), by=world.county)

    assert faults(task) == [(2, c.STATION, "您有不止一个社工站，请填写站点代码。")]


def test_only_registered_people_have_no_file(world):
    brought(world, row(**{c.KNOWN_ONLY: "是"}))
    assert Person.objects.unscoped("test").get().state == "known"


def test_somebody_faster_since_the_check_costs_one_row_and_no_more(world):
    task = checked(world, row(**{c.NUMBER: ID}), row("符某", **{c.NUMBER: OTHER}))
    story.person(world.stranger, world.elsewhere, "快人", opened_on=world.opened, id_number=ID)
    actions.confirm_import(task.pk, by=world.head)
    working.work()
    task.refresh_from_db()

    assert (task.state, task.counts["written"], task.faults) == ("done", {"new": 1}, 1)


def test_a_table_of_many_costs_the_same_statements_a_batch(world, django_assert_max_num_queries):
    def numbered(n):
        first = f"46999919500101{n:03d}"
        return first + check_digit(first)

    rows = [row(f"王{chr(0x4E00 + n)}", **{c.NUMBER: numbered(n), c.ETHNICITY: "黎族"}) for n in range(300)]
    task = checked(world, *rows)
    actions.confirm_import(task.pk, by=world.head)
    with django_assert_max_num_queries(110):
        working.work()
    assert Person.objects.unscoped("test").count() == 300


def test_the_command_brings_in_all_rows_or_none(world, tmp_path):
    path = tmp_path / "people.xlsx"
    path.write_bytes(workbook(row(), row("", **{c.PHONE: "13800005610"})))
    with pytest.raises(RuleBroken, match="第 3 行“姓名”"):
        actions.import_file("people", path, by=world.head)
    assert not everybody(world)

    path.write_bytes(workbook(row(), row("符某")))
    assert actions.import_file("people", path, by=world.head) == "已导入：新建档案或登记 2"


def test_the_template_has_every_column_and_its_example_goes_in(world, sign_in):
    content = sign_in(world.head).get("/app/files/templates/people/").content
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.get_sheet_by_index(0).to_python()[0] == list(c.COLUMNS)
    header, example = book.get_sheet_by_name("填写示例").to_python()

    task = checked(world, dict(zip(header, example, strict=True)))
    assert (faults(task), task.counts["checked"]) == ([], {"new": 1})


def test_names_numbers_and_phones_are_nowhere_in_the_open(world, data_folder, caplog):
    task = brought(world, WHOLE, row("符桂花", **{c.NUMBER: ID}))
    kept = b"".join(path.read_bytes() for path in data_folder.rglob("*") if path.is_file())

    for word in ("王桂兰", ID, "13800005610", "四组"):
        assert word.encode() not in kept and word not in caplog.text and word not in str(task.counts)
