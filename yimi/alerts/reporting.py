"""The safety matters of a place in its reports (报告中的安全事项): counts, and nothing that leads to a person."""

from django.db.models import Q
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.paper.document import Block, Cell, Table
from yimi.core.periods import Period
from yimi.core.scope import path_range
from yimi.figures.places import Place
from yimi.tracking.safety import items

from .queries import counts
from .standing import open_on


def safety(actor: Actor, place: Place, period: Period) -> list[Block]:
    """How many of each item were open at the end, began and ended in the span."""
    here = _within(place)
    spans = (
        open_on(period.last), Q(found_on__range=(period.first, period.last)),
        Q(closed_on__range=(period.first, period.last)),
    )  # fmt: skip
    told = [counts(actor, here & span) for span in spans]
    rows = [
        (Cell(str(item.label)), *(Cell(str(numbers.get(item, 0)), is_number=True) for numbers in told))
        for item in items()
    ]
    return [Table((_("安全事项"), _("期末未办结"), _("本期新增"), _("本期结束")), tuple(rows))]


def _within(place: Place) -> Q:
    return Q(station=place.id) if place.kind == "station" else path_range("station__area_path", place.path)
