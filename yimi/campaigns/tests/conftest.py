"""People of the small world to whom a campaign brings something."""

from datetime import date

import pytest

from yimi.campaigns import actions
from yimi.campaigns.fields import CampaignFields, DeliveryFields, GoodFields, Parcel
from yimi.clients.actions import put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core.ids import new_id

HERE = "469030104"
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
RICE, OIL = GoodFields("大米", "袋", 1, 10), GoodFields("食用油", "桶", 2, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


@pytest.fixture
def person(world):
    def made(name, *codes, by=None, station=None, area=HERE):
        held = tuple(CategoryFields(code=code, since_on=date(2026, 1, 1), state="verified") for code in codes)
        at, opened_on = (station or world.here).code, date(2026, 9, 1)
        fields = PersonFields(name=name, station=at, area=area, opened_on=opened_on, categories=held)
        return put_person(new_id(), by=by or world.worker, fields=fields).person

    return made


@pytest.fixture
def plan(world):
    """A campaign of the station here, planned by its worker."""

    def made(*, pk=None, by=None, version=None, **more):
        usual = {
            "station": HERE, "kind": "double_ninth", "name": "重阳慰问", "first_on": FIRST, "last_on": LAST,
            "purpose": "给独居老人送米油", "goods": (RICE, OIL),
        }  # fmt: skip
        fields = CampaignFields(**(usual | more), version=version)
        return actions.put_campaign(pk or new_id(), by=by or world.worker, fields=fields).row

    return made


@pytest.fixture
def running(world, plan):
    """A campaign under way with these people on its list."""

    def made(*people, **more):
        row = plan(**more)
        if people:
            actions.add_people(row.pk, by=world.worker, people=[one.pk for one in people])
        return actions.take_step(row.pk, by=world.worker, step="start")

    return made


@pytest.fixture
def deliver(world):
    def made(row, *people, by=None, goods=None, batch=None, on=date(2026, 11, 19), **more):
        parcels = tuple(Parcel(one.pk, goods) for one in people)
        fields = DeliveryFields(batch=batch or new_id(), on=on, parcels=parcels, **more)
        return actions.deliver(row.pk, by=by or world.worker, fields=fields)

    return made
