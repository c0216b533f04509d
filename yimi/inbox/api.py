"""Messages (消息) for programs: one's own, read one by one or all at once."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router

from yimi.core.api import Out, Paged, answers, page
from yimi.core.routes import SIGNED_IN, needs

from . import actions, queries

router = Router(tags=["messages"])


class MessagesQuery(Paged):
    """Without more: all of them, the unread first."""

    read: Literal["yes", "no", ""] = ""
    kind: str = ""


class MessageOut(Out):
    """What one was told; `url` is a page of this house, `sender` nobody where the platform tells it."""

    id: UUID
    kind: str
    title: str
    text: str
    url: str
    sender: str | None
    sent_at: datetime
    read_at: datetime | None


class MessagePage(Out):
    """`unread` is how many are unread altogether."""

    items: list[MessageOut]
    next: str | None
    unread: int


class MessagesRead(Out):
    read: int


@router.get("/messages", response=answers(MessagePage), summary="消息")
@needs(SIGNED_IN)
def list_messages(request, query: Query[MessagesQuery]):
    """One's own messages."""
    rows = queries.messages_for(request.user, queries.Asked(query.read, query.kind))
    found, following = page(rows, query.limit, query.cursor, queries.ORDER)
    items = [_message(row) for row in queries.opened(found)]
    return {"items": items, "next": following, "unread": queries.unread(request.user)}


@router.post("/messages/read-all", response=answers(MessagesRead), summary="全部消息标为已读")
@needs(SIGNED_IN)
def read_all_messages(request):
    """Mark all of them read; gives how many were not."""
    return {"read": actions.mark_all_read(by=request.user)}


@router.post("/messages/{uuid:pk}/read", response=answers(MessageOut), summary="消息标为已读")
@needs(SIGNED_IN)
def read_message(request, pk: UUID):
    """Mark it read; once is enough."""
    return _message(actions.mark_read(pk, by=request.user))


def _message(row) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "title": row.title, "text": row.opened["text"] or "", "url": row.link,
        "sender": row.sender and row.sender.name, "sent_at": row.sent_at, "read_at": row.read_at,
    }  # fmt: skip
