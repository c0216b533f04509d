"""Voiding a file (作废档案): it stays, with its reason, and counts nowhere."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.guards import void_guards
from yimi.clients.models import Person, SearchToken
from yimi.core import declare, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean

from .files import forget_spans

LONGEST = 200


@transaction.atomic
def void_person(pk: UUID, *, by: Actor, reason: str) -> Person:
    """Void a file that should not have been made. What others have recorded on the person must be settled first."""
    reason = clean(reason or "")
    if not 2 <= len(reason) <= LONGEST:
        raise invalid("reason", _("请写明作废原因（2 至 %(n)s 个字）。") % {"n": LONGEST})
    people = Person.objects.select_related("station").select_for_update(of=("self",))
    person = people.get_allowed(by, Permission.PERSON_WRITE, pk=pk)
    _check(person)
    forget_spans(person)
    SearchToken.objects.filter(number=person.number.number).delete()
    seal.write(person, void_reason=reason)
    # The number is free again: the file that bears it was a mistake.
    person.state, person.fingerprint = Person.State.VOIDED, None
    person.version += 1
    person.save(update_fields=["state", "fingerprint", "void_reason", "version"])
    declare.touch("person", [person.pk])
    journal.record("clients.void_person", by, person, station=person.station_id)
    return person


def _check(person: Person) -> None:
    if person.state == Person.State.VOIDED:
        raise RuleBroken(_("档案已经作废。"), code="voided")
    for guard in void_guards:
        if words := guard.refuses(person):
            raise RuleBroken(words, code=guard.key)
