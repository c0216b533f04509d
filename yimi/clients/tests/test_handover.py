"""A worker leaves: her people are handed over to the others (批量交接)."""

from collections import Counter

import pytest
from django.http import Http404

from tests import story
from yimi.clients import charge
from yimi.clients.actions import assign_worker, hand_over
from yimi.clients.models import Person
from yimi.core.errors import Invalid, RuleBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world):
    """Five in the village and two in the town, all in the worker's charge."""
    places = ["469030104201"] * 5 + ["469030104"] * 2
    made = [story.person(world.worker, world.here, f"居民{n}", area=area) for n, area in enumerate(places)]
    assign_worker([person.pk for person in made], by=world.head, worker=world.worker.pk)
    return made


def in_charge(world):
    found = Person.objects.unscoped("test").filter(station=world.here)
    return Counter(found.values_list("worker__username", flat=True))


def test_they_are_parted_evenly_or_village_by_village(world, people):
    takers = [world.colleague, world.head]

    even = charge.shares_of(world.head, "worker", takers, by_village=False)
    whole = charge.shares_of(world.head, "worker", takers, by_village=True)

    assert [share.count for share in even] == [4, 3]
    assert [share.count for share in whole] == [5, 2]


def test_the_head_previews_confirms_and_takes_it_back(world, people, sign_in):
    browser = sign_in(world.head)
    said = {"whose": "worker", "workers": [str(world.colleague.pk), str(world.head.pk)], "by_village": "on"}

    assert "潮村村委会 5" in browser.get("/app/people/handover/", said).content.decode()
    assert in_charge(world) == {"worker": 7}
    page = browser.post("/app/people/handover/", said, follow=True).content.decode()
    assert "已交接 7 人" in page and in_charge(world) == {"colleague": 5, "head": 2}
    browser.post("/app/people/handover/undo/")
    assert in_charge(world) == {"worker": 7}


def test_only_the_head_hands_over_and_only_to_her_staff(world, people):
    plan = {person.pk: world.colleague.pk for person in people}
    for somebody in (world.worker, world.county, world.neighbour):
        with pytest.raises(Http404):
            hand_over(by=somebody, plan=plan)
    with pytest.raises(RuleBroken):
        hand_over(by=world.head, plan=plan | {people[0].pk: world.neighbour.pk})
    with pytest.raises(Invalid):
        hand_over(by=world.head, plan={})
    assert in_charge(world) == {"worker": 7}


def test_files_whose_worker_has_left_are_found(world, people):
    from yimi.accounts.models import Grant

    assert charge.left_alone(world.head) == 0
    Grant.objects.unscoped("test").filter(user=world.worker).update(to_on=world.opened)

    assert charge.left_alone(type(world.head).objects.unscoped("test").get(pk=world.head.pk)) == 7
