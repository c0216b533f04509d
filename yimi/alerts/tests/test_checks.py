"""Five things are looked at every day; each is found at its time, and gone when it is done."""

from datetime import datetime, time, timedelta

import pytest

from tests import story
from yimi.accounts.actions import create_users
from yimi.core.actors import SYSTEM
from yimi.core.clock import CIVIL
from yimi.core.ids import new_id
from yimi.tracking.safety import Look, items, safety_checks
from yimi.visiting.models import Listed, Pause, Round, ServiceList
from yimi.workforce.actions import end_posting, post_worker

from .conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def found(key, day=YESTERDAY, lasting=()):
    check = safety_checks[key]
    return list(check.found(Look(day, check.rule, frozenset(lasting))))


def test_the_items_are_those_that_some_domain_looks_after():
    assert [item.value for item in items()][:4] == ["event", "report", "lost", "vacant"]


def test_a_crisis_waits_a_day_and_is_over_once_she_has_been_met_again(world, crisis, person):
    contact = crisis(days=2)
    assert found("crisis", contact.service_on) == []

    assert [(each.subject, each.since) for each in found("crisis")] == [(contact.pk, contact.service_on)]

    story.visit(world.colleague, world.here, YESTERDAY, [person])
    assert found("crisis") == []


def test_an_old_crisis_is_not_looked_for_but_one_that_was_found_is_kept_in_sight(world, crisis):
    contact = crisis(days=80)

    assert found("crisis") == []
    assert [each.subject for each in found("crisis", lasting=[contact.pk])] == [contact.pk]


def test_who_was_told_in_time_is_no_finding_and_who_was_told_late_is_one_until_it_is_settled(report):
    at = datetime.combine(TODAY - timedelta(days=4), time(9), tzinfo=CIVIL)
    report(police_at=at + timedelta(minutes=20))
    silent = report()
    late = report(civil_at=at + timedelta(hours=30))
    assert {each.subject for each in found("incident")} == {silent.pk, late.pk}
    assert found("incident", at.date()) == []

    report(pk=late.pk, civil_at=at + timedelta(hours=30), closed_on=YESTERDAY, version=late.version)
    assert [each.subject for each in found("incident")] == [silent.pk]


@pytest.fixture
def listed(world, person):
    """She is on the list of this year, to be visited every week."""
    made = ServiceList.objects.create(station=world.here, year=2026)
    first = Round.objects.create(
        list=made, number=1, state="approved", from_on=world.opened, made_by=world.head, made_at="2026-08-05T08:00Z",
        county_by=world.county,
    )  # fmt: skip
    return Listed.objects.create(
        list=made, person=person, since_on=world.opened, tier="high", interval_days=7, added_in=first
    )


def in_vain(world, person, *days, kind="home_visit", outcome="not_home"):
    for day in days:
        story.contact(world.worker, world.here, kind, TODAY - timedelta(days=day), [person], outcome=outcome)


def test_three_visits_and_calls_in_vain_one_after_another_are_found(world, person, listed):
    in_vain(world, person, 12, 9)
    assert found("lost") == []

    in_vain(world, person, 5, kind="remote_visit")
    assert [(each.subject, each.since) for each in found("lost")] == [(person.pk, TODAY - timedelta(days=12))]

    story.visit(world.worker, world.here, YESTERDAY, [person])
    assert found("lost") == []


def test_who_declined_was_met_and_who_is_away_is_not_looked_for(world, person, listed):
    in_vain(world, person, 12, 9, 5)
    in_vain(world, person, 8, outcome="declined")
    assert found("lost") == []

    in_vain(world, person, 4, 3)
    assert len(found("lost")) == 1
    Pause.objects.create(
        person=person, station=world.here, from_on=YESTERDAY, reason="away", made_by=world.head,
        made_at="2026-11-19T08:00Z",
    )  # fmt: skip
    assert found("lost") == []


def test_only_the_tiers_of_the_rule_are_looked_at(world, person, listed):
    in_vain(world, person, 12, 9, 5)
    Listed.objects.filter(pk=listed.pk).update(tier="key")

    assert found("lost") == []


def post(world, user, on):
    return post_worker(
        new_id(), by=world.county, user=user, station=world.here.pk, post="social_worker", full_time=True, from_on=on
    )


def test_a_post_is_vacant_after_thirty_days_with_too_few_people(world):
    users = create_users(
        [(name, "示例") for name in ("一", "二", "三", "四")], by=SYSTEM, password="a-long-test-password"
    )
    *first, fourth = users.values()
    three = [post(world, user, world.opened) for user in first]
    at = {each.subject for each in found("vacant")}
    assert world.here.pk not in at and world.near.pk in at

    left = TODAY - timedelta(days=40)
    end_posting(three[0].pk, by=world.county, to_on=left, reason="调离")
    assert [each.since for each in found("vacant") if each.subject == world.here.pk] == [left + timedelta(days=1)]
    assert world.here.pk not in {each.subject for each in found("vacant", left + timedelta(days=30))}

    post(world, fourth, YESTERDAY)
    assert world.here.pk not in {each.subject for each in found("vacant")}


def test_no_check_tells_a_name(world, person, crisis, report):
    crisis()
    report()

    assert all("王桂兰" not in check.words for check in safety_checks)
