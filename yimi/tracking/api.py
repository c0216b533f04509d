"""Tracked items (督办事项) for programs: what is found, who owes it, until when and how it stands."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router

from yimi.core.api import Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import queries
from .queries import Asked

router = Router(tags=["tracking"])
ORDER = ("due_on", "id")


class TrackedItemsQuery(Paged):
    """Without a state: what is not settled."""

    station: str = ""
    county: str = ""
    state: Literal["open", "answered", "closed", "void", ""] = ""
    status: Literal["ok", "watch", "late", ""] = ""
    kind: Literal["notice", "urged", "chased", ""] = ""


class TrackedItemOut(Out):
    """One finding; `status` is reckoned today and never stored: ok, watch or late."""

    id: UUID
    source_kind: str
    source_id: UUID
    kind: str
    level: str
    station: str | None
    county: str
    title: str
    found_on: date
    due_on: date
    state: str
    status: str
    closed_on: date | None
    version: int


class TrackedItemPage(Out):
    items: list[TrackedItemOut]
    next: str | None


@router.get("/tracked-items", response=answers(TrackedItemPage), summary="督办事项")
@needs(Permission.TRACKING_VIEW)
def list_tracked_items(request, query: Query[TrackedItemsQuery]):
    said = query.model_dump(exclude={"limit", "cursor"})
    rows, following = page(queries.items_for(request.user, Asked(**said)), query.limit, query.cursor, ORDER)
    soon = queries.soon_on()
    return {"items": [_item(row, queries.status(row, soon)) for row in rows], "next": following}


def _item(row, status) -> dict:
    own = {"station": row.station.code if row.station else None, "county": row.county.code, "status": status.value}
    return own | {name: getattr(row, name) for name in TrackedItemOut.model_fields if name not in own}
