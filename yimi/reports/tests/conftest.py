"""Reports in the small world (报告的小天地): October 2026 is over, November runs."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from tests.story import contact
from yimi.clients.actions import put_person
from yimi.clients.fields import PersonFields
from yimi.core import clock, jobs
from yimi.core.ids import new_id
from yimi.reports.models import Report
from yimi.reports.opening import open_period


@pytest.fixture
def at(monkeypatch):
    """`at("2026-11-03 09:00")` sets the civil clock."""

    def moved(text: str) -> datetime:
        instant = datetime.fromisoformat(text).replace(tzinfo=clock.CIVIL)
        monkeypatch.setattr(clock, "now", lambda: instant)
        monkeypatch.setattr(clock, "today", lambda: instant.date())
        monkeypatch.setattr(jobs, "today", lambda: instant.date())
        return instant

    return moved


@pytest.fixture
def visit(world):
    """Somebody of the station is visited on a day."""

    def made(on, station=None, by=None):
        station, by = station or world.here, by or world.worker
        fields = PersonFields(name="王桂兰", station=station.code, area=station.code, opened_on=world.opened)
        person = put_person(new_id(), by=by, fields=fields).person
        return contact(by, station, "home_visit", on, (person,))

    return made


@pytest.fixture
def october(world):
    """The monthly reports of October, by who owes them."""
    for level in ("station", "county", "province"):
        open_period("monthly", level, "2026-10")
    rows = Report.objects.unscoped("test").filter(cadence="monthly", period="2026-10")
    by_place = {row.place: row for row in rows}
    return SimpleNamespace(
        here=by_place[world.here.pk], near=by_place[world.near.pk], elsewhere=by_place[world.elsewhere.pk],
        county=by_place[world.areas["469030"].pk], province=by_place[world.areas["46"].pk], all=by_place,
    )  # fmt: skip
