"""Telling the head of a station what it owes (督办通知): a new item, or one that came back."""

from django.utils.translation import gettext as _

from yimi.accounts.queries import heads
from yimi.core.actors import Actor
from yimi.inbox.actions import send
from yimi.inbox.words import without_numbers
from yimi.tracking.models import TrackedItem
from yimi.tracking.reminding import KIND


def tell_head(item: TrackedItem, by: Actor, *, is_back: bool = False) -> None:
    """Tell the head; where there is none, as of a county or a village room, it stands on the list of who owes it."""
    found = heads([item.station_id] if item.station_id else [])
    title = _("督办事项被退回，请再办理") if is_back else _("有新的督办事项，请办理")
    text = _("%(title)s（期限 %(day)s）") % {"title": without_numbers(item.title), "day": item.due_on.isoformat()}
    told = [user for users in found.values() for user in users]
    key, url = f"tracked:{item.pk}:{item.version}", f"/app/tracking/{item.pk}/"
    send(told, kind=KIND, title=title, text=text, url=url, by=by, key=key)
