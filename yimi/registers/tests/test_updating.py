"""A register's table is read as it is, matched, and compared with the one before."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from python_calamine import CalamineWorkbook

from tests import story
from yimi.clients.actions import merge_people, undo_merge, void_person
from yimi.clients.models import Person
from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.exchange import actions as exchange
from yimi.exchange.actions import confirm_import
from yimi.exchange.models import Import
from yimi.registers import actions
from yimi.registers.models import Difference, Entry, Profile, Register

from .tables import CHILD, HEADER, ID, OCTOBER, OTHER, agreed, brought, line, sent, told, workbook, worked

pytestmark = pytest.mark.django_db


def entries(**more):
    rows = list(Entry.objects.unscoped("test").filter(**more).select_related("area", "station", "person"))
    seal.read(rows, "name", "id_number", "phone", "address")
    return {row.opened["name"]: row for row in rows}


def differences(kind=None):
    rows = Difference.objects.unscoped("test").select_related("entry")
    return {(row.kind, row.entry.pk): row for row in rows if kind in (None, row.kind)}


def held(person):
    return [(row.code, row.state, row.until_on) for row in person.categories.all()]


def test_a_table_with_titles_notes_and_unknown_columns_is_asked_about_once_and_then_known(world):
    title, note = ["长征镇城乡低保对象花名册"], ["注：本表一式两份，截至 9 月底"]
    task = sent(world, title, [], HEADER, line("王桂兰", ID), note, ["合计", "1 户"])
    assert task.state == "asking"
    agreed(world, task)
    assert (task.state, task.rows, task.faults, task.counts["checked"]["new"]) == ("checked", 3, 0, 1)
    assert Profile.objects.unscoped("test").count() == 0

    brought(world, line("王桂兰", ID))
    again = sent(world, title, HEADER, line("王桂兰", ID), as_of=OCTOBER)
    assert again.state == "checked"


def test_a_header_of_two_rows_with_members_in_columns_is_one_household_a_row(world):
    top = ["序号", "户主姓名", "身份证号码", "村（居）", "家庭成员", "", "", "家庭成员", "", ""]
    low = ["", "", "", "", "姓名", "关系", "身份证号", "姓名", "关系", "身份证号"]
    row = ["1", "王桂兰", ID, "潮村村委会", "王小雨", "孙女", CHILD, "", "", ""]
    task = agreed(world, sent(world, ["低保户花名册"], top, low, row))
    assert task.counts["checked"]["new"] == 2

    confirm_import(task.pk, by=world.county)

    worked(task)

    head, girl = entries()["王桂兰"], entries()["王小雨"]
    assert head.household_key == girl.household_key != ""
    assert (head.relation, girl.relation, girl.birth_on) == ("户主", "孙女", date(2015, 6, 30))
    assert girl.area.code == "469030104201"


def test_members_below_a_merged_household_cell_belong_to_it(world):
    header = ["户编号", "村（居）", "姓名", "身份证号码", "与户主关系"]
    rows = (
        ["H1", "潮村", "王桂兰", ID, "户主"],
        ["", "", "王小雨", CHILD, "孙女"],
        ["H2", "潮村", "符某", OTHER, "户主"],
    )
    task = agreed(world, sent(world, header, *rows))

    confirm_import(task.pk, by=world.county)
    worked(task)
    found = entries()

    assert found["王桂兰"].household_key == found["王小雨"].household_key != found["符某"].household_key
    assert found["王小雨"].area.code == "469030104201"


def test_who_has_the_number_is_matched_and_holds_the_category_on_register(world):
    person = story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, id_number=ID, categories=["DB"])
    task = brought(world, line("王桂蓝", ID), line("符某", OTHER))

    assert task.counts["written"] == {"new": 2, "auto": 1, "none": 1}
    assert entries()["王桂蓝"].person_id == person.pk
    assert held(person) == [("DB", "on_register", None)]


def test_name_birth_date_and_village_together_are_certain_and_less_is_asked_about(world):
    known = {"opened_on": world.opened, "birth_on": date(1950, 1, 1), "area": "469030104201"}
    sure = story.person(world.worker, world.here, "王桂兰", **known)
    story.person(world.worker, world.here, "符海燕", opened_on=world.opened, birth_on=date(1950, 1, 1))
    brought(world, line("王桂兰", ID), line("符海艳", OTHER))
    found = entries()

    assert (found["王桂兰"].match, found["王桂兰"].person_id) == ("auto", sure.pk)
    assert found["符海艳"].match == "unsure" and len(found["符海艳"].candidates) == 1


def test_a_file_of_another_county_is_only_known_to_exist(world):
    story.person(world.stranger, world.elsewhere, "王桂兰", opened_on=world.opened, id_number=ID)
    brought(world, line("王桂兰", ID))

    assert (entries()["王桂兰"].match, entries()["王桂兰"].person) == ("elsewhere", None)


def test_what_a_register_says_badly_is_told_and_kept(world):
    bad = line("符某", ID[:-1] + "5", "12")
    task = brought(world, bad, line("李某", "4.69999E+17"), line("王某", village="没有村", town="", address=""))
    found = entries()

    assert task.state == "done" and task.faults == 0
    assert (found["符某"].fingerprint, found["符某"].opened["id_number"]) == (None, ID[:-1] + "5")
    assert found["王某"].area.code == "469030" and found["王某"].station is None
    assert {(row, column) for row, column, _note in told(task)} >= {
        (2, "证件号码"),
        (2, "电话"),
        (3, "证件号码"),
        (4, "村（居）"),
    }


def test_a_village_is_found_by_its_stem_in_any_column(world):
    brought(
        world, line("甲某", village="潮村村委会"), line("乙某", village="长征镇潮村"),
        line("丙某", village="", address="长征镇潮村四组"), line("丁某", village="", address="三巷"),
    )  # fmt: skip
    found = entries()

    assert {found[name].area.code for name in ("甲某", "乙某", "丙某")} == {"469030104201"}
    assert (found["丁某"].area.code, found["丁某"].station) == ("469030104", world.here)


def test_a_source_of_several_categories_reads_them_from_their_column(world):
    header = ["姓名", "身份证号码", "残疾等级", "村（居）"]
    rows = ["王桂兰", ID, "一级", "潮村"], ["符某", OTHER, "3", "潮村"], ["李某", "", "九级", "潮村"]
    task = agreed(world, sent(world, header, *rows, source="CJ"))

    assert told(task) == [(4, "对象类别", False)]
    assert task.counts["checked"]["new"] == 2


@pytest.mark.both_engines
def test_the_next_table_shows_who_is_new_gone_and_changed(world):
    brought(world, line("王桂兰", ID, "13800000001"), line("符某", OTHER))
    task = brought(world, line("王桂兰", ID, "13800000002"), line("王小雨", CHILD), as_of=OCTOBER)
    found = entries()

    assert task.counts["written"]["gone"] == 1
    assert set(differences()) == {
        ("changed", found["王桂兰"].pk), ("new", found["王小雨"].pk), ("gone", found["符某"].pk),
    }  # fmt: skip
    assert differences("changed")["changed", found["王桂兰"].pk].fields == ["phone"]
    assert found["符某"].gone_on == OCTOBER
    register = Register.objects.unscoped("test").get()
    assert register.as_of == OCTOBER


def test_the_same_table_again_changes_nothing(world):
    brought(world, line("王桂兰", ID), line("符某"))
    task = brought(world, line("王桂兰", ID), line("符某"), as_of=OCTOBER)

    assert (task.counts["written"], differences()) == ({"same": 2, "none": 2}, {})


def test_a_table_that_only_adds_makes_nobody_gone(world):
    brought(world, line("王桂兰", ID))
    brought(world, line("符某", OTHER), as_of=OCTOBER, is_whole=False)

    assert entries()["王桂兰"].gone_on is None


def test_who_comes_back_is_new_again(world):
    brought(world, line("王桂兰", ID), line("符某", OTHER))
    brought(world, line("符某", OTHER), as_of=OCTOBER)
    brought(world, line("王桂兰", ID), line("符某", OTHER), as_of=date(2026, 11, 20))

    assert entries()["王桂兰"].gone_on is None and len(differences("new")) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"as_of": date(2026, 8, 31)}, "不能用更早的"),
        ({"as_of": date(2026, 12, 1)}, "不能晚于今天"),
        ({"area": "469028"}, "您范围内的区划"),
        ({"source": "XX"}, "请选择底册来源"),
    ],
)
def test_a_table_of_a_wrong_day_place_or_source_is_refused(world, more, words):
    brought(world, line("王桂兰", ID))

    with pytest.raises(Invalid, match=words):
        sent(world, HEADER, line("王桂兰", ID), **more)


def test_a_township_brings_in_its_own_and_sees_what_the_county_brought_for_it(world, sign_in):
    brought(world, line("王桂兰", ID), line("红某", OTHER, town="红毛镇", village=""))
    page = sign_in(world.township).get("/app/registers/").content.decode()
    assert "低保名册" in page and ">1<" in page
    brought(world, line("符某", CHILD, town=""), by=world.township, area="469030104", source="TK", category="TK_FS")

    assert entries()["符某"].area.code == "469030104201"


def test_an_entry_goes_with_its_person_when_files_are_merged_and_back(world):

    keep = story.person(world.worker, world.here, "王桂兰", opened_on=world.opened)
    drop = story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, id_number=ID)
    brought(world, line("王桂兰", ID))
    merge = merge_people(by=world.head, keep=keep.pk, drop=drop.pk, reason="同一人")
    assert entries()["王桂兰"].person_id == keep.pk
    undo_merge(merge.pk, by=world.head)

    assert entries()["王桂兰"].person_id == drop.pk


def test_a_voided_file_leaves_its_entry_open(world):

    person = story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, id_number=ID)
    brought(world, line("王桂兰", ID))
    void_person(person.pk, by=world.worker, reason="建错了")

    assert (entries()["王桂兰"].match, entries()["王桂兰"].person) == ("none", None)


class TestMatching:
    @pytest.fixture
    def unsure(self, world):
        world.seen = story.person(
            world.worker, world.here, "符海燕", opened_on=world.opened, birth_on=date(1950, 1, 1), phone="13800000001"
        )
        brought(world, line("符海艳", OTHER))
        return entries()["符海艳"]

    def test_the_head_says_that_it_is_she_and_her_file_says_so(self, world, unsure):
        actions.match_entry(unsure.pk, by=world.head, person=world.seen.pk)

        assert entries()["符海艳"].match == "settled" and held(world.seen) == [("DB", "on_register", None)]

    def test_none_of_them_leaves_her_without_a_file(self, world, unsure):
        actions.part_entry(unsure.pk, by=world.worker)

        assert entries()["符海艳"].match == "none"

    def test_only_who_may_see_the_file_and_write_there_says_so(self, world, unsure):
        far = story.person(world.stranger, world.elsewhere, "远方人", opened_on=world.opened)
        for by, person in ((world.head, far), (world.neighbour, world.seen), (world.stranger, far)):
            with pytest.raises(Http404):
                actions.match_entry(unsure.pk, by=by, person=person.pk)

    def test_in_the_browser(self, world, unsure, sign_in):
        browser = sign_in(world.head)
        page = browser.get(f"/app/registers/entries/{unsure.pk}/").content.decode()
        assert "符海艳" in page and "符海燕" in page and "姓名同音" in page
        browser.post(f"/app/registers/entries/{unsure.pk}/", {"person": str(world.seen.pk)})
        assert entries()["符海艳"].match == "settled"
        masked = sign_in(world.county).get(f"/app/registers/entries/{unsure.pk}/").content.decode()
        assert "符**" in masked and "符海艳" not in masked and "符海燕" not in masked


def test_who_has_no_file_is_registered_without_one_and_counted_nowhere(world, sign_in):
    brought(world, line("王桂兰", ID, "13800000001"), line("王小雨", CHILD))
    picked = [str(row.pk) for row in entries().values()]
    sign_in(world.head).post("/app/registers/enroll/", {"pick": picked})
    people = {person.pk: person for person in Person.objects.unscoped("test")}

    assert {person.state for person in people.values()} == {"known"} and len(people) == 2
    assert {row.match for row in entries().values()} == {"settled"}
    assert all(held(person) == [("DB", "on_register", None)] for person in people.values())
    again = brought(world, line("王桂兰", ID, "13800000001"), line("王小雨", CHILD), as_of=OCTOBER)
    assert again.counts["written"] == {"same": 2, "settled": 2}


def test_one_person_on_two_registers_is_registered_once(world):
    brought(world, line("王桂兰", ID))
    brought(world, line("王桂兰", ID), source="FP")
    rows = Entry.objects.unscoped("test")
    assert actions.enroll_entries([row.pk for row in rows], by=world.head) == (1, 0)

    person = Person.objects.unscoped("test").get()
    assert {code for code, _state, _until in held(person)} == {"DB", "FPJC"}


def test_enrolling_is_for_those_who_write_files_there(world):
    brought(world, line("王桂兰", ID))
    entry = entries()["王桂兰"]
    for by in (world.neighbour, world.stranger, world.province):
        with pytest.raises(Http404):
            actions.enroll_entries([entry.pk], by=by)
    with pytest.raises(Invalid):
        actions.enroll_entries([], by=world.head)


class TestDifferences:
    @pytest.fixture
    def changed(self, world):
        """王桂兰 has another phone, 符某 is gone; both have files."""
        world.one = story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, id_number=ID)
        world.gone = story.person(world.worker, world.here, "符某", opened_on=world.opened, id_number=OTHER)
        brought(world, line("王桂兰", ID, "13800000001"), line("符某", OTHER))
        brought(world, line("王桂兰", ID, "13800000002"), as_of=OCTOBER)
        return {kind: row for (kind, _entry), row in differences().items()}

    def test_the_keeper_ends_the_category_of_who_is_gone_and_her_file_stays(self, world, changed):
        assert actions.end_categories([changed["gone"].pk], by=world.county) == 1
        world.gone.refresh_from_db()

        assert held(world.gone) == [("DB", "on_register", OCTOBER - timedelta(days=1))] and world.gone.state == "active"

    def test_the_station_cannot_end_what_is_on_the_register(self, world, changed):
        with pytest.raises(RuleBroken, match="只有市县或乡镇"):
            actions.end_categories([changed["gone"].pk], by=world.head)
        assert held(world.gone) == [("DB", "on_register", None)]

    def test_the_worker_takes_over_what_changed(self, world, changed):
        actions.take_over(changed["changed"].pk, by=world.worker)
        world.one.refresh_from_db()
        seal.read(world.one, "phone")

        assert world.one.opened["phone"] == "13800000002"
        assert Difference.objects.unscoped("test").get(pk=changed["changed"].pk).state == "done"

    def test_settled_and_taken_back_in_the_browser(self, world, changed, sign_in):
        browser = sign_in(world.head)
        page = browser.get("/app/registers/differences/").content.decode()
        assert "王桂兰" in page and "变更" in page and "减少" in page and "13800000002" not in page
        pk = changed["gone"].pk
        browser.post("/app/registers/differences/settle/", {"pick": [str(pk)]})
        assert Difference.objects.unscoped("test").get(pk=pk).state == "done"
        browser.post(f"/app/registers/differences/{pk}/reopen/")
        assert Difference.objects.unscoped("test").get(pk=pk).state == "open"

    def test_they_are_to_dos_on_the_person(self, world, changed, sign_in):
        page = sign_in(world.worker).get(f"/app/people/{world.one.pk}/").content.decode()
        assert "底册（低保名册）：变更，请核对" in page

    def test_nobody_elsewhere_settles_them(self, world, changed):
        for by in (world.stranger, world.neighbour, world.far_county):
            with pytest.raises(Http404):
                actions.settle_differences([changed["gone"].pk], by=by)


def test_a_closely_kept_register_is_the_heads(world, sign_in):
    header = ["姓名", "身份证号码", "村（居）"]
    task = agreed(world, sent(world, header, ["王桂兰", ID, "潮村"], source="QT", category="JSZA"))

    confirm_import(task.pk, by=world.county)
    worked(task)
    url = f"/app/registers/{Register.objects.unscoped('test').get().pk}/"

    assert "王桂兰" in sign_in(world.head).get(url).content.decode()
    assert sign_in(world.worker).get(url).status_code == 404
    assert "王" not in sign_in(world.county).get(url).content.decode().split("在册的人")[1].split("更新记录")[0]
    assert "另有 1 条敏感类别" in sign_in(world.county).get("/app/registers/").content.decode()


def test_the_whole_way_in_the_browser(world, sign_in):

    browser = sign_in(world.township)
    content = workbook(["长征镇低保名册"], HEADER, line("王桂兰", ID))
    said = {"source": "DB", "area": "469030104", "as_of": "2026-09-30", "is_whole": "on"}
    assert "请选择文件" in browser.post("/app/registers/import/", said).content.decode()
    answer = browser.post("/app/registers/import/", said | {"file": SimpleUploadedFile("名册.xlsx", content)})

    task = worked(Import.objects.unscoped("test").get())
    assert answer.headers["Location"] == f"/app/files/imports/{task.pk}/" and task.state == "asking"
    page = browser.get(f"/app/registers/columns/{task.pk}/").content.decode()
    assert "王桂兰" in page and "身份证号码" in page
    wrong = browser.post(f"/app/registers/columns/{task.pk}/", {"header": "2", "column_4": "id_number"})
    assert wrong.status_code == 422 and "请指明哪一列是姓名" in wrong.content.decode()
    named = {"header": "2", "column_2": "village", "column_3": "name", "column_4": "id_number"}
    browser.post(f"/app/registers/columns/{task.pk}/", named)
    worked(task)
    browser.post(f"/app/files/imports/{task.pk}/confirm/")
    worked(task)

    assert entries()["王桂兰"].area.code == "469030104201"
    assert sign_in(world.county).get(f"/app/registers/columns/{task.pk}/").status_code == 404


def test_lists_cost_the_same_however_long(world, sign_in, django_assert_max_num_queries):
    rows = [line(f"王{chr(0x4E00 + n)}") for n in range(60)]
    brought(world, *rows[:5])
    brought(world, *rows, as_of=OCTOBER)
    browser = sign_in(world.head)
    pk = Register.objects.unscoped("test").get().pk
    for url in ("/app/registers/", f"/app/registers/{pk}/", "/app/registers/differences/"):
        with django_assert_max_num_queries(32):
            assert browser.get(url).status_code == 200


@pytest.mark.parametrize(
    ("kind", "filters", "there", "absent"),
    [
        ("register_entries", {"match": "none"}, "王桂兰", "符某"),
        ("register_entries", {"match": "gone", "source": "DB"}, "符某", "王桂兰"),
        ("register_changes", {"state": "open", "kind": "gone"}, "符某", "王桂兰"),
    ],
)
def test_lists_are_taken_away_as_tables_masked(world, kind, filters, there, absent):
    brought(world, line("王桂兰", ID), line("符某", OTHER))
    brought(world, line("王桂兰", ID), as_of=OCTOBER)
    tables = {}
    for by in (world.head, world.county):
        task = worked(exchange.ask_export(kind, by=by, filters=filters, purpose="月度核对"))
        content = exchange.take_export(task.pk, by=by)[1]
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        tables[by.username] = {str(cell) for row in rows for cell in row}

    assert there in tables["head"] and absent not in tables["head"]
    assert there not in tables["county"] and f"{there[0]}**" in tables["county"]
    assert not {ID, OTHER} & (tables["head"] | tables["county"])
