"""What people said to the notice (知情同意), what is to be done about a file, and who looked at it."""

from datetime import date, timedelta

import pytest

from tests import story
from yimi.clients.actions import ConsentFields, assign_worker, read_person, record_consent, reveal
from yimi.clients.consent import stand_of
from yimi.clients.models import Consent
from yimi.clients.todos import todos_of
from yimi.core.errors import Invalid, RuleBroken

pytestmark = pytest.mark.django_db
GIVEN = {"answer": "given", "speaker": "self", "method": "signature", "on": date(2026, 11, 20)}
TODAY = date(2026, 11, 20)


@pytest.fixture
def woman(world):
    return story.person(world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1), birth_on=date(1948, 5, 1))


def say(world, person, **more):
    return record_consent(person.pk, by=world.worker, fields=ConsentFields(**GIVEN | more))


def born(world, birth_on):
    return story.person(world.worker, world.here, "符小满", opened_on=date(2026, 9, 1), birth_on=birth_on)


def test_an_answer_points_to_the_version_of_the_notice_that_was_read(world, woman):
    made = say(world, woman)

    assert (made.notice, made.edition.code, stand_of(woman).is_given) == ("FILE", "REF-NOTICE", True)


def test_refusing_and_withdrawing_are_answers_too_and_all_of_them_stay(world, woman):
    say(world, woman, on=date(2026, 10, 1))
    say(world, woman, answer="withdrawn", on=date(2026, 11, 1))

    assert not stand_of(woman).is_given
    assert Consent.objects.unscoped("test").filter(person=woman).count() == 2


def test_nothing_that_was_not_given_is_withdrawn(world, woman):
    with pytest.raises(RuleBroken):
        say(world, woman, answer="withdrawn")


@pytest.mark.parametrize(
    ("born_on", "who"),
    [
        (TODAY.replace(year=2013), "guardian"),
        (TODAY.replace(year=2012), "guardian"),
        (TODAY.replace(year=2012) - timedelta(days=1), "self"),
        (TODAY.replace(year=1948), "self"),
    ],
)
def test_until_and_on_her_fourteenth_birthday_a_guardian_answers(world, born_on, who):
    girl = born(world, born_on)

    if who == "guardian":
        with pytest.raises(Invalid) as refused:
            say(world, girl)
        assert "speaker" in refused.value.fields
    made = say(world, girl, speaker=who, speaker_name="" if who == "self" else "符大明", relation="父亲")
    assert made.notice == ("CHILD" if who == "guardian" else "FILE")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"speaker": "guardian"}, "speaker_name"),
        ({"method": "oral"}, "witness"),
        ({"on": date(2026, 11, 21)}, "on"),
        ({"on": date(1940, 1, 1)}, "on"),
        ({"answer": "maybe"}, "answer"),
    ],
)
def test_what_an_answer_lacks_is_said_beside_it(world, woman, wrong, path):
    with pytest.raises(Invalid) as refused:
        say(world, woman, **wrong)
    assert set(refused.value.fields) == {path}


def words(world, person):
    return [str(todo.text) for todo in todos_of(world.worker, person)]


def test_who_said_nothing_is_to_be_told_within_thirty_days(world, woman):
    assert "说明告知书，记录知情同意" in words(world, woman)
    say(world, woman)
    assert "说明告知书，记录知情同意" not in words(world, woman)


def test_who_turns_fourteen_is_asked_herself(world, settings):
    girl = born(world, date(2012, 11, 25))
    say(world, girl, speaker="guardian", speaker_name="符大明")
    assert "已满十四周岁，征求本人意见" not in words(world, girl)

    settings.YIMI_TODAY = date(2026, 11, 26)
    assert "已满十四周岁，征求本人意见" in words(world, girl)


def test_at_eighteen_nothing_ends_by_itself_but_somebody_decides(world):
    youth = story.person(
        world.worker, world.here, "符某", opened_on=date(2026, 9, 1), birth_on=date(2008, 11, 1), categories=["GE"]
    )

    assert any("在读延续，还是终止" in said for said in words(world, youth))
    assert youth.categories.filter(until_on=None).exists()


def test_who_has_no_documents_is_to_be_verified(world, woman):
    assert "核实身份证件" in words(world, woman)


def test_a_sex_that_the_number_contradicts_is_to_be_looked_at(world):
    woman = story.person(
        world.worker, world.here, "王某", opened_on=date(2026, 9, 1), sex="F",
        id_type="resident_id", id_number="469999195001010014",
    )  # fmt: skip

    assert "性别与身份证号码不一致，请核对" in words(world, woman)


def test_the_worker_in_charge_reads_who_looked_and_others_do_not(world, woman, sign_in):
    assign_worker([woman.pk], by=world.head, worker=world.worker.pk)
    read_person(woman.pk, by=world.county)
    reveal(woman.pk, by=world.colleague, field="phone", reason="核对联系方式用")

    page = sign_in(world.worker).get(f"/app/people/{woman.pk}/access/").content.decode()
    assert "county·示例" in page and "查看隐去的个人信息：电话" in page
    assert sign_in(world.head).get(f"/app/people/{woman.pk}/access/").status_code == 200
    for somebody in (world.colleague, world.county, world.stranger):
        assert sign_in(somebody).get(f"/app/people/{woman.pk}/access/").status_code == 404


def test_it_is_recorded_on_the_page_and_stands_on_the_file(world, woman, sign_in):
    browser = sign_in(world.worker)
    page = browser.get(f"/app/people/{woman.pk}/consent/").content.decode()
    assert "建立服务档案告知书" in page and "版本 2026.1" in page

    said = {name: str(value) for name, value in GIVEN.items()}
    wrong = browser.post(f"/app/people/{woman.pk}/consent/", said | {"method": "oral"}).content.decode()
    assert "请填写见证人姓名" in wrong
    browser.post(f"/app/people/{woman.pk}/consent/", said)
    assert "同意（本人）" in browser.get(f"/app/people/{woman.pk}/").content.decode()
