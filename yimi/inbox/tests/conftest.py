"""Messages in the small world (消息的小天地): a Friday at ten, and late items of two counties."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yimi.core import clock
from yimi.core.ids import new_id
from yimi.tracking import actions as tracking
from yimi.tracking.actions import ItemFields

TEN = datetime(2026, 11, 20, 2, tzinfo=UTC)  # Friday, 10:00 by the clock on the wall


@pytest.fixture
def at(settings, monkeypatch):
    """Set the clock: `at(moment)`."""

    def set_to(moment):
        settings.YIMI_TODAY = clock.civil(moment)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_to


@pytest.fixture(autouse=True)
def _at_ten(at):
    at(TEN)


@pytest.fixture
def late(world, at):
    """Items that were due yesterday: `late(world.county, "469030104")`."""

    def raised(by, station="", title="补挂服务时间牌", **more):
        at(TEN - timedelta(days=15))
        fields = ItemFields(title=title, station=station, due_on=date(2026, 11, 19), **more)
        item = tracking.raise_item(new_id(), by=by, fields=fields)
        at(TEN)
        return item

    return raised
