"""A small world before a typhoon: people who live alone, a household, and an action over the county."""

from datetime import date, datetime, timedelta

import pytest

from yimi.clients.actions import put_particulars, put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.clients.particulars import ParticularsFields
from yimi.core import clock
from yimi.core.ids import new_id
from yimi.emergencies import actions
from yimi.emergencies.fields import OperationFields, OutcomeFields
from yimi.emergencies.models import Line

HERE, VILLAGE = "469030104", "469030104201"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = TODAY


@pytest.fixture
def at(monkeypatch, settings):
    """`at(day, hour, minute)`: what time it is from now on."""

    def moved(day=TODAY, hour=10, minute=0):
        settings.YIMI_TODAY = day
        instant = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.CIVIL)
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    return moved


@pytest.fixture
def person(world):
    def made(name, *codes, by=None, station=None, area=VILLAGE, dwelling=(), household=None, phone=None, **more):
        held = tuple(CategoryFields(code=code, since_on=date(2026, 1, 1), state="verified") for code in codes)
        fields = PersonFields(
            name=name, station=(station or world.here).code, area=area, opened_on=date(2026, 9, 1), categories=held,
            household=household, phone=phone, **more,
        )  # fmt: skip
        row = put_person(new_id(), by=by or world.worker, fields=fields).person
        if dwelling:
            put_particulars(row.pk, by=by or world.worker, fields=ParticularsFields(dwelling=dwelling))
        return row

    return made


@pytest.fixture
def opened(world, at):
    """An action of the county that begins at ten and asks everybody indoors at eighteen o'clock."""

    def made(*, pk=None, by=None, **more):
        now = at()
        usual = {
            "kind": "typhoon", "name": "第21号台风", "level": 4, "areas": ("469030",),
            "impact_at": now + timedelta(hours=12), "indoors_at": now + timedelta(hours=8),
        }  # fmt: skip
        fields = OperationFields(**(usual | more))
        return actions.put_operation(pk or new_id(), by=by or world.county, fields=fields).row

    return made


@pytest.fixture
def note(world):
    """Somebody notes an outcome of a line."""

    def made(line, what, *, by=None, pk=None, moment=None, **more):
        fields = OutcomeFields(line=line.pk, what=what, at=moment or clock.now(), **more)
        return actions.put_outcome(pk or new_id(), by=by or world.worker, operation=line.operation_id, fields=fields)

    return made


def line_of(operation, person):
    return Line.objects.unscoped("test").get(operation=operation, members__person=person)
