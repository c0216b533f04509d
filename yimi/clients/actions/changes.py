"""Changing a file (修改档案): what is written anew, and which figures that moves."""

from datetime import date
from typing import Any
from uuid import UUID

from yimi.clients.fields import AS_IS, PersonFields
from yimi.clients.identity import split_names
from yimi.clients.models import Category, Particulars, Person, SearchToken
from yimi.core import declare, journal, seal
from yimi.core.actors import Actor
from yimi.network.models import Area

from .creation import categories_of, insert_tokens, seal_texts, token_rows, tokens_of
from .files import set_opening


def change(person: Person, fields: PersonFields, *, area: Area, number: str | None, digest: str, by: Actor) -> None:
    """Write this content over a locked person."""
    was, household = _counted(person), person.household_id
    found_by = [person.birth_on, *(person.opened[name] for name in ("name", "id_number", "phone"))]
    seal_texts(person, fields)
    person.sex, person.birth_on, person.id_type = fields.sex, fields.birth_on, str(fields.id_type)
    person.area, person.household_id, person.fingerprint = area, fields.household, number  # type: ignore[assignment]
    _state_opening(person, fields.opened_on)
    since = _write_categories(person, fields)
    finish(person, digest=digest, by=by)
    if found_by != [fields.birth_on, fields.name, fields.id_number, fields.phone]:
        write_tokens(person)
    if household != person.household_id:
        declare.touch("person.household", [person.pk, *_living_in(household, person.household_id)])
    if was != _counted(person):
        declare.touch("person", [person.pk])
    elif since:
        declare.touch("person", [person.pk], since)


def finish(person: Person, *, digest: str, by: Actor, act: str = "clients.put_person") -> None:
    """Save a new version of the file, and say so."""
    person.digest = digest
    person.version += 1
    person.save()
    journal.record(act, by, person, station=person.station_id, digest=digest)


def write_tokens(person: Person) -> None:
    """Write anew by what an opened person is found: her own words, and those of files that were merged into hers."""
    number = person.number.number
    files = (person, *_merged(person))
    tokens = {token for each in files for token in tokens_of(each, former=_former_names(each))}
    SearchToken.objects.filter(number=number).delete()
    insert_tokens(token_rows(person, number, tokens))


def _former_names(person: Person) -> list[str]:
    """The names that she had before (曾用名), as her particulars say."""
    row = Particulars.objects.unscoped("本人的曾用名").filter(person=person, former_names__isnull=False).first()
    if row is None:
        return []
    seal.read(row, "former_names")
    return split_names(row.opened["former_names"] or "")  # type: ignore[attr-defined]


def _merged(person: Person) -> list[Person]:
    """The files that went into this one (并档), opened; those that went into them as well."""
    found = list(Person.objects.unscoped("并入的档案").filter(merged_into=person))
    seal.read(found, "name", "id_number", "phone")
    return found + [deeper for each in found for deeper in _merged(each)]


def _living_in(*households: UUID | None) -> list[UUID]:
    """Everybody of these households."""
    members = Person.objects.unscoped("家庭户的成员").filter(household__in=[each for each in households if each])
    return list(members.values_list("pk", flat=True))


def _counted(person: Person) -> tuple:
    """What figures know of a person for all time; categories are dated."""
    return person.sex, person.birth_on


def _state_opening(person: Person, said: Any) -> None:
    """A stated day opens a file or dates it anew, and from then on no contact moves it."""
    if said is AS_IS:
        return
    set_opening(person, said)
    person.opened_by_default = person.opened_by_contact = False


def _write_categories(person: Person, fields: PersonFields) -> date | None:
    """Write the categories that differ; gives the first day on which any of them differs."""
    before = {(row.code, row.since_on): row for row in person.categories.all()}
    changed: list[date] = []
    for row in categories_of(person, fields):
        old = before.pop((row.code, row.since_on), None)
        if old is None or _said(old) != _said(row):
            changed.append(row.since_on)
            row.pk = old.pk if old else None
            row.save()
    changed += [row.since_on for row in before.values()]
    Category.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    # What was read before the change must not answer for it.
    getattr(person, "_prefetched_objects_cache", {}).pop("categories", None)
    return min(changed, default=None)


def _said(row: Category) -> tuple:
    return row.until_on, row.state, row.source
