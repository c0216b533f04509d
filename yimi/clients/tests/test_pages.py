"""The pages on people as a worker and an officer use them."""

import pytest

from yimi.clients.models import Person
from yimi.core.ids import new_id
from yimi.core.models import Entry

from .people import NUMBER, person, put

FORM = {"name": "王桂兰", "id_type": "resident_id", "sex": "unknown", "area": "469030104201", "station": "469030104"}


def text(answer):
    return answer.content.decode()


def test_a_worker_finds_somebody_by_initials_while_typing(world, sign_in):
    person(world.worker)
    browser = sign_in(world.worker)

    page = text(browser.get("/app/people/?q=wgl"))
    part = text(browser.get("/app/people/?q=wgl", headers={"HX-Request": "true"}))

    assert "王桂兰" in page
    assert "王桂兰" in part
    assert "<html" not in part
    assert "至少输入两个拼音字母" in text(browser.get("/app/people/?q=w"))
    assert "没有找到" in text(browser.get("/app/people/?q=zzz"))


def test_a_worker_opens_a_file_once(world, sign_in):
    browser, pk = sign_in(world.worker), str(new_id())
    assert browser.get("/app/people/new/").status_code == 200

    first = browser.post("/app/people/new/", FORM | {"id": pk, "id_number": NUMBER, "categories": ["DB"]})
    again = browser.post(
        "/app/people/new/", FORM | {"id": pk, "id_number": NUMBER, "categories": ["DB"], "is_another": "on"}
    )

    assert first["Location"] == again["Location"] == f"/app/people/{pk}/"
    row = Person.objects.get()
    assert (row.file_number, row.categories.get().state) == ("QZCZ-000001", "self_reported")


def test_a_likely_double_is_shown_before_it_is_made(world, sign_in):
    person(world.worker, id_number=NUMBER)
    browser = sign_in(world.worker)

    warned = browser.post("/app/people/new/", FORM | {"id": str(new_id()), "birth_on": "1950-01-01"})
    made = browser.post("/app/people/new/", FORM | {"id": str(new_id()), "birth_on": "1950-01-01", "is_another": "on"})

    assert "可能已经建过档" in text(warned)
    assert made.status_code == 302
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "姓名"),
        ({"id_number": "469999195001010015"}, "校验位不对"),
        ({"id_number": NUMBER, "birth_on": "1951-01-01"}, "与身份证号码里的出生日期不一致"),
        ({"id_number": NUMBER, "sex": "F"}, "与身份证号码里的性别不一致"),
        ({"opened_on": "2099-01-01"}, "不能晚于今天"),
        ({"opened_on": "2999-01-01"}, "日期不合理"),
        ({"phone": "123"}, "11 位手机号"),
        ({"area": "469028103"}, "居住地"),
    ],
)
def test_a_wrong_entry_is_said_above_the_form(world, sign_in, wrong, says):
    answer = sign_in(world.worker).post("/app/people/new/", FORM | {"id": str(new_id())} | wrong)

    assert answer.status_code == 200
    assert "err-sum" in text(answer)
    assert says in text(answer)
    assert not Person.objects.exists()


def test_a_mismatch_stays_when_it_is_confirmed(world, sign_in):
    said = FORM | {"id": str(new_id()), "id_number": NUMBER, "sex": "F", "id_note": "证件上的性别登记有误"}

    assert sign_in(world.worker).post("/app/people/new/", said).status_code == 302
    assert Person.objects.get().sex == "F"


def test_the_file_shows_masked_values_and_who_reads_is_written_down(world, sign_in):
    row = person(world.worker, id_number=NUMBER, phone="13800005610", address="四组")

    page = text(sign_in(world.worker).get(f"/app/people/{row.pk}/"))

    assert "王桂兰" in page
    assert "4699**********0014" in page
    assert "138****5610" in page
    assert not any(hidden in page for hidden in (NUMBER, "13800005610", "四组"))
    assert Entry.objects.filter(act="clients.read_person", object_id=str(row.pk)).exists()


def test_an_officer_sees_the_person_masked(world, sign_in):
    row = person(world.worker, id_number=NUMBER)

    page = text(sign_in(world.county).get(f"/app/people/{row.pk}/"))

    assert "王**" in page
    assert "桂兰" not in page
    assert "1950" not in page


def test_the_file_is_not_there_for_a_stranger(world, sign_in):
    row, browser = person(world.worker), sign_in(world.stranger)

    for path in ("", "edit/", "void/", "categories/"):
        assert browser.get(f"/app/people/{row.pk}/{path}").status_code == 404
    assert browser.post(f"/app/people/{row.pk}/reveal/", {"field": "name", "reason": "核实情况用"}).status_code == 404


def test_a_value_is_revealed_in_its_place(world, sign_in):
    row = person(world.worker, phone="13800005610")
    browser, url = sign_in(world.worker), f"/app/people/{row.pk}/reveal/"

    part = browser.post(url, {"field": "phone"}, headers={"HX-Request": "true"})
    page = browser.post(url, {"field": "phone"})

    assert "13800005610" in text(part)
    assert "<html" not in text(part)
    assert "13800005610" in text(page)
    assert browser.get(url).status_code == 302


def test_a_file_is_changed_and_a_stale_change_shows_both(world, sign_in):
    row = person(world.worker, phone="13800005610")
    browser, url = sign_in(world.worker), f"/app/people/{row.pk}/edit/"
    said = {"name": "王桂英", "id_type": "none", "sex": "F", "area": "469030104201", "opened_on": "", "version": "1"}

    assert browser.get(url).status_code == 200
    saved = browser.post(url, said)
    stale = browser.post(url, said | {"name": "王桂花"})

    assert saved.status_code == 302
    assert "刚被别人修改过" in text(stale)
    assert "王桂英" in text(stale)
    assert "王桂花" in text(stale)
    assert 'name="version" value="2"' in text(stale)


def test_categories_are_added_and_ended_from_their_page(world, sign_in):
    row = person(world.worker)
    url = f"/app/people/{row.pk}/categories/"
    held = {"code": "DB", "state": "on_register", "since_on": "2026-09-01", "source": "2026 年名册"}

    worker = sign_in(world.worker)
    assert "选" in text(worker.post(url, held))
    county = sign_in(world.county)
    assert county.post(url, held).status_code == 302
    ended = county.post(url + "end/", {"code": "DB", "since_on": "2026-09-01", "on": "2026-10-31"})

    assert ended.status_code == 302
    assert str(row.categories.get().until_on) == "2026-10-31"


def test_a_file_is_voided_with_a_reason(world, sign_in):
    row, browser = person(world.worker), sign_in(world.worker)

    assert browser.get(f"/app/people/{row.pk}/void/").status_code == 200
    browser.post(f"/app/people/{row.pk}/void/", {"reason": "与另一份重复"})

    row.refresh_from_db()
    assert row.state == "voided"
    assert browser.get(f"/app/people/{row.pk}/").status_code == 200


def test_household_members_out_of_reach_are_only_counted(world, sign_in):
    household = new_id()
    row = person(world.worker, household=household)
    put(world.worker, name="王小雨", household=household)
    put(world.stranger, name="陈大明", household=household, station="469028103", area="469028103")

    page = text(sign_in(world.worker).get(f"/app/people/{row.pk}/"))

    assert "王小雨" in page
    assert "另一人，另有档案" in page
    assert "陈大明" not in page
