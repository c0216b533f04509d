"""Ending a referral (办结、撤回): both sides of it, the referral and its contact in the ledger, say the same."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.referrals.models import Incoming, Referral, State
from yimi.services.actions import put_contact, void_contact
from yimi.services.queries import fields_of

from .steps import expect, keep, own, said


@transaction.atomic
def close(pk: UUID, *, by: User, note: str = "") -> Referral:
    """Close the referral (办结). With a result it counts as concluded; without one a note says why it ends."""
    referral = own(pk, by)
    if referral.state == State.CLOSED:
        return referral
    expect(referral, State.RESULT, State.DECLINED, State.ACCEPTED, State.IN_SERVICE)
    with_result = referral.state == State.RESULT
    seal.write(referral, end_note=said("note", note, least=0 if with_result else 2))
    referral.state, referral.ended_on = State.CLOSED, clock.today()
    keep(referral, "referrals.close", by)
    if with_result:
        contact = fields_of(by, pk)
        put_contact(pk, by=by, fields=replace(contact, concluded_on=referral.ended_on))
    return referral


@transaction.atomic
def withdraw(pk: UUID, *, by: User, reason: str) -> Referral:
    """Take the referral back (撤回) before it is answered; its contact is voided with it."""
    referral = own(pk, by)
    if referral.state == State.WITHDRAWN:
        return referral
    expect(referral, *Referral.OPEN, State.SENT)
    reason, was_sent = said("reason", reason), referral.state == State.SENT
    seal.write(referral, end_note=reason)
    referral.state, referral.ended_on = State.WITHDRAWN, clock.today()
    keep(referral, "referrals.withdraw", by)
    if was_sent:
        Incoming.objects.unscoped("转入的转介").filter(pk=pk).delete()
        void_contact(pk, by=by, reason=reason[:200])
    return referral
