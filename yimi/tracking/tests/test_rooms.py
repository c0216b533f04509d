"""A village room has no head; what it owes is settled by the officer of its township."""

from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.network.actions.stations import put_station
from yimi.tracking import actions, queries


@pytest.fixture
def owed(world, find):
    """What the county found at a village room."""
    put_station(
        new_id(), by=world.county, code="469030104201", name="潮村社工室", short_name="潮村社工室",
        level="village_room", mode="", prefix="QZCC", state="accepted", accepted_on=date(2026, 7, 1),
    )  # fmt: skip
    return find("整改：室内标牌", station="469030104201")


def test_the_township_proves_for_its_room_and_the_county_rechecks(world, owed, prove):
    assert list(queries.items_for(world.township, queries.Asked(whose="mine"))) == [owed]
    with pytest.raises(RuleBroken, match="责任单位"):
        prove(owed, by=world.county)

    prove(owed, by=world.township)

    assert actions.recheck(owed.pk, by=world.county, accept=True).state == "closed"


def test_the_township_proves_nothing_for_the_station_of_the_town(world, owed, find, prove):
    own = find()
    assert owed in queries.items_for(world.township) and own in queries.items_for(world.township)
    with pytest.raises(RuleBroken, match="责任单位"):
        prove(own, by=world.township)
    with pytest.raises(Http404):
        prove(owed, by=world.head)
    with pytest.raises(Http404):
        prove(owed, by=world.stranger)


def test_the_page_of_the_item_offers_it_to_the_township_alone(world, owed, sign_in):
    page = reverse("tracking:item", args=[owed.pk])
    assert "proof-file" in sign_in(world.township).get(page).content.decode()
    assert "proof-file" not in sign_in(world.county).get(page).content.decode()
