"""The nightly sample (抽查): some stored leaves and nodes made again from the facts and compared.

There is never a difference, unless an action forgot a mark or a row was changed by hand. One that is found is
marked, so that it is right again, and written down for who runs the house.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from yimi.core import clock, db
from yimi.core.periods import Month

from .fold import differing_leaves, differing_nodes
from .leaves import Key
from .models import LeafPart, Mark, NodeMark, NodePart, Unlike

SIZE = 100
TOLD_FOR = timedelta(days=30)
Compare = Callable[[list[Key]], list[Key]]


def sample(_day: str) -> None:
    """Compare some leaves and nodes that are not marked; what differs is marked and written down."""
    with db.snapshot():
        leaves, nodes = unmarked_leaves(), unmarked_nodes()
        wrong = _twice(_some(leaves), differing_leaves, unmarked_leaves)
        above = _twice(_some(nodes), differing_nodes, unmarked_nodes)
    Mark.objects.bulk_create(Mark(station_id=station, month=month.first) for station, month in wrong)
    NodeMark.objects.bulk_create(NodeMark(area_id=area, month=month.first) for area, month in above)
    today = clock.today()
    Unlike.objects.bulk_create(Unlike(station_id=pk, month=month.first, found_on=today) for pk, month in wrong)
    Unlike.objects.bulk_create(Unlike(area_id=pk, month=month.first, found_on=today) for pk, month in above)


def unmarked_leaves() -> list[Key]:
    """Every stored leaf that claims to be right."""
    marked = set(Mark.objects.values_list("station_id", "month"))
    kept = LeafPart.objects.each().values_list("station_id", "month")
    return [(pk, Month.of(on)) for pk, on in kept if (pk, on) not in marked]


def unmarked_nodes() -> list[Key]:
    """Every stored node that claims to be right."""
    marked = set(NodeMark.objects.values_list("area_id", "month"))
    kept = NodePart.objects.each().values_list("area_id", "month")
    return [(pk, Month.of(on)) for pk, on in kept if (pk, on) not in marked]


def found_lately() -> list[str]:
    """What the samples of the last days found, in words."""
    rows = Unlike.objects.filter(found_on__gt=clock.today() - TOLD_FOR).order_by("pk")
    return [
        f"{row.found_on} 抽查：{row.station_id or row.area_id} {row.month:%Y-%m} 与台账不一致，已重算" for row in rows
    ]


def none_found() -> str | None:
    """The health of figures: None, or what was found."""
    return "; ".join(found_lately()) or None


def _some(keys: list[Key]) -> list[Key]:
    return random.sample(keys, min(SIZE, len(keys)))  # which ones is no secret


def _twice(keys: list[Key], compare: Compare, unmarked: Callable[[], list[Key]]) -> list[Key]:
    """A job's transaction is no snapshot everywhere: what somebody is changing just now is looked at again."""
    wrong = compare(keys)
    return compare([key for key in wrong if key in set(unmarked())]) if wrong else []
