"""Files that move to another station (转站), and files that two stations look at (会商)."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from tests import story
from yimi.clients.actions import (
    Answer,
    answer_consult,
    answer_transfer,
    ask_consult,
    ask_transfer,
    end_consult,
    void_person,
    withdraw_transfer,
)
from yimi.clients.models import FileSpan, Person, SearchToken
from yimi.clients.moves import requests_for
from yimi.clients.search import find
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission, Role
from yimi.figures import queries as figures
from yimi.services.queries import story as story_of

pytestmark = pytest.mark.django_db
YES = Answer(accept=True)


@pytest.fixture
def near_head(world):
    """The head of the neighbouring station."""
    from conftest import _user

    return _user("near-head", Role.STATION_HEAD, world.near)


@pytest.fixture
def woman(world):
    return story.person(world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1), phone="13800005610")


def moved(world, woman, near_head, **more):
    transfer = ask_transfer(woman.pk, by=world.head, to=world.near.code, reason="搬到红毛镇女儿家")
    return answer_transfer(transfer.pk, by=near_head, answer=Answer(accept=True, **more))


def sees(user, person) -> bool:
    return Person.objects.allowed(user, Permission.PERSON_VIEW).filter(pk=person.pk).exists()


def test_a_file_moves_when_the_other_head_accepts(world, woman, near_head):
    moved(world, woman, near_head, worker=world.neighbour.pk)

    woman.refresh_from_db()
    assert (woman.station, woman.worker, woman.file_number) == (world.near, world.neighbour, "QZCZ-000001")
    assert sees(world.neighbour, woman) and not sees(world.worker, woman)
    assert [found.pk for found in _found(world.neighbour, "wgl")] == [woman.pk]
    assert _found(world.worker, "wgl") == []
    paths = SearchToken.objects.filter(number=woman.number.number).values_list("area_path", flat=True)
    assert set(paths) == {world.near.area_path}


def _found(user, query):
    return find(user, query, people=Person.objects.allowed(user, Permission.PERSON_VIEW)).people


def test_the_stock_moves_on_the_day_and_the_opening_stays(world, woman, near_head):
    moved(world, woman, near_head)

    def stock(station, period, measure="FILE_STOCK"):
        place = figures.place_named(station=station.code)
        return figures.figure(world.province, measure, place, period).value

    assert (stock(world.here, "2026-11-19"), stock(world.near, "2026-11-19")) == (1, 0)
    assert (stock(world.here, "2026-11-20"), stock(world.near, "2026-11-20")) == (0, 1)
    assert (stock(world.here, "2026", "FILE_NEW"), stock(world.near, "2026", "FILE_NEW")) == (1, 0)


def test_a_file_that_moves_on_the_day_it_was_opened_is_in_stock_once(world, near_head):
    woman = story.person(world.worker, world.here, "王桂兰", opened_on=world.today)
    moved(world, woman, near_head)

    spans = list(FileSpan.objects.filter(person=woman).values_list("station_id", "from_on", "until_on"))
    assert spans == [(world.near.pk, world.today, None)]


def test_the_old_station_keeps_its_contacts_with_the_person_masked(world, woman, near_head):
    visit = story.visit(world.worker, world.here, date(2026, 9, 2), [woman])
    moved(world, woman, near_head)

    sheet = next(iter(_sheets(world.worker, visit)))
    assert sheet.people == "王**"
    assert story_of(world.neighbour, woman.pk) == []


def _sheets(user, visit):
    from yimi.services.models import Contact
    from yimi.services.sheets import sheets

    return sheets(user, Contact.objects.allowed(user, Permission.CONTACT_VIEW).filter(pk=visit.pk))


def test_the_receiving_head_may_ask_for_a_file_that_she_cannot_see(world, woman, near_head):
    transfer = ask_transfer(woman.pk, by=near_head, to=world.near.code, reason="本人已搬来")

    assert not sees(near_head, woman)
    with pytest.raises(RuleBroken) as refused:
        answer_transfer(transfer.pk, by=near_head, answer=YES)
    assert refused.value.code == "not_your_turn"
    answer_transfer(transfer.pk, by=world.head, answer=YES)
    assert sees(near_head, woman)


def test_a_refusal_says_why_and_changes_nothing(world, woman, near_head):
    transfer = ask_transfer(woman.pk, by=near_head, to=world.near.code, reason="本人已搬来")

    with pytest.raises(Invalid):
        answer_transfer(transfer.pk, by=world.head, answer=Answer(accept=False))
    answer_transfer(transfer.pk, by=world.head, answer=Answer(accept=False, words="本人仍住潮村"))
    woman.refresh_from_db()
    assert woman.station == world.here
    with pytest.raises(RuleBroken):
        answer_transfer(transfer.pk, by=world.head, answer=YES)


def test_one_request_at_a_time_until_it_is_withdrawn(world, woman, near_head):
    first = ask_transfer(woman.pk, by=world.head, to=world.near.code, reason="搬到红毛镇")
    with pytest.raises(RuleBroken) as refused:
        ask_transfer(woman.pk, by=near_head, to=world.near.code, reason="本人已搬来")
    assert refused.value.code == "already_asked"

    withdraw_transfer(first.pk, by=world.head)
    ask_transfer(woman.pk, by=near_head, to=world.near.code, reason="本人已搬来")


@pytest.mark.parametrize("who", ["worker", "neighbour", "stranger", "county", "province"])
def test_only_a_head_of_either_station_asks(world, woman, who):
    with pytest.raises(Http404):
        ask_transfer(woman.pk, by=getattr(world, who), to=world.near.code, reason="搬到红毛镇")


def test_a_station_does_not_transfer_to_itself_or_to_nowhere(world, woman):
    for code in (world.here.code, "999999999"):
        with pytest.raises(Invalid):
            ask_transfer(woman.pk, by=world.head, to=code, reason="搬家")


def test_a_consult_opens_one_file_to_read_until_its_day(world, woman, settings):
    consult = ask_consult(woman.pk, by=world.neighbour, reason="她常来本站参加活动")
    assert not sees(world.neighbour, woman)
    answer_consult(consult.pk, by=world.head, accept=True, days=7)

    neighbour = _again(world.neighbour)
    assert sees(neighbour, woman)
    for permission in (Permission.PERSON_WRITE, Permission.PERSON_REVEAL):
        assert not Person.objects.allowed(neighbour, permission).filter(pk=woman.pk).exists()
    assert [found.pk for found in _found(neighbour, "wgl")] == [woman.pk]
    settings.YIMI_TODAY = world.today + timedelta(days=8)
    assert not sees(_again(world.neighbour), woman)


def test_a_consult_shows_nobody_of_her_own_station_twice(world, woman):
    own = story.person(world.neighbour, world.near, "黎秀英", area=world.near.code)
    for somebody in (world.worker, world.stranger):
        ask_consult(own.pk, by=somebody, reason="她常来本站参加活动")
    consult = ask_consult(woman.pk, by=world.neighbour, reason="她常来本站参加活动")
    answer_consult(consult.pk, by=world.head, accept=True)

    seen = Person.objects.allowed(_again(world.neighbour), Permission.PERSON_VIEW)

    assert sorted(seen.values_list("pk", flat=True)) == sorted([own.pk, woman.pk])


def test_of_a_file_elsewhere_that_was_voided_nothing_is_said(world, woman, near_head):
    void_person(woman.pk, by=world.worker, reason="建错了")

    with pytest.raises(Http404):
        ask_transfer(woman.pk, by=near_head, to=world.near.code, reason="本人已搬来")
    with pytest.raises(Http404):
        ask_consult(woman.pk, by=world.neighbour, reason="她常来本站参加活动")
    with pytest.raises(RuleBroken, match="已作废"):
        ask_transfer(woman.pk, by=world.head, to=world.near.code, reason="搬到红毛镇")


def test_the_list_of_requests_costs_the_same_however_long(world, near_head, django_assert_max_num_queries):
    for nth in range(6):
        person = story.person(world.worker, world.here, f"居民{nth}")
        ask_transfer(person.pk, by=world.head, to=world.near.code, reason="搬到红毛镇")

    with django_assert_max_num_queries(14):
        assert len(requests_for(near_head, open_only=True)) == 6


def _again(user):
    return type(user).objects.unscoped("test").get(pk=user.pk)


def test_she_records_her_own_stations_contact_with_that_person(world, woman):
    consult = ask_consult(woman.pk, by=world.neighbour, reason="她常来本站参加活动")
    answer_consult(consult.pk, by=world.head, accept=True)

    made = story.contact(_again(world.neighbour), world.near, "encounter", world.today, [woman])

    assert made.station == world.near


def test_a_consult_ends_before_its_day_when_the_head_says_so(world, woman):
    consult = ask_consult(woman.pk, by=world.neighbour, reason="她常来本站参加活动")
    answer_consult(consult.pk, by=world.head, accept=True)

    end_consult(consult.pk, by=world.head)

    assert not sees(_again(world.neighbour), woman)
    with pytest.raises(RuleBroken):
        end_consult(consult.pk, by=world.head)


def test_who_can_open_the_file_needs_no_consult_and_a_stranger_answers_none(world, woman, near_head):
    with pytest.raises(RuleBroken):
        ask_consult(woman.pk, by=world.colleague, reason="看看")
    consult = ask_consult(woman.pk, by=world.neighbour, reason="她常来本站参加活动")
    for somebody in (near_head, world.neighbour, world.worker, world.county):
        with pytest.raises(Http404):
            answer_consult(consult.pk, by=somebody, accept=True)


def test_the_two_heads_do_it_on_their_pages(world, woman, near_head, sign_in):
    here = sign_in(world.head)
    assert "转站" in here.get(f"/app/people/{woman.pk}/").content.decode()
    refused = here.post(f"/app/people/{woman.pk}/transfer/", {"to": world.near.code, "reason": ""})
    assert "申请事由" in refused.content.decode()
    asked = here.post(f"/app/people/{woman.pk}/transfer/", {"to": world.near.code, "reason": "搬到红毛镇女儿家"})
    assert asked["Location"] == "/app/people/requests/"
    transfer = woman.transfers.get()
    assert "撤回申请" in here.get("/app/people/requests/").content.decode()

    there = sign_in(near_head)
    page = there.get("/app/people/requests/").content.decode()
    assert "搬到红毛镇女儿家" in page and "王桂兰" not in page
    assert "转站和会商 <b" in there.get("/app/people/").content.decode()
    there.post(f"/app/people/transfers/{transfer.pk}/answer/", {"accept": "yes", "worker": world.neighbour.pk})

    woman.refresh_from_db()
    assert (woman.station, woman.worker) == (world.near, world.neighbour)
    assert "已同意" in there.get("/app/people/requests/?show=done").content.decode()


def test_a_worker_asks_for_a_consult_by_its_handle(world, woman, sign_in):
    from yimi.clients.elsewhere import handle_of

    address = f"/app/people/elsewhere/{handle_of(world.neighbour, woman.pk)}/"
    page = sign_in(world.neighbour).get(address).content.decode()
    assert "已有档案" in page and "王桂兰" not in page
    sign_in(world.neighbour).post(address, {"what": "consult", "reason": "她常来本站参加活动"})

    consult = woman.consults.get()
    head = sign_in(world.head)
    head.post(f"/app/people/consults/{consult.pk}/answer/", {"accept": "yes", "days": "7"})
    assert "王**" in sign_in(world.neighbour).get(f"/app/people/{woman.pk}/").content.decode()
    assert sign_in(world.stranger).get(address).status_code == 404


def test_programs_transfer(world, woman, near_head, client):
    from yimi.accounts import bearer

    def call(user, path, said):
        token, _expires = bearer.issue(user)
        return client.post(
            f"/api/v1/{path}", said, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        )

    made = call(near_head, f"clients/{woman.pk}/transfers", {"to": world.near.code, "reason": "本人已搬来"})
    assert made.status_code == 201
    own = call(near_head, f"transfers/{made.json()['transfer']}/accept", {})
    assert (own.status_code, own.json()["code"]) == (403, "not_your_turn")
    other = call(world.head, f"transfers/{made.json()['transfer']}/accept", {})
    assert (other.status_code, other.json()["state"]) == (200, "accepted")
    assert call(world.worker, f"clients/{woman.pk}/transfers", {"to": "x", "reason": "搬家"}).status_code == 403
