"""Two people at once: the same bag of rice goes to the same person once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from tests.story import person as person_of
from yimi.campaigns import actions, queries
from yimi.campaigns.fields import CampaignFields, DeliveryFields, Parcel
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.services.models import Contact

from .conftest import FIRST, HERE, LAST, RICE


@pytest.mark.both_engines
def test_the_same_good_marked_twice_at_once_is_given_once(big_world):
    by, pk, batch = big_world.worker, new_id(), new_id()
    who = person_of(by, big_world.here, "王桂兰")
    plan = CampaignFields(
        station=HERE, kind="double_ninth", name="重阳慰问", first_on=FIRST, last_on=LAST, goods=(RICE,)
    )
    actions.put_campaign(pk, by=by, fields=plan)
    actions.add_people(pk, by=by, people=[who.pk])
    actions.take_step(pk, by=by, step="start")

    def send(batch):
        fields = DeliveryFields(batch=batch, on=date(2026, 11, 19), parcels=(Parcel(who.pk),))
        try:
            return [each.pk for each in actions.deliver(pk, by=by, fields=fields)]
        except Invalid:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(send, [batch, batch, new_id(), new_id()]))

    assert len({tuple(answer) for answer in answers if answer}) == 1
    sheet = queries.sheet_for(by, pk)
    assert (sheet.tally.times, sheet.tally.households) == (1, 1)
    assert Contact.objects.unscoped("test").count() == 1
    assert [stock.left for stock in queries.goods_of(sheet.row)] == [9]
