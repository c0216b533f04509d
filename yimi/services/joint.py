"""Joint sessions (联合举办): the lead station owns the session; each station counts who signed on its own sheet.

A partner's sheet is a contact of its own that joins the lead's. It has people and a head count, and is no session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.errors import Invalid, invalid
from yimi.core.permissions import Permission
from yimi.network.models import Station

from .fields import ContactFields
from .guards import ContactGuard, contact_guards
from .models import SESSIONS, Contact, ContactPartner, Participation, Sensitivity

Leads = dict[tuple[UUID, str], Contact]


def leads(wanted: set[UUID], by: Actor) -> Leads:
    """The sessions at which her stations help, locked, by their id and the code of the station that helps."""
    if not wanted:
        return {}
    found = list(_helped(by, Permission.CONTACT_WRITE).filter(contact__in=wanted).select_related("station"))
    rows = Contact.objects.unscoped("联合举办的主办记录").filter(pk__in=[each.contact_id for each in found])
    locked = {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",))}
    return {(each.contact_id, each.station.code): locked[each.contact_id] for each in found}


def _helped(by: Actor, permission: Permission) -> QuerySet[ContactPartner]:
    rows = ContactPartner.objects.allowed(by, permission)
    return rows.filter(contact__voided_at=None, contact__sensitivity=Sensitivity.NORMAL)


def check(pk: UUID, fields: ContactFields, known: Leads) -> None:
    """A partner's sheet is of the lead's kind and day, the only one of its station, and names nobody a second time."""
    if fields.joins is None:
        return
    lead = known.get((fields.joins, fields.station))
    if lead is None:
        raise invalid("joins", _("本站没有协办这个场次。"))
    faults: dict[str, list] = {}
    if fields.group or fields.activity or fields.partners:
        faults["joins"] = [_("协办签到不填方案和协办站，由主办站填。")]
    if fields.kind != lead.kind:
        faults["kind"] = [_("类别与主办站的记录不同：%s。") % lead.get_kind_display()]
    if fields.service_on != lead.service_on:
        faults["service_on"] = [_("日期与主办站的记录不同：%s。") % lead.service_on.isoformat()]
    sheets = shares_of(lead.pk).exclude(pk=pk)
    if sheets.filter(station__code=fields.station).exists():
        faults["joins"] = [_("本站已登记过这个场次的签到，请改那一条。")]
    signed = _signed([lead.pk, *sheets.values_list("pk", flat=True)], fields)
    for at, part in enumerate(fields.participants):
        if part.client in signed:
            faults[f"participants.{at}.client"] = [_("此人已在这个场次的另一张签到表上。")]
    if faults:
        raise Invalid(faults)


def shares_of(lead: UUID) -> QuerySet[Contact]:
    """The sheets of the partners of a session, void ones left out."""
    return Contact.objects.unscoped("协办站的签到").filter(joins=lead, voided_at=None)


def _signed(contacts: list[UUID], fields: ContactFields) -> set[UUID]:
    parts = Participation.objects.unscoped("同一场次的签到").filter(contact__in=contacts)
    wanted = [part.client for part in fields.participants]
    return set(parts.filter(person__in=wanted).values_list("person_id", flat=True))


def keys(contact: Contact) -> list[tuple[UUID, date]]:
    """The station and day of the session that a partner's sheet belongs to: whether it took place may hang on it."""
    return [(contact.joins.station_id, contact.joins.service_on)] if contact.joins else []


def _sheets_stand(contact: Contact, fields: ContactFields | None) -> Any:
    """What a lead may no longer change once partners have registered who came."""
    sheets = list(shares_of(contact.pk).select_related("station")) if contact.kind in SESSIONS else []
    if not sheets:
        return None
    names = "、".join(sheet.station.short_name for sheet in sheets)
    if fields is None:
        return _("%s已登记这个场次的签到，请先由协办站作废那条记录。") % names
    now = (contact.station.code, contact.kind, contact.service_on, contact.outcome)
    if (fields.station, fields.kind, fields.service_on, fields.outcome) != now:
        return _("%s已登记这个场次的签到，主办站、类别、日期和结果不能再改。") % names
    if {sheet.station.code for sheet in sheets} - set(fields.partners):
        return _("%s已登记这个场次的签到，不能从协办站中去掉。") % names
    if _signed([sheet.pk for sheet in sheets], fields):
        return _("有人已在协办站的签到表上，不能再列入。")
    return None


contact_guards.add(ContactGuard("joint", _sheets_stand))


@dataclass(frozen=True)
class Joint:
    """A session at which the station helps, before its sheet is recorded (协办签到)."""

    pk: UUID
    on: date
    lead: Station
    station: Station


def joint(actor: Actor, kind: str, pk: UUID | None) -> Joint | None:
    """The session that was named; 404 where her stations do not help at such a one, nothing where none is named."""
    if pk is None:
        return None
    rows = _helped(actor, Permission.CONTACT_WRITE).filter(contact=pk, contact__kind=kind)
    found = rows.select_related("station", "contact__station").order_by("station__code").first()
    if found is None:
        raise Http404
    return Joint(pk, found.contact.service_on, found.contact.station, found.station)


def sheets_by_partner(partners: Iterable[ContactPartner]) -> dict[tuple[UUID, UUID], Contact]:
    """The sheets that were registered for these, by the session and the station that helps."""
    rows = Contact.objects.unscoped("协办站的签到")
    found = rows.filter(joins__in=[each.contact_id for each in partners], voided_at=None)
    return {(row.joins_id, row.station_id): row for row in found if row.joins_id}
