"""Two files of one person made one (并档), and made two again."""

from datetime import date

import pytest

from tests import story
from yimi.clients.actions import hold_category, merge_people, put_person, undo_merge
from yimi.clients.fields import CategoryFields, as_it_is
from yimi.clients.models import Person
from yimi.clients.search import find
from yimi.core import seal
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.permissions import Permission

pytestmark = pytest.mark.django_db
BORN = date(1950, 1, 1)


@pytest.fixture
def two(world):
    """The same woman twice: with her number and without it."""
    keep = story.person(
        world.worker, world.here, "王桂兰", opened_on=date(2026, 9, 1), categories=["DB"],
        id_type="resident_id", id_number="469999198802290021",
    )  # fmt: skip
    drop = story.person(
        world.worker, world.here, "王贵兰", opened_on=date(2026, 8, 10), categories=["DB", "DJLR"],
        phone="13800005610", address="潮村四组",
    )  # fmt: skip
    return keep, drop


def merged(world, two, **more):
    keep, drop = two
    return merge_people(by=world.head, keep=keep.pk, drop=drop.pk, reason="同一人重复建档", **more)


def opened(pk, *names):
    person = Person.objects.unscoped("test").get(pk=pk)
    seal.read(person, *names)
    return person


def test_the_kept_file_has_what_either_had(world, two):
    merged(world, two)

    keep, drop = opened(two[0].pk, "name", "phone", "address"), opened(two[1].pk, "name")
    assert (keep.opened["name"], keep.opened["phone"]) == ("王桂兰", "13800005610")
    assert keep.opened["address"] == "潮村四组"
    assert keep.opened_on == date(2026, 8, 10)
    assert sorted(keep.categories.values_list("code", flat=True)) == ["DB", "DJLR"]
    assert (drop.state, drop.merged_into_id, drop.file_number) == ("merged", keep.pk, two[1].file_number)


@pytest.mark.parametrize("query", ["王贵兰", "王桂兰", "13800005610", "QZCZ-000001", "QZCZ-000002"])
def test_either_name_or_number_finds_the_kept_file_alone(world, two, query):
    merged(world, two)

    people = Person.objects.allowed(world.worker, Permission.PERSON_VIEW)
    assert [found.pk for found in find(world.worker, query, people=people).people] == [two[0].pk]


def test_changing_the_kept_file_keeps_the_old_names_findable(world, two):
    merged(world, two)
    keep = Person.objects.unscoped("test").select_related("station", "area").get(pk=two[0].pk)
    seal.read(keep, "name", "id_number", "phone", "address")

    put_person(keep.pk, by=world.worker, fields=as_it_is(keep, phone="13900001111"))

    people = Person.objects.allowed(world.worker, Permission.PERSON_VIEW)
    assert [found.pk for found in find(world.worker, "王贵兰", people=people).people] == [keep.pk]


def test_undoing_gives_back_both_files(world, two):
    before = [_stored(person.pk) for person in two]
    merge = merged(world, two)

    undo_merge(merge.pk, by=world.head)

    assert [_stored(person.pk) for person in two] == before


def _stored(pk):
    person = Person.objects.unscoped("test").get(pk=pk)
    row = {name: value for name, value in vars(person).items() if name not in ("_state", "version")}
    tokens = sorted(_tokens(person))
    return row, list(person.spans.values_list()), list(person.categories.order_by("pk").values_list()), tokens


def _tokens(person):
    from yimi.clients.models import SearchToken

    return SearchToken.objects.filter(number=person.number.number).values_list("token", "shelf", "area_path")


def test_what_was_changed_since_is_not_taken_back(world, two):
    merge = merged(world, two)
    keep = Person.objects.unscoped("test").select_related("station", "area").get(pk=two[0].pk)
    seal.read(keep, "name", "id_number", "phone", "address")
    put_person(keep.pk, by=world.worker, fields=as_it_is(keep, phone="13900001111"))

    undo_merge(merge.pk, by=world.head)

    assert opened(keep.pk, "phone").opened["phone"] == "13900001111"
    assert opened(keep.pk, "address").opened["address"] is None
    assert opened(two[1].pk, "phone").opened["phone"] == "13800005610"


def test_a_file_does_not_go_into_itself(world, two):
    with pytest.raises(Invalid):
        merge_people(by=world.head, keep=two[0].pk, drop=two[0].pk, reason="同一人重复建档")


def test_a_merged_file_takes_no_more_changes_and_merges_once(world, two):
    merged(world, two)

    with pytest.raises(RuleBroken) as refused:
        hold_category(two[1].pk, by=world.worker, category=CategoryFields(code="LSLR", since_on=date(2026, 9, 1)))
    assert refused.value.code == "merged"
    with pytest.raises(RuleBroken):
        merged(world, two)


def test_who_may_not_merge_learns_nothing(world, two):
    from django.http import Http404

    for somebody in (world.worker, world.neighbour, world.far_county, world.province):
        with pytest.raises(Http404):
            merge_people(by=somebody, keep=two[0].pk, drop=two[1].pk, reason="同一人重复建档")


def test_undoing_twice_or_under_a_later_merge_is_refused(world, two):
    merge = merged(world, two)
    third = story.person(world.worker, world.here, "王桂蘭", opened_on=date(2026, 9, 3))
    later = merge_people(by=world.head, keep=third.pk, drop=two[0].pk, reason="还有一份")

    with pytest.raises(RuleBroken) as refused:
        undo_merge(merge.pk, by=world.head)
    assert refused.value.code == "merged_since"
    undo_merge(later.pk, by=world.head)
    undo_merge(merge.pk, by=world.head)
    with pytest.raises(RuleBroken) as refused:
        undo_merge(merge.pk, by=world.head)
    assert refused.value.code == "already_undone"


def test_the_head_compares_merges_and_undoes_on_the_page(world, two, sign_in):
    browser = sign_in(world.head)
    keep, drop = two
    found = browser.get(f"/app/people/{keep.pk}/merge/", {"q": "wgl"}).content.decode()
    assert "王贵兰" in found and "对照" in found
    shown = browser.get("/app/people/merge/", {"keep": keep.pk, "drop": drop.pk}).content.decode()
    assert "两份档案对照" in shown and "138****5610" in shown

    refused = browser.post("/app/people/merge/", {"keep": keep.pk, "drop": drop.pk, "reason": ""})
    assert refused.status_code == 200
    browser.post("/app/people/merge/", {"keep": keep.pk, "drop": drop.pk, "reason": "同一人重复建档"})

    assert "打开保留的档案" in browser.get(f"/app/people/{drop.pk}/").content.decode()
    page = browser.get(f"/app/people/{keep.pk}/").content.decode()
    assert "并入这份的档案" in page and "撤销并档" in page
    assert "同一人重复建档" in browser.get("/app/people/merges/").content.decode()
    merge = opened(drop.pk).merged_into_id and _merge_of(drop)
    browser.post(f"/app/people/merges/{merge}/undo/")
    assert opened(drop.pk).state == "active"


def _merge_of(drop):
    from yimi.clients.models import Merge

    return Merge.objects.unscoped("test").get(drop=drop).pk


def test_programs_merge_and_undo(world, two, client):
    from yimi.accounts import bearer

    token, _expires = bearer.issue(world.head)
    said = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {token}"}}

    made = client.post("/api/v1/clients/merge", {"keep": two[0].pk, "drop": two[1].pk, "reason": "同一人"}, **said)
    assert made.status_code == 200
    changed = client.put(
        f"/api/v1/clients/{two[1].pk}", {"name": "王", "area": "469030104", "station": "469030104"}, **said
    )
    assert (changed.status_code, changed.json()["code"]) == (409, "merged")
    itself = client.post("/api/v1/clients/merge", {"keep": two[0].pk, "drop": two[0].pk, "reason": "同一人"}, **said)
    assert itself.status_code == 422
    undone = client.post(f"/api/v1/merges/{made.json()['merge']}/undo", **said)
    again = client.post(f"/api/v1/merges/{made.json()['merge']}/undo", **said)
    assert (undone.status_code, again.status_code) == (200, 409)
