"""Writing a file's particulars (补充资料): nothing is required, and what is written is checked."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.guards import refuse_gone
from yimi.clients.models import Particulars, Person
from yimi.clients.particulars import SEALED, ParticularsFields, particulars_of, settled
from yimi.core import clock, db, declare, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.permissions import Permission

from .changes import write_tokens


@transaction.atomic
def put_particulars(pk: UUID, *, by: Actor, fields: ParticularsFields, version: int | None = None) -> Particulars:
    """Write the particulars of a file (补充资料). The same again changes nothing; an old version is refused."""
    people = Person.objects.select_related("station", "area").select_for_update(of=("self",))
    person = people.get_allowed(by, Permission.PERSON_WRITE, pk=pk)
    refuse_gone(person)
    if version is not None and version != person.version:
        raise RuleBroken(_("档案刚被别人修改过，请核对后再保存。"), code="stale")
    seal.read(person, "name", "id_number", "phone", "address")
    kept = settled(fields, person)
    row = particulars_of(person)
    if row is not None and _says(row, person) == kept:
        return row
    former = row.opened["former_names"] if row else None  # type: ignore[attr-defined]
    tier = row.tier if row else ""
    row = row or Particulars(person=person)
    _fill(row, person, kept)
    if (former or "") != kept["former_names"]:
        write_tokens(person)
    if tier != kept["tier"]:
        declare.touch("person.tier", [person.pk])
    journal.record("clients.put_particulars", by, person, station=person.station_id)
    return row


@transaction.atomic
def add_particulars(rows: Iterable[tuple[Person, ParticularsFields]], *, by: Actor) -> int:
    """Particulars for people who have none yet (批量补充资料), as imports bring them; gives how many were written.

    The people are opened, and were just written by the same actor.
    """
    told = {person.pk: (person, fields) for person, fields in rows}
    has = Particulars.objects.unscoped("已有补充资料的不动").filter(person__in=told).values_list("person_id", flat=True)
    new = [told[pk] for pk in told.keys() - set(has)]
    made = [_new(person, settled(fields, person)) for person, fields in new]
    db.insert(made)
    for role in {row.person.household_role for row in made} - {""}:
        of_role = [row.person_id for row in made if row.person.household_role == role]
        Person.objects.unscoped("刚写入的档案").filter(pk__in=of_role).update(household_role=role)
    for row in made:
        if row.opened["former_names"]:  # type: ignore[attr-defined]
            write_tokens(row.person)
        journal.record("clients.put_particulars", by, row.person, station=row.person.station_id)
    return len(made)


def _new(person: Person, kept: dict[str, Any]) -> Particulars:
    row = Particulars(person=person)
    _set(row, kept)
    person.household_role = kept["household_role"]
    return row


def _says(row: Particulars, person: Person) -> dict[str, Any]:
    """What is written now, in the form in which it was checked."""
    said = {name: row.opened[name] or "" for name in SEALED}  # type: ignore[attr-defined]
    said |= {name: getattr(row, name) for name in _PLAIN}
    return said | {"household_role": person.household_role}


_PLAIN = (
    "ethnicity", "languages", "needs_interpreter", "residence", "dwelling", "is_safe_contact", "disability_type",
    "disability_grade", "care", "basis", "tier",
)  # fmt: skip


def _fill(row: Particulars, person: Person, kept: dict[str, Any]) -> None:
    _set(row, kept)
    row.save()
    person.household_role = kept["household_role"]
    person.version += 1
    person.save(update_fields=["household_role", "version"])


def _set(row: Particulars, kept: dict[str, Any]) -> None:
    for name in _PLAIN:
        setattr(row, name, kept[name])
    row.updated_on = clock.today()
    seal.write(row, **{name: kept[name] or None for name in SEALED})
