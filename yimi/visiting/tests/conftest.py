"""A list of the small world: who is proposed, who is on it, and visits that meet what is owed."""

from datetime import date

import pytest

from tests import story
from yimi.accounts.actions import create_users
from yimi.core.actors import SYSTEM
from yimi.core.ids import new_id
from yimi.core.tests.guard import emptied_journal
from yimi.visiting import actions
from yimi.workforce.actions import post_worker

__all__ = ["emptied_journal"]

FIRST = date(2026, 11, 2)


@pytest.fixture
def today(settings):
    """`today(day)` moves the civil day."""

    def moved(day):
        settings.YIMI_TODAY = day
        return day

    return moved


@pytest.fixture
def someone(world):
    """`someone(name, "GLLR")` is a person with a file at the station here, who holds these categories."""

    def made(name="王桂兰", *categories, by=None, station=None, **more):
        by, station = by or world.worker, station or world.here
        more.setdefault("opened_on", world.opened)
        return story.person(by, station, name, categories=categories, area=station.area.code, **more)

    return made


@pytest.fixture
def workers(world):
    """Three full-time workers at the station here."""
    names = [(f"posted{nth}", "驻站·示例") for nth in range(3)]
    users = create_users(names, by=SYSTEM, password="a-long-test-password").values()
    for user in users:
        post_worker(
            new_id(), by=world.county, user=user, station=world.here.pk, post="social_worker", full_time=True,
            from_on=date(2026, 9, 1),
        )  # fmt: skip
    return list(users)


@pytest.fixture
def draft(world):
    """`draft(a, b)` is a round under way that proposes these people."""

    def made(*people, year=2026, removing=()):
        found = actions.open_round(world.here.pk, by=world.head, year=year)
        if people:
            actions.add_people(found.pk, by=world.head, people=[person.pk for person in people])
        for person in removing:
            actions.remove_member(found.pk, by=world.head, person=person.pk, reason="not_needed")
        return found

    return made


@pytest.fixture
def submitted(world, draft):
    def made(*people, **more):
        return actions.submit_round(draft(*people, **more).pk, by=world.head)

    return made


@pytest.fixture
def approved(world, submitted):
    """`approved(a, b)`: the township has looked at it, and the county has settled it from 2 November on."""

    def made(*people, from_on=FIRST, **more):
        found = submitted(*people, **more)
        actions.sign_round(found.pk, by=world.township, opinion="同意")
        return actions.approve_round(found.pk, by=world.county, from_on=from_on)

    return made
