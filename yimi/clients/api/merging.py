"""Merging two files (并档) for programs."""

from uuid import UUID

from ninja import Router

from yimi.clients import actions
from yimi.core.api import In, Out, answers
from yimi.core.permissions import Permission
from yimi.core.routes import needs

router = Router(tags=["clients"])


class MergeIn(In):
    keep: UUID
    drop: UUID
    reason: str


class MergeOut(Out):
    merge: UUID


@router.post("/clients/merge", response=answers(MergeOut))
@needs(Permission.PERSON_MERGE)
def merge_clients(request, said: MergeIn):
    """Put everything of `drop` into `keep`; both file numbers find the kept file."""
    made = actions.merge_people(by=request.user, keep=said.keep, drop=said.drop, reason=said.reason)
    return {"merge": made.pk}


@router.post("/merges/{uuid:pk}/undo", response=answers(MergeOut))
@needs(Permission.PERSON_MERGE)
def undo_merge(request, pk: UUID):
    """Make one file two again; what was recorded on the kept file since then stays there."""
    return {"merge": actions.undo_merge(pk, by=request.user).pk}
