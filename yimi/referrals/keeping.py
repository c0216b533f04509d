"""How referral and ledger stay of one mind (一致): its contact changes only as the referral does."""

from typing import Any

from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.services.fields import ContactFields
from yimi.services.models import Contact, Kind

from .models import Referral, State


def part_of_referral(contact: Contact, fields: ContactFields | None) -> Any:
    """Why this contact may not change so: a referral was sent with it."""
    if contact.kind != Kind.REFERRAL:
        return None
    row = Referral.objects.unscoped("转介的服务记录").filter(pk=contact.pk).exclude(sent_on=None).first()
    if row is None or row.state == State.WITHDRAWN:
        return None
    if fields is None:
        return _("这条记录由转介生成，请在转介页撤回。")
    concluded = row.ended_on if row.state == State.CLOSED and row.result_on else None
    stands = (fields.kind, fields.outcome, fields.service_on, fields.concluded_on, fields.station)
    people = {part.client for part in fields.participants if part.served}
    kept = (Kind.REFERRAL, Contact.Outcome.SEEN, row.sent_on, concluded, row.station.code)
    if stands == kept and row.person_id in people:
        return None
    return _("这条记录由转介生成：类别、日期、结果和服务对象随转介，不能在这里改。")


def referrals_stand(person: Person) -> Any:
    """Why a file is not voided: a referral in its name is not withdrawn."""
    rows = Referral.objects.unscoped("作废档案前的检查").filter(person=person).exclude(state=State.WITHDRAWN)
    return _("此人还有转介，请先撤回。") if rows.exists() else None
