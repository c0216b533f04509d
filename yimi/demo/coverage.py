"""The coverage plan in the story (演示的覆盖计划): towns, subdistricts and big communities over three years."""

from datetime import date

from django.db.models import Q

from yimi.accounts.models import User
from yimi.coverage import actions
from yimi.coverage.actions import PlaceFields
from yimi.network.models import Area, Station

from .terminal import say

NOTE = "演示清单"


def tell(today: date, users: dict[str, User]) -> None:
    """Where a station operates the year is the first, where one is coming the second, elsewhere by turns."""
    say("演示数据：覆盖计划")
    towns = Q(level="township", kind="administrative", is_hidden=False)
    places = Area.objects.filter(towns | Q(level="unit")).order_by("path")
    stations = Station.objects.unscoped("演示").filter(level="station").values_list("area", "state")
    states = dict(stations)
    lines = [
        PlaceFields(area.code, today.year + _later(states.get(area.pk), nth), NOTE) for nth, area in enumerate(places)
    ]
    actions.put_list(lines, by=users["province"], total=len(lines), on=today.replace(month=1, day=1))


def _later(state: str | None, nth: int) -> int:
    if state == Station.State.OPERATING:
        return 0
    return 1 if state else 1 + nth % 2
