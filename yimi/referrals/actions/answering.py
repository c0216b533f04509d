"""Answering a referral (答复): the station that is asked does it; for another body the sender notes it."""

from uuid import UUID

from django.db import transaction

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.referrals.models import Incoming, Referral, State

from .steps import expect, keep, said, to_answer


@transaction.atomic
def accept(pk: UUID, *, by: User, note: str = "") -> Referral:
    """The receiver takes it on (接收)."""
    referral = to_answer(pk, by)
    if referral.state == State.ACCEPTED:
        return referral
    expect(referral, State.SENT)
    Incoming.objects.unscoped("转入的转介").filter(pk=pk).update(worker=by)
    return _answered(referral, State.ACCEPTED, said("note", note, least=0), by)


@transaction.atomic
def decline(pk: UUID, *, by: User, reason: str) -> Referral:
    """The receiver does not take it on (未接收), and says why."""
    referral = to_answer(pk, by)
    if referral.state == State.DECLINED:
        return referral
    expect(referral, State.SENT)
    return _answered(referral, State.DECLINED, said("reason", reason), by)


def _answered(referral: Referral, state: State, words: str, by: User) -> Referral:
    referral.state, referral.answered_on = state, clock.today()
    seal.write(referral, answer=words)
    return keep(referral, f"referrals.{'accept' if state == State.ACCEPTED else 'decline'}", by)


@transaction.atomic
def begin(pk: UUID, *, by: User) -> Referral:
    """Service begins at the receiver (开始服务)."""
    referral = to_answer(pk, by)
    if referral.state == State.IN_SERVICE:
        return referral
    expect(referral, State.ACCEPTED)
    referral.state, referral.served_on = State.IN_SERVICE, clock.today()
    return keep(referral, "referrals.begin", by)


@transaction.atomic
def give_result(pk: UUID, *, by: User, result: str) -> Referral:
    """What came of it (反馈结果)."""
    referral = to_answer(pk, by)
    expect(referral, State.ACCEPTED, State.IN_SERVICE)
    referral.state, referral.result_on = State.RESULT, clock.today()
    seal.write(referral, result=said("result", result))
    return keep(referral, "referrals.give_result", by)
