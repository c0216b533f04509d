"""The rows that hang on a contact (参与人、社工、服务项目), written and taken away together."""

from collections.abc import Iterable
from uuid import UUID

from yimi.core import db
from yimi.core.actors import Actor

from . import files
from .fields import ContactFields
from .models import Contact, ContactPartner, ContactService, ContactWorker, Participation, Sensitivity
from .references import References

_LEVELS = list(Sensitivity)


def insert(contact: Contact, fields: ContactFields, known: References, by: Actor) -> None:
    """Write who took part, who served and what was given."""
    for name in fields.workers:
        db.put(ContactWorker(contact=contact, worker=known.workers[name]))
    listed = known.services(contact.service_on) if fields.services else {}
    for code in fields.services:
        info = listed[code]
        db.put(ContactService(contact=contact, code=code, edition_id=info.edition, domain=info.domain))
    for code in fields.partners:
        db.put(ContactPartner(contact=contact, station=known.partners[code]))
    for sent in fields.participants:
        person = known.people[sent.client]
        part = Participation(
            contact=contact, person=person, served=bool(sent.served), seen=bool(sent.seen), file_action=sent.file_action
        )
        files.open_for(part, by=by)
        db.put(part)


def remove(contact: Contact) -> None:
    """Take the rows away before a correction writes them anew."""
    Participation.objects.unscoped("更正前的参与人").filter(contact=contact).delete()
    contact.parts.all().delete()
    contact.services.all().delete()
    ContactPartner.objects.unscoped("更正前的协办站").filter(contact=contact).delete()


def sensitivity(fields: ContactFields, known: References) -> str:
    """The highest sensitivity of the services given (敏感级别)."""
    if not fields.services:
        return Sensitivity.NORMAL
    listed = known.services(fields.service_on)
    return max((Sensitivity(listed[code].sensitivity) for code in fields.services), key=_LEVELS.index)


def worker_ids(contact: Contact) -> Iterable[UUID]:
    """Who took part; read where somebody looks."""
    return contact.parts.values_list("worker_id", flat=True)
