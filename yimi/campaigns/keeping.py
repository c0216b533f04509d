"""How campaign and ledger stay of one mind (一致): the contact of a delivery is voided, or keeps what it is of."""

from typing import Any

from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.services.fields import ContactFields
from yimi.services.models import Contact, Kind

from .models import Delivery
from .queries import is_listed


def part_of_delivery(contact: Contact, fields: ContactFields | None) -> Any:
    """Why this contact may not change so: it is a delivery of a campaign. Voided, the delivery is taken back."""
    if contact.kind != Kind.RESOURCE_DELIVERY or fields is None:
        return None
    rows = Delivery.objects.unscoped("发放的服务记录").filter(contact=contact)
    person = rows.values_list("recipient__person_id", flat=True).first()
    if person is None:
        return None
    stands = (fields.station, fields.kind, fields.service_on, fields.outcome)
    kept = (contact.station.code, contact.kind, contact.service_on, contact.outcome)
    parts = [(part.client, part.served) for part in fields.participants]
    if stands == kept and parts == [(person, contact.outcome == Contact.Outcome.SEEN)]:
        return None
    return _("这条记录是专项活动的发放：日期、结果和服务对象不能改；登记错了请作废，再重新登记。")


def list_stands(person: Person) -> Any:
    """Why a file is not voided: she is on the list of a campaign."""
    return _("此人还在专项活动名单上，请先移出名单。") if is_listed(person.pk) else None
