"""Two files of one person are told from two people, and another station's file is only hinted at."""

from base64 import urlsafe_b64decode
from datetime import date

import pytest
from django.http import Http404

from bench.duplicates import FALSE_SHARES, TRUE_SHARES, run
from yimi.accounts.models import User
from yimi.clients import actions
from yimi.clients.duplicates import Typed, likely_same
from yimi.clients.elsewhere import person_of
from yimi.clients.meant import meant_by
from yimi.clients.models import Pair, Person
from yimi.clients.pairing import find_pairs
from yimi.clients.similarity import LIKELY, compare, features
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.core.models import Entry

from .people import NUMBER, person
from .test_pages import FORM, text

BORN = date(1943, 5, 1)
OTHER_NUMBER = "469999198802290021"


def score(one, other):
    usual = {"name": "王桂兰", "birth": BORN}
    return compare(features(**(usual | one)), features(**(usual | other))).score


@pytest.mark.parametrize(
    ("other", "reason"),
    [({"name": "王桂蓝"}, "homophone"), ({"name": "王兰桂"}, "swapped"), ({"name": "王挂兰"}, "look_alike"),
     ({"name": "黎秀英", "former": ["王桂兰"]}, "former_name"), ({"birth": date(1943, 5, 11)}, "birth_digit"),
     ({"birth": date(1943, 1, 5)}, "birth_swapped"), ({"birth": date(1933, 5, 1)}, "birth_decade"),
     ({"birth": date(1943, 4, 30)}, "birth_near"), ({"number": NUMBER}, "number_missing"),
     ({"phone": "13800005610"}, "birth")],
)  # fmt: skip
def test_files_of_one_person_are_alike_and_say_why(other, reason):
    found = compare(features(name="王桂兰", birth=BORN), features(**({"name": "王桂兰", "birth": BORN} | other)))

    assert found.score >= LIKELY
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [({"number": NUMBER, "name": "王桂兰"}, {"number": OTHER_NUMBER, "name": "王桂花"}),  # twins
     ({"number": NUMBER}, {"number": OTHER_NUMBER}),
     ({"village": "潮村"}, {"village": "潮村", "birth": date(1961, 9, 23)}),  # of one name in one village
     ({"phone": "13800005610"}, {"phone": "13800005610", "name": "王桂平", "birth": date(1968, 5, 1)})],  # his father
)  # fmt: skip
def test_two_people_who_are_hard_to_tell_apart_are_told_apart(one, other):
    assert score(one, other) < LIKELY


def test_a_rare_surname_says_more_than_a_common_one():
    rare, common = ({"name": name, "birth": None} for name in ("冼桂兰", "王桂兰"))

    assert score(rare, rare) > score(common, common)


def test_the_fixed_set_is_told_apart():
    found = run(600)

    assert found["recall"] >= 0.97
    assert found["precision"] >= 0.98
    assert set(found["recall_by_class"]) == set(TRUE_SHARES)
    assert min(found["told_apart_by_class"][kind] for kind in FALSE_SHARES) >= 0.97


def test_while_typing_files_of_the_own_station_are_shown_with_reasons(world):
    person(world.worker, birth_on=BORN, phone="13800005610")
    person(world.neighbour, name="王桂蓝", station="469030105", area="469030105", birth_on=BORN)

    found = likely_same(world.worker, Typed(name="王桂蓝", birth_on=BORN, phone="138 0000 5610"))

    assert [alike.card.name for alike in found] == ["王桂兰"]
    assert [str(reason) for reason in found[0].reasons] == ["姓名同音", "出生日期相同", "电话相同"]
    assert likely_same(world.stranger, Typed(name="王桂蓝", birth_on=BORN)) == []


def test_the_card_under_the_form_is_dismissed_for_good(world, sign_in):
    known = person(world.worker, birth_on=BORN)
    browser, pk = sign_in(world.worker), str(new_id())
    typed = FORM | {"id": pk, "name": "王桂兰", "id_type": "none", "birth_on": "1943-05-01"}

    card = text(browser.post("/app/people/new/same/", typed, headers={"HX-Request": "true"}))
    assert "就是这个人，打开" in card
    assert "1943年" in card
    assert "已有档案" not in card
    refused = text(browser.post("/app/people/new/", typed))
    assert "可能已经建过档" in refused
    browser.post("/app/people/new/", typed | {"not_same": str(known.pk)})

    assert Person.objects.filter(pk=pk).exists()
    assert Pair.objects.get().state == "different"
    assert Entry.objects.get(act="clients.decide_pair").refs == [["person", str(known.pk)]]
    assert find_pairs([known.pk]) == 0


@pytest.mark.parametrize(
    "query", [NUMBER, "王桂兰 19500101", "王桂兰 1950-01-01", "王桂兰 138 0000 5610".replace(" 0000 ", "0000")]
)
def test_a_file_elsewhere_is_only_said_to_exist(world, sign_in, query):
    there = person(
        world.stranger, station="469028103", area="469028103", id_number=NUMBER, phone="13800005610",
    )  # fmt: skip

    page = text(sign_in(world.worker).get("/app/people/", {"q": query}))

    assert "已有档案，可申请转入或会商" in page
    for told in (there.file_number, str(there.pk), "英州"):
        assert told not in page
    entry = Entry.objects.get(act="clients.look_elsewhere")
    assert (entry.object_id, entry.station_id, entry.digest) == (str(there.pk), there.station_id, "")


@pytest.mark.parametrize("query", ["王桂兰", "王桂 19500101", "13800005610", "0014", "wgl", "王桂兰 19500102"])
def test_who_knows_less_is_told_nothing(world, query):
    person(world.stranger, station="469028103", area="469028103", id_number=NUMBER, phone="13800005610")

    assert actions.look_elsewhere(by=world.worker, typed=meant_by(query)) == []
    assert not Entry.objects.filter(act="clients.look_elsewhere").exists()


def test_the_handle_is_good_for_its_reader_only(world):
    there = person(world.stranger, station="469028103", area="469028103", id_number=NUMBER)

    found = actions.look_elsewhere(by=world.worker, typed=Typed(id_number=NUMBER))[0]

    assert person_of(world.worker, found.handle) == there.pk
    assert there.pk.bytes not in urlsafe_b64decode(found.handle)
    assert str(there.pk).encode() not in urlsafe_b64decode(found.handle)
    with pytest.raises(Http404):
        person_of(world.colleague, found.handle)
    assert actions.look_elsewhere(by=world.stranger, typed=Typed(id_number=NUMBER)) == []
    assert actions.look_elsewhere(by=world.province, typed=Typed(id_number=NUMBER)) == []


def test_hints_run_out_for_the_day(world, monkeypatch):
    monkeypatch.setattr("yimi.clients.actions.hints.A_DAY", 1)
    for name in ("王桂兰", "黎秀英"):
        person(world.stranger, name=name, station="469028103", area="469028103", birth_on=BORN)
    look = [Typed(name=name, birth_on=BORN) for name in ("王桂兰", "黎秀英")]

    assert actions.look_elsewhere(by=world.worker, typed=look[0])
    assert actions.look_elsewhere(by=world.worker, typed=look[0])
    with pytest.raises(RuleBroken, match="已满 1 次") as refused:
        actions.look_elsewhere(by=world.worker, typed=look[1])
    assert refused.value.status == 429


def test_when_hints_have_run_out_the_refusal_is_no_hint_either(world, monkeypatch):
    monkeypatch.setattr("yimi.clients.actions.hints.A_DAY", 1)
    for name in ("王桂兰", "黎秀英"):
        person(world.stranger, name=name, station="469028103", area="469028103", birth_on=BORN)
    actions.look_elsewhere(by=world.worker, typed=Typed(name="王桂兰", birth_on=BORN))

    for name in ("黎秀英", "查无此人"):
        with pytest.raises(RuleBroken) as refused:
            actions.look_elsewhere(by=world.worker, typed=Typed(name=name, birth_on=BORN))
        assert refused.value.code == "hint_budget"


def test_who_asks_too_fast_waits_a_minute(world, sign_in, monkeypatch):
    monkeypatch.setattr("yimi.clients.actions.hints.A_MINUTE", 1)
    browser = sign_in(User.objects.get(username="worker"))

    pages = [text(browser.get("/app/people/", {"q": "王桂兰 19430501"})) for _nth in range(2)]

    assert "查得太快了" not in pages[0]
    assert "查得太快了" in pages[1]


def test_a_number_says_the_birth_date_by_which_a_file_without_number_is_found(world):
    known = person(world.worker, birth_on=date(1950, 1, 1))

    found = likely_same(world.worker, Typed(name="王桂蓝", id_number=NUMBER))

    assert [alike.card.id for alike in found] == [known.pk]
    assert [str(reason) for reason in found[0].reasons] == ["姓名同音", "出生日期相同", "有一份没有证件号码"]
