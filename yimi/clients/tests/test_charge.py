"""The head hands out people to the station's workers; families are put into one household."""

import pytest
from django.http import Http404

from yimi.clients import actions
from yimi.clients.models import Household, Person
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.models import Entry

from .people import person


def text(answer):
    return answer.content.decode()


def assigned(person):
    return Person.objects.get(pk=person.pk).worker


def test_the_head_gives_many_people_to_a_worker_at_once(world, emptied_journal):
    people = [person(world.worker, name=name) for name in ("王桂兰", "符示例", "李阿公")]

    user, changed = actions.assign_worker([one.pk for one in people], by=world.head, worker=world.colleague.pk)

    assert (user, changed) == (world.colleague, 3)
    assert {assigned(one) for one in people} == {world.colleague}
    assert {Person.objects.get(pk=one.pk).version for one in people} == {2}
    assert Entry.objects.filter(act="clients.assign_worker", station_id=world.here.pk).count() == 3


def test_assigning_again_changes_nothing(world):
    someone = person(world.worker)

    assert actions.assign_worker([someone.pk], by=world.head, worker=world.worker.pk)[1] == 0
    assert Person.objects.get().version == 1


def test_a_worker_hands_over_whom_she_is_in_charge_of_and_nobody_else(world):
    hers, another = person(world.worker), person(world.colleague, name="符示例")

    actions.assign_worker([hers.pk], by=world.worker, worker=world.colleague.pk)

    assert assigned(hers) == world.colleague
    with pytest.raises(RuleBroken, match="只有站长"):
        actions.assign_worker([another.pk], by=world.worker, worker=world.worker.pk)


def test_only_a_present_worker_of_the_station_takes_charge(world):
    someone = person(world.worker)

    for outsider in (world.neighbour, world.county):
        with pytest.raises(Invalid, match="本站现在的社工"):
            actions.assign_worker([someone.pk], by=world.head, worker=outsider.pk)


def test_people_of_another_station_are_not_there_to_assign(world):
    mine, far = person(world.worker), person(world.stranger, station="469028103", area="469028103")

    with pytest.raises(Http404):
        actions.assign_worker([mine.pk, far.pk], by=world.head, worker=world.worker.pk)
    with pytest.raises(Http404):
        actions.assign_worker([mine.pk], by=world.county, worker=world.worker.pk)


def test_the_head_ticks_people_in_the_list_and_comes_back_to_it(world, sign_in):
    someone = person(world.worker)
    browser = sign_in(world.head)
    listed = text(browser.get("/app/people/?sex=unknown&pick=all"))

    answer = browser.post(
        "/app/people/assign/",
        {"person": [someone.pk], "worker": world.colleague.pk, "next": "/app/people/?sex=unknown"},
        follow=True,
    )

    assert f'name="person" form="assign" value="{someone.pk}" checked' in listed
    assert answer.redirect_chain[0][0] == "/app/people/?sex=unknown"
    assert "已指派：1 人由colleague·示例负责。" in text(answer)
    assert assigned(someone) == world.colleague


def test_the_head_finds_those_in_the_charge_of_a_worker(world, sign_in):
    person(world.worker)
    person(world.colleague, name="符示例")

    page = text(sign_in(world.head).get("/app/people/?worker=colleague"))

    assert "符示例" in page
    assert "王桂兰" not in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [({}, "请先选人"), ({"person": "x", "worker": "x"}, "所选的人不对"), ({"person": []}, "请选择社工")],
)
def test_a_list_without_people_or_worker_is_refused_in_words(world, sign_in, sent, says):
    answer = sign_in(world.head).post("/app/people/assign/", sent)

    assert answer.status_code == 422
    assert says in text(answer)


def test_the_way_back_does_not_leave_the_house(world, sign_in):
    someone = person(world.worker)
    sent = {"person": someone.pk, "worker": world.worker.pk, "next": "https://example.org/"}

    assert sign_in(world.head).post("/app/people/assign/", sent)["Location"] == "/app/people/"


def test_an_officer_sees_nothing_to_tick(world, sign_in):
    someone = person(world.worker)
    browser = sign_in(world.county)

    assert 'name="person"' not in text(browser.get("/app/people/"))
    assert "由谁负责" not in text(browser.get(f"/app/people/{someone.pk}/"))


def test_two_people_are_put_into_one_household_and_one_leaves_it(world):
    mother, son = person(world.worker), person(world.worker, name="王示例")

    actions.join_household(son.pk, by=world.worker, of=mother.pk)
    together = set(Person.objects.values_list("household", flat=True))
    actions.leave_household(son.pk, by=world.worker)

    assert together == {Household.objects.get().pk}
    assert Person.objects.get(pk=mother.pk).household_id
    assert Person.objects.get(pk=son.pk).household_id is None


def test_nobody_is_put_into_a_household_of_another_station(world):
    mine, far = person(world.worker), person(world.stranger, station="469028103", area="469028103")

    with pytest.raises(Http404):
        actions.join_household(mine.pk, by=world.worker, of=far.pk)
    with pytest.raises(Invalid):
        actions.join_household(mine.pk, by=world.worker, of=mine.pk)


def test_a_worker_finds_the_family_and_puts_them_together(world, sign_in):
    mother, son = person(world.worker), person(world.worker, name="王示例")
    browser, url = sign_in(world.worker), f"/app/people/{son.pk}/household/"

    found = text(browser.get(url, {"q": "王桂兰"}))
    browser.post(url, {"of": mother.pk})

    assert "编为一户" in found and "：王桂兰</span>" in found
    assert "王桂兰" in text(browser.get(f"/app/people/{son.pk}/"))
    assert "：王桂兰</span>" not in text(browser.get(url, {"q": "王桂兰"}))
    assert browser.post(url, {"of": "x"}).status_code == 422
    assert browser.post(url)["Location"] == f"/app/people/{son.pk}/"
    assert "没有登记同户的人" in text(browser.get(f"/app/people/{son.pk}/"))


def test_a_member_out_of_reach_is_only_another_person(world, sign_in):
    here = person(world.worker)
    household = Household.objects.create()
    far = person(world.stranger, name="林示例", station="469028103", area="469028103", household=household.pk)
    Person.objects.filter(pk=here.pk).update(household=far.household_id)

    page = text(sign_in(world.worker).get(f"/app/people/{here.pk}/"))

    assert "另一人，另有档案" in page
    assert "林示例" not in page
