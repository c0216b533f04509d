"""Sending a referral (转出): its letter is frozen, and the ledger has its contact in the same transaction."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, seal
from yimi.core.errors import RuleBroken
from yimi.referrals.letters import letter_of
from yimi.referrals.models import Incoming, Referral, State
from yimi.referrals.terms import answer_by, result_by
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields
from yimi.services.models import Kind

from .steps import expect, keep, own, said


@transaction.atomic
def send(pk: UUID, *, by: User, urgent_reason: str = "") -> Referral:
    """Send the referral (转出). Before consent only urgently, with a reason; consent is then added."""
    referral = own(pk, by)
    if referral.sent_on and referral.state in Referral.UNDER_WAY:
        return referral
    expect(referral, *Referral.OPEN)
    if referral.consent_on is None:
        if not urgent_reason:
            raise RuleBroken(_("还没有记录同意。情况紧急的，写明原因后可先转介。"), code="no_consent")
        seal.write(referral, urgent_reason=said("urgent_reason", urgent_reason))
    seal.read(referral, "to_name", "need")
    on = clock.today()
    referral.sent_on, referral.state = on, State.SENT
    path = referral.station.area_path
    referral.answer_by, referral.result_by = answer_by(on, path), result_by(on, path)
    seal.write(referral, letter=letter_of(referral, by=by).frozen())
    keep(referral, "referrals.send", by)
    _tell_receiver(referral, on)
    put_contact(referral.pk, by=by, fields=_contact(referral, on))
    return referral


def _tell_receiver(referral: Referral, on: date) -> None:
    if referral.to_station_id is None:
        return
    row = Incoming(referral=referral, station_id=referral.to_station_id, sensitivity=referral.sensitivity)
    row.sent_on = on
    row.save(force_insert=True)


def _contact(referral: Referral, on: date) -> ContactFields:
    return ContactFields(
        station=referral.station.code,
        kind=Kind.REFERRAL,
        service_on=on,
        workers=(referral.worker.username,),
        participants=(PartFields(referral.person_id),),
        services=tuple(referral.services),
    )
