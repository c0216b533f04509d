"""A support group and a festival of the small world."""

from datetime import date

import pytest

from tests.story import contact, person
from yimi.core.ids import new_id
from yimi.programmes.actions import put_activity, put_group
from yimi.programmes.fields import ActivityFields, GroupFields

PLANNED = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def members(world):
    """Four people on the register of 低保 with files."""
    return [person(world.worker, world.here, f"居民{n}", opened_on=date(2026, 8, 10), categories=()) for n in range(4)]


@pytest.fixture
def plan(world, members):
    """Plan a group (小组), by default a support group of the four."""

    def made(pk=None, *, by=None, **more):
        usual = {
            "station": world.here.code, "name": "老友记支持小组", "planned_on": PLANNED, "group_type": "support",
            "members": tuple(each.pk for each in members), "goals": "每月至少见一次面",
        }  # fmt: skip
        return put_group(pk or new_id(), by=by or world.worker, fields=GroupFields(**(usual | more))).row

    return made


@pytest.fixture
def festival(world):
    """Plan an activity (社区活动)."""

    def made(pk=None, *, by=None, **more):
        usual = {"station": world.here.code, "name": "重阳敬老活动", "planned_on": PLANNED}
        return put_activity(pk or new_id(), by=by or world.worker, fields=ActivityFields(**(usual | more))).row

    return made


@pytest.fixture
def hold(world):
    """Record a session (记一节、记一场)."""

    def held(row, on, people=(), **more):
        kind = "group_session" if hasattr(row, "group_type") else "activity"
        named = {"group" if kind == "group_session" else "activity": row.pk}
        return contact(world.worker, world.here, kind, on, people, **named, **more)

    return held
