"""What can be done with contacts (服务记录): put them, one or many, and void them."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.queries import remembered
from yimi.clients.models import Person
from yimi.core import clock, db, journal, seal
from yimi.core.errors import Invalid, RuleBroken, Stale
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark

from . import files, followers, joint, parts, programmes, queries, restating
from .checks import LATE_AFTER_DAYS, check
from .fields import ContactFields
from .guards import refuse_change
from .models import Contact
from .moving import present_ids
from .references import References, taking_part
from .sight import Sight, View


@dataclass(frozen=True)
class Put:
    """What came of putting a contact: the row, and whether it is new or was changed."""

    contact: Contact
    created: bool
    changed: bool


def put_contact(pk: UUID, *, by: User, fields: ContactFields) -> Put:
    """Record a contact (记录服务), or correct it with its version. The same content again changes nothing."""
    try:
        return _put_one(pk, by=by, fields=fields)
    except IntegrityError:
        # Somebody put the same id at the same moment; now it is there to compare with.
        return _put_one(pk, by=by, fields=fields)


def _put_one(pk: UUID, *, by: User, fields: ContactFields) -> Put:
    try:
        return put_contacts([(pk, fields)], by=by)[0]
    except Invalid as refused:
        raise Invalid({path.removeprefix("0."): texts for path, texts in refused.fields.items()}) from None


@transaction.atomic
def put_contacts(batch: Sequence[tuple[UUID, ContactFields]], *, by: User) -> list[Put]:
    """Record many contacts as one act: all or none. Faults come at `<place in the batch>.<field>`."""
    with nullcontext() if db.in_unit() else db.unit_of_work(), remembered():
        return _put_all(_at_present([(pk, fields.settled(by.username)) for pk, fields in batch]), by)


def _at_present(drafts: list[tuple[UUID, ContactFields]]) -> list[tuple[UUID, ContactFields]]:
    """The drafts with people who were merged into another named as that other."""
    now = present_ids({part.client for _pk, fields in drafts for part in fields.participants})
    return [(pk, fields.naming(now)) for pk, fields in drafts] if now else drafts


def _put_all(drafts: list[tuple[UUID, ContactFields]], by: User) -> list[Put]:
    existing = _locked([pk for pk, _fields in drafts], by)
    before, counted = followers.of_contacts(existing), restating.counted_before(existing.values())
    known = References([fields for _pk, fields in drafts], by=by, existing=existing)
    faults: dict[str, list] = {}
    puts = []
    for at, (pk, fields) in enumerate(drafts):
        try:
            puts.append(_put(pk, existing.get(pk), fields, known, by))
        except Invalid as refused:
            faults |= {f"{at}.{path}": texts for path, texts in refused.fields.items()}
    if faults:
        raise Invalid(faults)
    restating.note((put.contact for put in puts if put.changed), counted)
    changed = [(put.contact.pk, fields) for put, (_pk, fields) in zip(puts, drafts, strict=True) if put.changed]
    after = {(part.client, fields.service_on) for _pk, fields in changed for part in fields.participants}
    followers.tell(after.union(*(before.get(pk, ()) for pk, _fields in changed)))
    return puts


def _locked(ids: list[UUID], by: User) -> dict[UUID, Contact]:
    """The contacts that exist among these ids, locked. One that she may not know of ends it here."""
    rows = Contact.objects.unscoped("同号记录").filter(pk__in=ids).select_related("station")
    stored = {row.id: row for row in rows.order_by("pk").select_for_update(of=("self",))}
    if stored:
        _refuse_out_of_reach(stored, by)
    wanted = set(ids)
    return stored | {row.id: row for row in db.waiting(Contact) if row.id in wanted}


def _refuse_out_of_reach(stored: dict[UUID, Contact], by: User) -> None:
    within = Contact.objects.allowed(by, Permission.CONTACT_WRITE).filter(pk__in=stored)
    reached = set(within.values_list("pk", flat=True))
    sight = Sight.of(by)
    for row in stored.values():
        if row.id not in reached or sight.view(row, parts.worker_ids(row)) == View.ABSENT:
            raise RuleBroken(_("这个编号已被使用。"), code="id_taken")


def _put(pk: UUID, contact: Contact | None, fields: ContactFields, known: References, by: User) -> Put:
    digest = seal.digest(fields.content())
    if contact is not None and contact.digest == digest:
        return Put(contact, created=False, changed=False)
    if contact is not None:
        _refuse_blind_change(contact, fields.version, by)
    check(fields, known)
    joint.check(pk, fields, known.leads)
    if contact is not None:
        refuse_change(contact, fields)
    if contact is None:
        return Put(_create(pk, fields, digest, known, by), created=True, changed=True)
    return Put(_correct(contact, fields, digest, known, by), created=False, changed=True)


def _refuse_blind_change(contact: Contact, version: int | None, by: User) -> None:
    """A correction says which version it corrects, and comes from somebody who sees all of it."""
    if Sight.of(by).view(contact, parts.worker_ids(contact)) != View.FULL:
        raise RuleBroken(_("这条记录由参与的社工和站长修改。"), code="forbidden", status=403)
    current = queries.sheet(by, contact).plain()
    if version is None:
        raise Stale(_("同一编号已有内容不同的记录。"), code="differs", current=current)
    if version != contact.version:
        raise Stale(_("这条记录刚被别人改过，请核对后再保存。"), current=current)
    if contact.is_void:
        raise RuleBroken(_("这条记录已作废，不能再改。"), code="contact_void")


def _create(pk: UUID, fields: ContactFields, digest: str, known: References, by: User) -> Contact:
    station = known.stations[fields.station]
    contact = Contact(id=pk, station=station, county_id=station.county_id, recorded_at=clock.now(), recorded_by=by)
    _fill(contact, fields, digest, known)
    db.put(contact)
    parts.insert(contact, fields, known, by)
    _record("services.put_contact", contact, [part.client for part in fields.participants], by)
    mark(_keys(contact))
    return contact


def _correct(contact: Contact, fields: ContactFields, digest: str, known: References, by: User) -> Contact:
    before, opened = _keys(contact), files.opened_by(contact)
    parts.remove(contact)
    contact.version += 1
    contact.station = known.stations[fields.station]
    contact.county_id = contact.station.county_id
    _fill(contact, fields, digest, known)
    contact.save()
    parts.insert(contact, fields, known, by)
    still = {part.client for part in fields.participants if part.file_action == files.NEW}
    files.give_back([known.people[pk] for pk in opened], contact, still, by=by)
    _record("services.correct_contact", contact, [part.client for part in fields.participants], by)
    mark([*before, *_keys(contact)])
    return contact


def _fill(contact: Contact, fields: ContactFields, digest: str, known: References) -> None:
    for name in ("kind", "service_on", "outcome", "minutes", "headcount", "concluded_on", "next_on"):
        setattr(contact, name, getattr(fields, name))
    contact.place = known.places.get(fields.place)
    contact.group = known.groups.get(fields.group) if fields.group else None
    contact.activity = known.activities.get(fields.activity) if fields.activity else None
    contact.joins = known.leads.get((fields.joins, fields.station)) if fields.joins else None
    contact.digest = digest
    contact.late = (clock.civil(contact.recorded_at) - fields.service_on).days > LATE_AFTER_DAYS
    contact.sensitivity = parts.sensitivity(fields, known)
    seal.write(contact, title=fields.title, note=fields.note, late_reason=fields.late_reason or None)


@transaction.atomic
def void_contact(pk: UUID, *, by: User, reason: str) -> Contact:
    """Void a contact (作废) with its reason. It counts no more, and files that it opened close again."""
    contact = _own(pk, by)
    reason = clean(reason)
    if not 2 <= len(reason) <= 200:
        raise Invalid({"reason": [_("请写明作废原因，2 到 200 字。")]})
    if contact.is_void:
        return contact
    refuse_change(contact, None)
    counted = restating.counted_before([contact])
    contact.voided_at = clock.now()
    contact.version += 1
    seal.write(contact, void_reason=reason)
    contact.save(update_fields=["voided_at", "version", "void_reason"])
    served = followers.of_contacts([contact.pk]).get(contact.pk, set())
    files.give_back(_openers(contact), contact, (), by=by)
    _record("services.void_contact", contact, sorted({person for person, _on in served}), by)
    mark(_keys(contact))
    restating.note([contact], counted)
    followers.tell(served)
    return contact


def _openers(contact: Contact) -> list[Person]:
    """The people whose files the contact opens, locked."""
    opened = files.opened_by(contact)
    people = taking_part([contact.id]) if opened else {}
    return [people[person] for person in opened]


def _own(pk: UUID, by: User) -> Contact:
    """The contact, locked, if she may change it; 404 where she may not know of it."""
    sight = Sight.of(by)
    rows = Contact.objects.filter(sight.visible()).select_related("station").select_for_update(of=("self",))
    contact = rows.get_allowed(by, Permission.CONTACT_WRITE, pk=pk)
    if sight.view(contact, parts.worker_ids(contact)) != View.FULL:
        raise RuleBroken(_("这条记录由参与的社工和站长修改。"), code="forbidden", status=403)
    return contact


def _keys(contact: Contact) -> list[tuple]:
    """The station-months that it bears on: its day, the day a referral was concluded, the day its group was done,
    and those of the session that it joins."""
    days = [contact.service_on, contact.concluded_on, *programmes.days_of(contact)]
    return [(contact.station_id, day) for day in days if day] + joint.keys(contact)


def _record(act: str, contact: Contact, people: list, by: User) -> None:
    refs = [("person", str(person)) for person in people]
    journal.record(act, by, contact, station=contact.station_id, refs=refs, digest=contact.digest)
