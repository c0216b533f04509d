"""Transfers and consults (转站和会商) for programs."""

from uuid import UUID

from ninja import Router, Status

from yimi.clients import actions
from yimi.core.api import In, Out, answers
from yimi.core.permissions import Permission
from yimi.core.routes import needs

router = Router(tags=["clients"])


class TransferIn(In):
    to: str
    reason: str


class AskedIn(In):
    reason: str


class AnswerIn(In):
    """An answer; `worker` is who will be in charge, named by the receiving head."""

    answer: str = ""
    worker: UUID | None = None


class AllowIn(In):
    answer: str = ""
    days: int = 30


class TransferOut(Out):
    transfer: UUID
    state: str


class ConsultOut(Out):
    consult: UUID
    state: str


@router.post("/clients/{uuid:pk}/transfers", response=answers(TransferOut, (201, TransferOut)))
@needs(Permission.PERSON_MOVE)
def ask_transfer(request, pk: UUID, said: TransferIn):
    """Ask for a file to move to the station with the code `to`, as the head of either station."""
    made = actions.ask_transfer(pk, by=request.user, to=said.to, reason=said.reason)
    return Status(201, {"transfer": made.pk, "state": made.state})


@router.post("/transfers/{uuid:pk}/accept", response=answers(TransferOut))
@needs(Permission.PERSON_MOVE)
def accept_transfer(request, pk: UUID, said: AnswerIn):
    """Accept, as the head of the other station; the file moves today."""
    answer = actions.Answer(True, said.answer, said.worker)
    made = actions.answer_transfer(pk, by=request.user, answer=answer)
    return {"transfer": made.pk, "state": made.state}


@router.post("/transfers/{uuid:pk}/decline", response=answers(TransferOut))
@needs(Permission.PERSON_MOVE)
def decline_transfer(request, pk: UUID, said: AnswerIn):
    made = actions.answer_transfer(pk, by=request.user, answer=actions.Answer(False, said.answer))
    return {"transfer": made.pk, "state": made.state}


@router.post("/clients/{uuid:pk}/consults", response=answers(ConsultOut, (201, ConsultOut)))
@needs(Permission.PERSON_WRITE)
def ask_consult(request, pk: UUID, said: AskedIn):
    """Ask to look at a file of another station for a time."""
    made = actions.ask_consult(pk, by=request.user, reason=said.reason)
    return Status(201, {"consult": made.pk, "state": made.state})


@router.post("/consults/{uuid:pk}/accept", response=answers(ConsultOut))
@needs(Permission.PERSON_MOVE)
def accept_consult(request, pk: UUID, said: AllowIn):
    made = actions.answer_consult(pk, by=request.user, accept=True, words=said.answer, days=said.days)
    return {"consult": made.pk, "state": made.state}


@router.post("/consults/{uuid:pk}/decline", response=answers(ConsultOut))
@needs(Permission.PERSON_MOVE)
def decline_consult(request, pk: UUID, said: AllowIn):
    made = actions.answer_consult(pk, by=request.user, accept=False, words=said.answer)
    return {"consult": made.pk, "state": made.state}
