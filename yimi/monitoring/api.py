"""Figures on request (一键报数) for programs: ask, keep the answer as given to somebody, and read what was said."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.errors import invalid
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, queries
from .asking import Question, question
from .people import EVERYBODY

router = Router(tags=["provided"])


class ProvidedIn(In):
    """A question, and to whom its answer goes. `place` is the code of an area or a station within reach; without
    `people` everybody is meant, and only then `measures` may be chosen. Another answer to a question that was
    answered before takes `why_again`.
    """

    place: str = Field(max_length=12)
    first: date
    last: date
    people: str = Field(default=EVERYBODY, max_length=24)
    measures: list[str] = Field(default=[], max_length=20)
    to: str
    why_again: str = ""


class ProvidedToIn(In):
    """Somebody else who gets the same answer; the caller makes the id."""

    id: UUID
    to: str


class ProvidedLineOut(Out):
    code: str
    name: str
    text: str
    unit: str


class ProvidedToOut(Out):
    id: UUID
    to: str
    at: datetime
    by: str


class ProvidedOut(Out):
    """An answer as it was given; `position` is the number of the journal up to which the ledger was read."""

    id: UUID
    place: str
    first: date
    last: date
    people: str
    nth: int
    sentence: str
    lines: list[ProvidedLineOut]
    notes: list[str]
    why_again: str
    position: int
    given_at: datetime
    given_by: str
    told: list[ProvidedToOut]


class ProvidedPage(Out):
    items: list[ProvidedOut]
    next: str | None


class ProvidedFilters(Paged):
    place: str = ""
    people: str = ""


@router.get("/provided", response=answers(ProvidedPage), summary="已提供数据")
@needs(Permission.FIGURES_VIEW)
def list_provided(request, filters: Query[ProvidedFilters]) -> Any:
    """The answers about places within reach, the newest first."""
    rows = queries.provided_for(request.user, clean(filters.place), clean(filters.people))
    found, following = page(rows, filters.limit, filters.cursor, queries.ORDER)
    told = queries.told_of(request.user, found)
    return {"items": [_plain(row, told[row.pk]) for row in found], "next": following}


@router.get("/provided/{uuid:pk}", response=answers(ProvidedOut), summary="一项已提供数据")
@needs(Permission.FIGURES_VIEW)
def get_provided(request, pk: UUID) -> Any:
    """One answer, and to whom it went."""
    return _seen(request, pk)


@router.put("/provided/{uuid:pk}", response=answers(ProvidedOut, (201, ProvidedOut)), summary="提供数据")
@needs(Permission.FIGURES_VIEW)
def put_provided(request, pk: UUID, body: ProvidedIn) -> Any:
    """Answer a question and keep the answer; sending the same id again gives it once."""
    put = actions.put_provided(pk, by=request.user, asked=_asked(request, body), to=body.to, why_again=body.why_again)
    return Status(201 if put.created else 200, _seen(request, pk))


@router.post("/provided/{uuid:pk}/tell", response=answers(ProvidedOut), summary="沿用答复")
@needs(Permission.FIGURES_VIEW)
def tell_provided(request, pk: UUID, body: ProvidedToIn) -> Any:
    """Give the same answer to somebody else."""
    actions.tell(body.id, by=request.user, provided=pk, to=body.to)
    return _seen(request, pk)


def _asked(request, body: ProvidedIn) -> Question:
    place = queries.places_for(request.user).named(clean(body.place))
    if place is None:
        raise invalid("place", queries.OUT_OF_REACH)
    return question(place, body.first, body.last, clean(body.people), [clean(code) for code in body.measures])


def _seen(request, pk: UUID) -> dict[str, Any]:
    row = queries.provided(request.user, pk)
    return _plain(row, queries.told_of(request.user, [row])[row.pk])


def _plain(row: Any, told: list[Any]) -> dict[str, Any]:
    same = ("id", "first", "last", "people", "nth", "why_again", "position", "given_at")
    said = {name: row.answer[name] for name in ("sentence", "lines", "notes")}
    return {
        **{name: getattr(row, name) for name in same}, **said, "place": (row.station or row.area).code,
        "given_by": row.given_by.name,
        "told": [{"id": each.pk, "to": each.opened["to"] or "", "at": each.at, "by": each.by.name} for each in told],
    }  # fmt: skip
