"""Pairs of files that may be one person's (疑似重复) for programs."""

from typing import Literal
from uuid import UUID

from ninja import Query, Router

from yimi.clients import actions
from yimi.clients.duplicates_list import ORDER, PairsWanted, pairs_for, people_of, suspected
from yimi.clients.queries import people_for
from yimi.core.api import Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

router = Router(tags=["clients"])


class SuspectOut(Out):
    id: UUID
    name: str
    sex: str
    age_band: str
    file_number: str | None
    station: str
    area: str


class PairOut(Out):
    """Two files that may be one person's. `other` is null for a file out of reach: then neither reason nor score."""

    id: UUID
    state: str
    score: int | None
    one: SuspectOut
    other: SuspectOut | None
    reasons: list[str]


class PairPage(Out):
    items: list[PairOut]
    next: str | None


class PairFilters(Paged):
    state: Literal["open", "different", "merged"] = "open"
    where: Literal["ours", "elsewhere"] | None = None


class DecidedOut(Out):
    id: UUID
    state: str


@router.get("/clients/duplicates", response=answers(PairPage))
@needs(Permission.PERSON_VIEW)
def list_duplicates(request, asked: Query[PairFilters]):
    wanted = PairsWanted(state=asked.state, where=asked.where or "")
    rows, after = page(pairs_for(request.user, wanted), asked.limit, asked.cursor, ORDER)
    found = suspected(request.user, rows)
    actions.read_list(people_for(request.user).filter(pk__in=people_of(found)), by=request.user)
    return {"items": [_out(each) for each in found], "next": after}


@router.post("/clients/duplicates/{uuid:pk}/different", response=answers(DecidedOut))
@needs(Permission.PERSON_VIEW)
def decide_duplicate(request, pk: UUID):
    """The two are two people; they are not asked about again."""
    return actions.decide_pair(pk, by=request.user)


def _out(found) -> dict:
    said = {name: getattr(found, name) for name in ("id", "state", "score", "one", "other")}
    return said | {"reasons": [str(reason) for reason in found.reasons]}
