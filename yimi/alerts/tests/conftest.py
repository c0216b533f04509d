"""Daily monitoring in the small world (日监测的小天地)."""

from datetime import date, datetime, time, timedelta

import pytest

from tests import story
from yimi.alerts import actions
from yimi.alerts.models import Alert
from yimi.core.actors import SYSTEM
from yimi.core.clock import CIVIL
from yimi.core.ids import new_id
from yimi.incidents.actions import put_incident
from yimi.incidents.fields import IncidentFields

TODAY = date(2026, 11, 20)  # a Friday


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = TODAY


@pytest.fixture
def person(world):
    """Somebody at the station."""
    return story.person(world.worker, world.here, "王桂兰", opened_on=world.opened)


@pytest.fixture
def crisis(world, person):
    """A crisis contact with her, some days ago."""

    def made(days=3, who=None):
        return story.contact(world.worker, world.here, "crisis", TODAY - timedelta(days=days), [who or person])

    return made


@pytest.fixture
def monitor():
    """Make the monitoring of a day, at an hour of the next morning; gives what is unsettled after it."""

    def made(day=TODAY - timedelta(days=1), at=time(7, 5)):
        actions.compute_day(day, by=SYSTEM, at=datetime.combine(day + timedelta(days=1), at, tzinfo=CIVIL))
        return list(Alert.objects.unscoped("test").filter(closed_on=None).order_by("found_on"))

    return made


@pytest.fixture
def report(world):
    """Something that has to be reported, found four days ago."""

    def made(pk=None, **more):
        found = datetime.combine(TODAY - timedelta(days=4), time(9), tzinfo=CIVIL)
        usual = {"station": world.here.code, "kind": "minor", "found_at": found}
        return put_incident(pk or new_id(), by=world.worker, fields=IncidentFields(**usual | more)).incident

    return made
