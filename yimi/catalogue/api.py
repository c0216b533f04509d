from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from ninja import Query, Router

from yimi.core.api import Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import queries

router = Router(tags=["catalogue"])


class EditionKind(StrEnum):
    """The kinds of editions an outside program may ask for."""

    SERVICES = "services"
    CATEGORIES = "categories"
    EVALUATION = "evaluation"
    BUILDING = "building"
    ASSIST = "assist"
    NOTICES = "notices"
    REGISTERS = "registers"
    PAPERS = "papers"
    TERMS = "terms"
    PACKS = "packs"
    LOCAL_MODES = "local_modes"
    CADENCES = "cadences"
    PLANS = "plans"


class EditionFilters(Paged):
    kind: EditionKind | None = None


class EditionOut(Out):
    id: UUID
    kind: str
    code: str
    version: str
    name: str
    is_official: bool
    state: str
    checksum: str
    published_on: date | None
    effective_from: date
    effective_to: date | None


class EditionPage(Out):
    items: list[EditionOut]
    next: str | None


class EditionWithContent(EditionOut):
    content: dict[str, Any]


@router.get("/editions", response=answers(EditionPage), summary="目录版本")
@needs(Permission.CATALOGUE_VIEW)
def list_editions(request, filters: Query[EditionFilters]):
    editions = queries.editions_for(request.user, filters.kind)
    items, after = page(editions, filters.limit, filters.cursor, ("kind", "-effective_from", "id"))
    return {"items": items, "next": after}


@router.get("/editions/{uuid:pk}", response=answers(EditionWithContent), summary="一个目录版本及其内容")
@needs(Permission.CATALOGUE_VIEW)
def read_edition(request, pk: UUID):
    return queries.edition_for(request.user, pk)
