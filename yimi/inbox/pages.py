"""The parts of the pages of messages and reminders (消息页面的内容), as values that templates place."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.ui.components import Column

from . import queries
from .items import remindables
from .kinds import message_kinds
from .models import MailWish, Message, Reminder

COLUMNS = (
    Column(_("事项")),
    Column(_("责任单位")),
    Column(_("提醒给")),
    Column(_("提醒时间")),
    Column(_("提醒人"), secondary=True),
    Column(_("类别"), secondary=True),
)


def lines(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """The lines of the list of messages."""
    return [
        {
            "message": row, "kind": message_kinds.get(row.kind), "text": row.opened["text"] or "",
            "is_new": row.read_at is None,
        }
        for row in queries.opened(messages)
    ]  # fmt: skip


def rows(reminders: Iterable[Reminder]) -> list[dict[str, Any]]:
    """The lines of the list of reminders."""
    found = list(reminders)
    names = queries.told(found)
    return [
        {
            "row": row, "owner": row.station.short_name if row.station else row.county.short_name,
            "told": "、".join(names[row.pk]), "kind": _label(row.kind),
        }
        for row in found
    ]  # fmt: skip


def _label(kind: str) -> Any:
    remindable = remindables.get(kind)
    return remindable.label if remindable else kind


def waits_for_code(wish: MailWish | None) -> bool:
    """Whether a code is on its way to her."""
    return wish is not None and wish.verified_at is None and bool(wish.code)
