"""Contacts follow their person when two files become one (并档), and go back when that is undone."""

from typing import Any
from uuid import UUID

from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core import seal
from yimi.core.actors import Actor

from .fields import ContactFields, PartFields
from .models import Contact, Participation

_WAS = ("served", "seen", "file_action")
_TEXTS = ("title", "note", "late_reason")
_STRENGTH = ("none", "update", "new")


def _move(drop: Person, keep: Person, by: Actor) -> dict[str, Any]:
    """Point the parts of `drop` to `keep`. Where both took part, `keep` has done what either did."""
    theirs = list(_parts(drop).select_related("contact").order_by("pk"))
    ours = {part.contact_id: part for part in _parts(keep).filter(contact__in=[part.contact_id for part in theirs])}
    kept: dict[str, Any] = {"moved": [], "parked": [], "digests": _digests(theirs)}
    for part in theirs:
        if other := ours.get(part.contact_id):
            kept["parked"].append({"part": _values(part), "ours": _values(other)})
            part.delete()
            _both(other, part)
        else:
            kept["moved"].append(part.pk)
    _parts(drop).filter(pk__in=kept["moved"]).update(person=keep)
    _write_digests(theirs)
    return kept


def _back(kept: dict[str, Any], drop: Person, keep: Person, by: Actor) -> None:
    """The same parts are `drop`'s again. One that a correction wrote anew since then stays with `keep`."""
    _parts(keep).filter(pk__in=kept["moved"]).update(person=drop)
    for pair in kept["parked"]:
        other = _parts(keep).filter(pk=pair["ours"]["id"]).first()
        if other is None or not Contact.objects.unscoped("并档").filter(pk=other.contact_id).exists():
            continue
        for name in _WAS:
            setattr(other, name, pair["ours"][name])
        other.save(update_fields=_WAS)
        Participation(person=drop, contact_id=other.contact_id, **_plain(pair["part"])).save(force_insert=True)
    for pk, (digest, version) in kept["digests"].items():
        Contact.objects.unscoped("并档").filter(pk=pk, version=version).update(digest=digest)


def _parts(person: Person):
    return Participation.objects.unscoped("并档").filter(person=person)


def _values(part: Participation) -> dict[str, Any]:
    return {"id": part.pk, "contact": str(part.contact_id)} | {name: getattr(part, name) for name in _WAS}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("id", *_WAS)}


def _both(other: Participation, part: Participation) -> None:
    other.served, other.seen = other.served or part.served, other.seen or part.seen
    other.file_action = max(other.file_action, part.file_action, key=_STRENGTH.index)
    other.save(update_fields=_WAS)


def _digests(parts: list[Participation]) -> dict[str, tuple[str, int]]:
    return {str(part.contact_id): (part.contact.digest, part.contact.version) for part in parts}


def _write_digests(parts: list[Participation]) -> None:
    """The content of these contacts now names the kept person: sent again so, it is the same."""
    rows = Contact.objects.unscoped("并档").filter(pk__in=[part.contact_id for part in parts])
    rows = rows.select_related("station", "place")
    hanging = ("parts__worker", "services", "participations", "partners__station")
    contacts = list(rows.prefetch_related(*hanging))
    seal.read(contacts, *_TEXTS)
    for contact in contacts:
        contact.digest = seal.digest(fields_of_row(contact).content())
    Contact.objects.unscoped("并档").bulk_update(contacts, ["digest"])


def fields_of_row(contact: Contact) -> ContactFields:
    """An opened contact as it would be sent."""
    opened: dict[str, Any] = contact.__dict__["opened"]
    return ContactFields(
        station=contact.station.code, kind=contact.kind, service_on=contact.service_on, outcome=contact.outcome,
        minutes=contact.minutes, headcount=contact.headcount, concluded_on=contact.concluded_on,
        next_on=contact.next_on, place=contact.place.code if contact.place else "",
        group=contact.group_id, activity=contact.activity_id, joins=contact.joins_id,
        partners=tuple(partner.station.code for partner in contact.partners.all()),
        workers=tuple(part.worker.username for part in contact.parts.all()),
        participants=tuple(
            PartFields(part.person_id, part.served, part.seen, part.file_action)
            for part in contact.participations.all()
        ),
        services=tuple(given.code for given in contact.services.all()),
        title=opened["title"] or "", note=opened["note"] or "", late_reason=opened["late_reason"] or "",
    )  # fmt: skip


def present_ids(ids: set[UUID]) -> dict[UUID, UUID]:
    """The people into whom some of these were merged, by the id that was named."""
    found: dict[UUID, UUID] = {}
    rows = Person.objects.unscoped("并档后的编号").filter(state=Person.State.MERGED)
    ahead = {pk: pk for pk in ids}
    while ahead:
        into = dict(rows.filter(pk__in=set(ahead.values())).values_list("pk", "merged_into_id"))
        ahead = {named: into[now] for named, now in ahead.items() if now in into}
        found |= ahead
    return found


movers.add(Mover("participations", _move, _back))
