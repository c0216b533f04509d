"""Pairs of files that may be one person's wait until somebody who sees both has looked."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from yimi.accounts.bearer import issue
from yimi.clients import actions, pairing
from yimi.clients.duplicates_list import PairsWanted, pairs_for, suspected
from yimi.clients.models import Pair
from yimi.clients.pairing import find_pairs, scan_changed
from yimi.clients.particulars import ParticularsFields
from yimi.core.errors import RuleBroken
from yimi.core.models import Entry

from .people import NUMBER, person, put
from .test_pages import text

BORN = date(1950, 1, 1)


@pytest.fixture
def two(world):
    """One person twice at one station: with her number, and without it under a homophone."""
    one = person(world.worker, id_number=NUMBER)
    return one, person(world.worker, name="王桂蓝", birth_on=BORN)


def seen(actor, **wanted):
    return suspected(actor, pairs_for(actor, PairsWanted(**wanted)))


def test_whoever_was_written_is_compared_once(world, two, monkeypatch):
    monkeypatch.setattr(pairing, "SETTLES_AFTER", timedelta(seconds=-1))

    assert scan_changed() == 1
    assert scan_changed() == 0

    pair = Pair.objects.get()
    assert {pair.first_id, pair.second_id} == {each.pk for each in two}
    assert pair.reasons == ["homophone", "birth", "number_missing", "village"]


def test_a_former_name_that_is_added_later_is_compared(world, monkeypatch):
    monkeypatch.setattr(pairing, "SETTLES_AFTER", timedelta(seconds=-1))
    person(world.worker, id_number=NUMBER)
    renamed = person(world.worker, name="黎秀英", birth_on=BORN)
    assert scan_changed() == 0

    actions.put_particulars(renamed.pk, by=world.worker, fields=ParticularsFields(former_names="王桂兰"))

    assert scan_changed() == 1
    assert Pair.objects.get().reasons[0] == "former_name"


def test_a_pair_that_is_no_longer_alike_goes(world, two):
    find_pairs([two[0].pk])

    put(world.worker, two[1].pk, name="黎秀英", birth_on=BORN, version=1)
    find_pairs([two[1].pk])

    assert not Pair.objects.exists()


def test_what_was_settled_is_not_asked_again(world, two):
    find_pairs([each.pk for each in two])
    pair = actions.decide_pair(Pair.objects.get().pk, by=world.worker)

    assert find_pairs([each.pk for each in two]) == 0
    assert seen(world.worker) == []
    assert Entry.objects.get(act="clients.decide_pair").digest == ""
    with pytest.raises(RuleBroken, match="已经有人核对过"):
        actions.decide_pair(pair.pk, by=world.head)
    actions.reopen_pair(pair.pk, by=world.head)
    assert len(seen(world.worker)) == 1


def test_who_sees_one_of_two_files_learns_only_that_there_is_another(world, sign_in):
    person(world.worker, id_number=NUMBER)
    there = person(world.stranger, name="王桂蓝", station="469028103", area="469028103", birth_on=BORN)
    find_pairs([there.pk])
    pair = Pair.objects.get()

    found = seen(world.worker)[0]
    page = text(sign_in(world.worker).get("/app/people/duplicates/"))

    assert (found.other, found.reasons, found.score, found.may_decide) == (None, [], None, False)
    assert found.handle
    assert "另一站有一份很相近的档案" in page
    assert "王桂蓝" not in page
    assert "英州" not in page
    assert seen(world.neighbour) == []
    for actor in (world.worker, world.stranger, world.county):
        with pytest.raises(Http404):
            actions.decide_pair(pair.pk, by=actor)
    assert seen(world.province)[0].other
    assert not seen(world.province)[0].may_decide


def test_a_head_looks_at_both_and_goes_on_to_merge_or_says_they_are_two(world, two, sign_in):
    find_pairs([each.pk for each in two])
    pair, browser = Pair.objects.get(), sign_in(world.head)

    page = text(browser.get("/app/people/duplicates/?state=open&where=ours"))
    both = text(browser.get(f"/app/people/duplicates/{pair.pk}/"))
    said = browser.post(f"/app/people/duplicates/{pair.pk}/different/", follow=True)

    assert "姓名同音" in page
    assert "就是同一人，去合并" in page
    assert "王桂蓝" in both
    assert "已记下：不是同一人" in text(said)
    assert "没有要核对的档案" in text(said)
    assert browser.get("/app/people/duplicates/?state=nonsense&where=x").status_code == 200


def test_the_county_sees_pairs_masked(world, two):
    find_pairs([each.pk for each in two])

    found = seen(world.county)[0]

    assert found.one.name == "王**"
    assert found.may_merge


def test_a_list_of_pairs_costs_the_same_however_long(world, two, django_assert_max_num_queries):
    for nth in range(6):
        person(world.worker, name="王桂岚", birth_on=BORN, phone=f"1380000561{nth}")
    find_pairs([each.pk for each in two])

    with django_assert_max_num_queries(16):
        assert len(seen(world.head)) > 5


def test_programs_list_pairs_and_settle_them(world, two, client):
    find_pairs([each.pk for each in two])
    as_worker = {"Authorization": f"Bearer {issue(world.worker)[0]}"}
    url = "/api/v1/clients/duplicates"

    items = client.get(url, headers=as_worker).json()["items"]
    settled = client.post(f"{url}/{items[0]['id']}/different", content_type="application/json", headers=as_worker)

    assert items[0]["reasons"][0] == "姓名同音"
    assert settled.json()["state"] == "different"
    assert client.get(f"{url}?state=open", headers=as_worker).json()["items"] == []
