"""Reminding of tracked items that are late (提醒督办事项), and telling the head of what her station owes."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.inbox.items import Item

from . import queries
from .models import TrackedItem

KIND = "tracked"


def items(actor: Actor, ids: Sequence[UUID]) -> list[Item]:
    """The items she may read of these, in the order in which they are due."""
    rows = queries.items_for(actor).filter(pk__in=ids).select_related("station__area", "county")
    return [_item(row) for row in rows.order_by("due_on", "id")]


def _item(row: TrackedItem) -> Item:
    note = _("期限 %(day)s") % {"day": row.due_on.isoformat()}
    url = f"/app/tracking/{row.pk}/"
    return Item(KIND, row.pk, row.title, url, row.county, row.station, note=note, why_not=_why_not(row))


def _why_not(row: TrackedItem) -> str:
    if row.state != TrackedItem.State.OPEN:
        return _("现在是“%(state)s”") % {"state": row.get_state_display()}
    return "" if row.due_on < clock.today() else _("还没到期")
