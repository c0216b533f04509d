"""A person and a referral of the small world."""

from datetime import date

import pytest

from yimi.clients.actions import put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core.ids import new_id
from yimi.referrals import actions
from yimi.referrals.fields import Consent, ReferralFields

TODAY = date(2026, 11, 20)
AGREED = Consent("self", "oral", TODAY)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = TODAY


@pytest.fixture
def person(world):
    held = (CategoryFields(code="DB", since_on=date(2026, 1, 1), state="verified"),)
    fields = PersonFields(
        name="王桂兰", station=world.here.code, area=world.here.area.code, phone="13907550001", categories=held
    )
    return put_person(new_id(), by=world.worker, fields=fields).person


@pytest.fixture
def refer(world, person):
    """Write a referral to the neighbour (填写转介)."""

    def made(*, pk=None, by=None, **more):
        usual = {"person": person.pk, "receiver": "station", "to_station": "469030105", "need": "已搬到红毛镇居住"}
        return actions.put_referral(
            pk or new_id(), by=by or world.worker, fields=ReferralFields(**usual | more)
        ).referral

    return made


@pytest.fixture
def sent(world, refer):
    """A referral that was agreed to and sent."""

    def made(**more):
        referral = refer(**more)
        actions.consent(referral.pk, by=world.worker, given=AGREED)
        return actions.send(referral.pk, by=world.worker)

    return made
