"""Ending a file and opening it again (结束档案、重新启用) for programs."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Router

from yimi.clients import actions, queries
from yimi.core.api import In, answers
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from .people import ClientOut

router = Router(tags=["clients"])


class EndIn(In):
    state: Literal["moved", "deceased", "closed"]
    on: date
    reason: str


class ReopenIn(In):
    on: date
    reason: str


@router.post("/clients/{uuid:pk}/end", response=answers(ClientOut))
@needs(Permission.PERSON_WRITE)
def end_client(request, pk: UUID, said: EndIn):
    """The file ends; `on` is its last day in stock."""
    actions.end_file(pk, by=request.user, state=said.state, on=said.on, reason=said.reason)
    return queries.card(request.user, queries.person_for(request.user, pk))


@router.post("/clients/{uuid:pk}/reopen", response=answers(ClientOut))
@needs(Permission.PERSON_WRITE)
def reopen_client(request, pk: UUID, said: ReopenIn):
    actions.reopen_file(pk, by=request.user, on=said.on, reason=said.reason)
    return queries.card(request.user, queries.person_for(request.user, pk))
