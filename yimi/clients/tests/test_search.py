"""A sealed person is found by everything that is promised, and by nobody out of reach."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from tests.proof import tried
from yimi.accounts import actions as accounts
from yimi.accounts.models import Grant
from yimi.accounts.places import of_area
from yimi.clients import tokens
from yimi.clients.listing import Wanted, listed
from yimi.clients.models import Consult
from yimi.clients.queries import people_for
from yimi.clients.search import find
from yimi.core import clock, seal
from yimi.core.actors import SYSTEM
from yimi.core.errors import Invalid
from yimi.core.permissions import Role
from yimi.network.actions.stations import put_station

from .people import NUMBER, person

SURNAMES = "王李张符陈黎吴林周郑梁曾单覃仇"
GIVEN = "桂兰海燕小明秀英志华亚妹德文玉珍"


def found(actor, query, **more):
    return [one.pk for one in find(actor, query, people=people_for(actor), **more).people]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["王桂兰", "王", "兰", "王桂", "桂兰", "wgl", "WGL", "wg", "gl", "wangguilan", "wang", "wanggui", "王 桂兰",
     NUMBER, "0014", "13800005610", "138 0000 5610", "5610", "QZCZ-000001", "qzcz000001", "1"],
)  # fmt: skip
def test_a_person_is_found_by_every_promised_query(world, query):
    wanted = person(world.worker, id_number=NUMBER, phone="13800005610")
    person(world.worker, name="陈志明", phone="13900001234")

    assert found(world.worker, query) == [wanted.pk]


@settings(deadline=None)
@given(st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=3))
def test_the_words_of_a_query_are_among_the_words_of_the_name(surname, given_name):
    name = surname + given_name
    has = tokens.hashed(tokens.words_of(name=name))
    given_pinyin = lazy_pinyin(given_name)
    queries = [name, surname, given_name, given_name[-1], name[:2], name[-2:], "".join(tokens.readings(name)[0])]
    if len(given_name) > 1:
        queries.append("".join(syllable[0] for syllable in tokens.readings(name)[0][1:]))

    for query in queries:
        assert all(has.intersection(group) for group in tokens.asked(query)), (name, query)
    assert len(given_pinyin) == len(given_name)


@pytest.mark.parametrize(
    ("name", "query"),
    [("单雄信", "sxx"), ("曾小贤", "zengxiaoxian"), ("覃海燕", "qhy"), ("覃海燕", "thy"), ("尉迟恭", "ycg"),
     ("欧阳娜娜", "oynn"), ("阿里木·买买提", "almmmt"), ("阿里木·买买提", "买买提"), ("John Smith", "js")],
)  # fmt: skip
def test_surnames_are_found_as_they_are_read(name, query):
    has = tokens.hashed(tokens.words_of(name=name))

    assert all(has.intersection(group) for group in tokens.asked(query))


def test_nobody_out_of_reach_is_found(world):
    person(world.worker, id_number=NUMBER)

    assert found(world.county, "王桂兰")
    assert found(world.province, "0014")
    for actor in (world.stranger, world.neighbour, world.far_county, world.leader, world.sysadmin):
        assert not found(actor, "王桂兰")


def test_one_letter_asks_for_more(world):
    with pytest.raises(Invalid, match="至少输入两个拼音字母"):
        listed(world.worker, Wanted(), q="w")


def test_a_long_search_goes_on_by_cursor_without_gaps(world):
    everybody = {person(world.worker, name=f"王{given}").pk for given in GIVEN}

    seen, cursor = [], None
    while True:
        page = find(world.worker, "王", people=people_for(world.worker), cursor=cursor, limit=5)
        seen += [one.pk for one in page.people]
        cursor = page.next
        if cursor is None:
            break

    assert len(seen) == len(everybody)
    assert set(seen) == everybody


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwwXQ", "Wy0xLDBd"])
def test_a_made_up_cursor_is_refused_in_words(world, cursor):
    for query in ("王", None):
        with pytest.raises(Invalid, match="翻页位置不对"):
            listed(world.worker, Wanted(), q=query, cursor=cursor)


def test_a_new_name_is_found_and_the_old_one_is_not(world):
    from .people import put

    wanted = person(world.worker)

    put(world.worker, wanted.pk, name="黎秀英", version=1)

    assert found(world.worker, "lxy") == [wanted.pk]
    assert not found(world.worker, "wgl")
    assert found(world.worker, "QZCZ-000001") == [wanted.pk]


@pytest.mark.django_db
def test_when_a_station_moves_its_people_are_found_from_the_new_town(world):
    wanted = person(world.worker, name="王桂兰")
    new_town = world.areas["469030105"]
    put_station(world.here.pk, by=SYSTEM, version=world.here.version, area=new_town.code, moves_on=date(2026, 11, 1))

    assert found(world.township, "wgl") == []
    accounts.grant(
        world.auditor, Role.TOWNSHIP_OFFICER, of_area(new_town), by=SYSTEM, from_on=world.opened, because="示例"
    )
    assert found(world.auditor, "wgl") == [wanted.pk]


@pytest.mark.parametrize("query", ["wangg", "wanggu", "wanggui", "wangguil", "wangguila", "wa", "wan", "Wangg"])
def test_a_name_is_found_while_a_syllable_is_half_typed(world, query):
    wanted = person(world.worker)
    person(world.worker, name="吴志明")

    assert found(world.worker, query) == [wanted.pk]


def test_half_a_syllable_finds_nobody_whose_name_goes_on_otherwise(world):
    person(world.worker, name="王刚")

    assert found(world.worker, "wanggu") == []
    assert found(world.worker, "wangga")


def test_who_fits_is_found_behind_a_window_full_of_others(world, monkeypatch):
    monkeypatch.setattr("yimi.clients.search.WINDOW", 3)
    for nth in range(8):
        person(world.worker, name="王刚", phone=f"1380000561{nth}")
    wanted = person(world.worker)

    assert found(world.worker, "wanggu") == [wanted.pk]


def test_a_file_on_a_consult_is_found_while_it_lasts(world):
    wanted = person(world.stranger, station="469028103", area="469028103")
    person(world.stranger, station="469028103", area="469028103", name="王桂花")
    consult = Consult(person=wanted, station=world.here, asked_by=world.worker, asked_at=clock.now())
    seal.write(consult, reason="入户时遇到")
    consult.save(force_insert=True)
    Grant.objects.create(
        user=world.worker, role=Role.SOCIAL_WORKER, on_kind="consult", on_id=str(consult.pk), from_on=world.opened,
        to_on=world.today, because="会商",
    )  # fmt: skip

    assert found(world.worker, "wgl") == [wanted.pk]
    assert found(world.worker, "王桂") == [wanted.pk]
    assert found(world.colleague, "王桂") == []


NAMES = st.builds(str.__add__, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=3))
PHONES = st.integers(0, 10**8 - 1).map("138{:08d}".format)


@tried(5)
@given(st.lists(st.tuples(NAMES, PHONES, st.booleans()), min_size=2, max_size=12))
def test_everybody_is_found_by_each_class_of_query_and_nobody_elsewhere(world, crowd):
    places = {True: (world.worker, "469030104", "469030104201"), False: (world.stranger, "469028103", "469028103")}
    people = []
    for name, phone, is_here in crowd:
        by, station, area = places[is_here]
        people.append((person(by, name=name, phone=phone, station=station, area=area), name, phone, is_here))

    for one, name, phone, is_here in people:
        for query in every_query(name, phone, one.file_number):
            seen = all_pages(world.worker, query)
            assert (one.pk in seen) == is_here, query
            assert not seen & {each.pk for each, _name, _phone, here in people if not here}


def every_query(name, phone, file_number):
    """A query of each class by which somebody of this name must be found."""
    syllables = tokens.readings(name)[0]
    whole, initials = "".join(syllables), "".join(syllable[0] for syllable in syllables)
    half = "".join(syllables[:-1]) + syllables[-1][:-1]
    queries = [name, name[:2], name[-1], whole, initials, initials[:2], phone, phone[-4:], file_number]
    return [*queries, f"{name[0]} {phone[-4:]}", *([half] if len(half) > 1 else [])]


def all_pages(actor, query):
    seen, cursor = set(), None
    while True:
        page = find(actor, query, people=people_for(actor), cursor=cursor, limit=3)
        seen |= {one.pk for one in page.people}
        cursor = page.next
        if cursor is None:
            return seen


@given(st.text("重庆行长乐都石藏朝阳传更会卡" + GIVEN, min_size=1, max_size=4))
def test_a_name_is_read_as_all_of_it_is_read(given_name):
    assert tokens.readings("王" + given_name) == [lazy_pinyin("王" + given_name)]
