"""However deliveries are marked, what was given and what is left are what was prepared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from yimi.campaigns import actions, queries
from yimi.campaigns.fields import DeliveryFields, Parcel
from yimi.campaigns.models import Delivery, Given
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.figures import queries as figures

from .conftest import OIL, RICE

PREPARED = {good.name: good.prepared for good in (RICE, OIL)}
DAYS = [date(2026, 11, 17), date(2026, 11, 18)]
marks = st.tuples(
    st.sets(st.integers(0, 2), min_size=1),
    st.sampled_from(DAYS),
    st.sampled_from(["seen", "seen", "not_home", "declined"]),
    st.dictionaries(st.sampled_from(sorted(PREPARED)), st.integers(0, 15)) | st.none(),
    st.sampled_from(["once", "twice", "void"]),
)


@pytest.fixture
def people(person):
    return [person("王桂兰", "DB"), person("李阿公"), person("陈外来")]


@tried(6)
@given(marked=st.lists(marks, max_size=6))
def test_given_and_left_are_what_was_prepared_and_nobody_gets_a_good_twice_a_day(world, running, people, marked):
    row = running(*people)
    before = figures.figure(world.county, "BENEFIT_PT", figures.place_named(area="469030"), "2026-11").value

    for who, on, outcome, goods, how in marked:
        parcels = tuple(Parcel(people[nth].pk, goods) for nth in sorted(who))
        fields = DeliveryFields(batch=new_id(), on=on, outcome=outcome, parcels=parcels)
        try:
            made = actions.deliver(row.pk, by=world.worker, fields=fields)
        except Invalid:
            continue
        if how == "twice":
            assert {each.pk for each in actions.deliver(row.pk, by=world.worker, fields=fields)} == {
                each.pk for each in made
            }
        if how == "void":
            actions.take_back(made[0].pk, by=world.worker, reason="登记错")

    for stock in queries.goods_of(row):
        assert stock.given + stock.left == PREPARED[stock.good.name]
    stands = Given.objects.filter(delivery__recipient__campaign=row, delivery__contact__voided_at=None)
    days = list(stands.values_list("delivery__recipient", "good", "delivery__contact__service_on"))
    assert len(days) == len(set(days))
    counted = Delivery.objects.unscoped("test").filter(queries.REACHED, recipient__campaign=row).count()
    after = figures.figure(world.county, "BENEFIT_PT", figures.place_named(area="469030"), "2026-11").value
    assert after - before == counted == queries.sheet_for(world.worker, row.pk).tally.times
