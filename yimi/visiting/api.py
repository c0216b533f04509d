"""Approved lists and the visits that follow from them (核定服务名单、走访窗口) for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from yimi.clients.actions import note_listed
from yimi.core.api import Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import listing

router = Router(tags=["visiting"])


class MemberOut(Out):
    """Somebody on an approved list. Above the station her name is masked."""

    id: UUID
    station: str
    year: int
    client: UUID
    name: str
    village: str
    age_band: str
    tier: str
    interval_days: int | None
    remote_counts: bool
    is_shared: bool
    since_on: date
    until_on: date | None


class MembersOut(Out):
    items: list[MemberOut]
    next: str | None


class SlotOut(Out):
    """A window in which one visit is owed, and whether it is met."""

    id: UUID
    station: str
    client: UUID
    name: str
    village: str
    age_band: str
    from_on: date
    until_on: date
    remote_counts: bool
    is_shared: bool
    met: bool


class SlotsOut(Out):
    items: list[SlotOut]
    next: str | None


class ListFilters(Paged):
    """Which lists; without a year this one."""

    station: str = ""
    year: int | None = Field(None, ge=2000, le=2100)


class SlotFilters(Paged):
    """Which windows: those that are due in a month; without one this month."""

    station: str = ""
    month: str = ""


@router.get("/service-lists", response=answers(MembersOut))
@needs(Permission.LIST_VIEW)
def list_members(request, filters: Query[ListFilters]) -> Any:
    """Who is, was or will be on the approved lists of a year, within reach."""
    rows = listing.members_of_year(request.user, filters.station, filters.year)
    some, following = page(rows, filters.limit, filters.cursor, listing.MEMBER_ORDER)
    told = listing.plain_members(request.user, some)
    note_listed([each["client"] for each in told], by=request.user)
    return {"items": told, "next": following}


@router.get("/visit-slots", response=answers(SlotsOut))
@needs(Permission.LIST_VIEW)
def list_slots(request, filters: Query[SlotFilters]) -> Any:
    """The windows that are due in a month, within reach."""
    rows = listing.slots_of_month(request.user, filters.station, filters.month)
    some, following = page(rows, filters.limit, filters.cursor, listing.SLOT_ORDER)
    told = listing.plain_slots(request.user, some)
    note_listed([each["client"] for each in told], by=request.user)
    return {"items": told, "next": following}
