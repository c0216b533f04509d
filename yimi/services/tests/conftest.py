"""People and visits of the small world."""

from datetime import date
from uuid import UUID

import pytest

from yimi.clients.actions import put_person
from yimi.clients.fields import PersonFields
from yimi.core.ids import new_id
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields

NORMAL, SENSITIVE, RESTRICTED = "EC01", "EC04", "CC02"


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def register(world):
    """Register a person at a station (登记): `known` has no file yet."""

    def made(name="王桂兰", *, station=None, by=None, **more):
        station = station or world.here
        by = by or {world.here: world.worker, world.near: world.neighbour, world.elsewhere: world.stranger}[station]
        pk = new_id()
        fields = PersonFields(name=name, station=station.code, area=station.area.code, **more)
        return put_person(pk, by=by, fields=fields).person

    return made


@pytest.fixture
def person(register):
    return register()


def fields_of(person, *, station="469030104", **more):
    """A home visit to one person on 18 November."""
    part = PartFields(
        person.pk if not isinstance(person, UUID) else person, file_action=more.pop("file_action", "none")
    )
    usual = {"kind": "home_visit", "service_on": date(2026, 11, 18), "participants": (part,)}
    return ContactFields(station=station, **(usual | more))


@pytest.fixture
def record(world):
    """Record a visit (记走访) and give the contact."""

    def made(person, *, by=None, pk=None, **more):
        return put_contact(pk or new_id(), by=by or world.worker, fields=fields_of(person, **more)).contact

    return made
