"""Tracked items in the small world (督办的小天地)."""

from datetime import date

import pytest

from yimi.core.ids import new_id
from yimi.tracking import actions
from yimi.tracking.actions import ItemFields

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = TODAY


@pytest.fixture
def find(world):
    """Raise an item of the station, by the county."""

    def found(title="补挂服务时间牌", *, by=None, station="469030104", pk=None, **more):
        fields = ItemFields(title=title, station=station, **more)
        return actions.raise_item(pk or new_id(), by=by or world.county, fields=fields)

    return found


@pytest.fixture
def prove(world):
    """Hand in proof, by the head of the station."""

    def proved(item, *, by=None, words="已挂好，见照片", files=()):
        return actions.submit_proof(item.pk, by=by or world.head, step=new_id(), words=words, files=files)

    return proved
