"""Reading one's messages (阅读消息)."""

from uuid import UUID

from django.db import transaction

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.inbox import queries
from yimi.inbox.models import Message


@transaction.atomic
def mark_read(pk: UUID, *, by: Actor) -> Message:
    """Note that she has read it (标为已读); once is enough."""
    message = queries.message_for(by, pk)
    if message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
        journal.record("inbox.read", by, message)
    return message


@transaction.atomic
def mark_all_read(*, by: Actor) -> int:
    """Note that she has read all of them (全部已读); gives how many were new."""
    rows = Message.objects.unscoped("本人的消息").filter(recipient=by.id, read_at=None)
    count = rows.update(read_at=clock.now())
    if count:
        journal.record("inbox.read_all", by, ("user", by.id))
    return count
