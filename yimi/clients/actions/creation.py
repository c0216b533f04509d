"""New files (新建档案): people, numbers, spans, categories and tokens inserted together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from yimi.clients.fields import AS_IS, CategoryFields, PersonFields
from yimi.clients.models import Category, FileSpan, Person, PersonNumber, SearchToken, shelf_of
from yimi.clients.sight import sensitivity_of
from yimi.clients.tokens import hashed, words_of, words_of_file
from yimi.core import clock, db, journal, seal
from yimi.core.actors import Actor
from yimi.core.permissions import AT_STATION, Permission
from yimi.core.scope import STATION
from yimi.figures.marks import mark
from yimi.network.models import Area, Station

from .files import numbers_of

_AT_ONCE = 500
TokenRow = tuple[int, int, str, int]  # shelf, token, area path, number


@dataclass
class Draft:
    """A person who is about to be written: what was sent, where she lives and who serves her."""

    pk: UUID
    fields: PersonFields
    station: Station
    area: Area
    fingerprint: str | None
    digest: str
    person: Person = field(init=False)

    @property
    def opened_on(self) -> date | None:
        said: Any = self.fields.opened_on
        return clock.today() if said is AS_IS else said


def create(drafts: Sequence[Draft], *, by: Actor) -> None:
    """Write new people; a constant number of statements for each station and each 500 people."""
    if not drafts:
        return
    files = _file_numbers(drafts)
    stations = {grant.on_id for grant in by.grants_for(Permission.PERSON_WRITE) if _at_station(grant)}
    for draft in drafts:
        draft.person = _person(draft, files.get(draft.pk), by.id if str(draft.station.pk) in stations else None)
    people = [draft.person for draft in drafts]
    db.insert(people)
    numbers = PersonNumber.objects.bulk_create([PersonNumber(person=person) for person in people], _AT_ONCE)
    db.insert(FileSpan(person=each, station=each.station, from_on=each.opened_on) for each in people if each.opened_on)
    db.insert(row for draft in drafts for row in categories_of(draft.person, draft.fields))
    insert_tokens(row for each in numbers for row in token_rows(each.person, each.number, tokens_of(each.person)))
    mark((person.station_id, person.opened_on) for person in people if person.opened_on)
    for person in people:
        journal.record("clients.put_person", by, person, station=person.station_id, digest=person.digest)


def _at_station(grant: Any) -> bool:
    return grant.on_kind == STATION and grant.role in AT_STATION


def _file_numbers(drafts: Sequence[Draft]) -> dict[UUID, str]:
    """A file number for each draft that opens a file, station by station in one order."""
    opening: dict[UUID, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.opened_on:
            opening[draft.station.pk].append(draft)
    numbers: dict[UUID, str] = {}
    for station in sorted(opening):
        some = opening[station]
        for draft, number in zip(some, numbers_of(some[0].station, len(some)), strict=True):
            numbers[draft.pk] = number
    return numbers


def _person(draft: Draft, file_number: str | None, worker: UUID | None) -> Person:
    fields, station, opened_on = draft.fields, draft.station, draft.opened_on
    person = Person(
        id=draft.pk,
        state=Person.State.ACTIVE if opened_on else Person.State.KNOWN,
        sex=fields.sex,
        birth_on=fields.birth_on,
        id_type=str(fields.id_type),
        fingerprint=draft.fingerprint,
        area=draft.area,
        station=station,
        county_id=station.county_id,
        area_path=station.area_path,
        household_id=fields.household,  # type: ignore[misc]
        file_number=file_number,
        opened_on=opened_on,
        opened_at=station if opened_on else None,
        opened_by_default=fields.opened_on is AS_IS,
        worker_id=worker,
        digest=draft.digest,
        created_at=clock.now(),
    )
    seal_texts(person, fields)
    return person


def seal_texts(person: Person, fields: PersonFields) -> None:
    seal.write(
        person,
        name=fields.name,
        id_number=fields.id_number,  # type: ignore[arg-type]
        phone=fields.phone,  # type: ignore[arg-type]
        address=fields.address,  # type: ignore[arg-type]
    )


def categories_of(person: Person, fields: PersonFields) -> list[Category]:
    rows: tuple[CategoryFields, ...] = fields.categories  # type: ignore[assignment]
    return [
        Category(
            person=person,
            code=row.code,
            since_on=row.since_on,
            until_on=row.until_on,
            state=row.state,
            source=row.source,
            sensitivity=sensitivity_of(row.code),
        )
        for row in rows
    ]


def tokens_of(person: Person, *, former: Iterable[str] = ()) -> set[int]:
    """The search tokens of an opened person (检索令牌)."""
    opened = person.opened
    words = words_of(
        name=opened["name"] or "", id_number=opened["id_number"], phone=opened["phone"], former=former,
        born=person.birth_on,
    )  # fmt: skip
    return hashed(words | words_of_file(person.file_number))


def token_rows(person: Person, number: int, tokens: Iterable[int]) -> Iterator[TokenRow]:
    shelf = shelf_of(person.station_id)
    return ((shelf, token, person.area_path, number) for token in tokens)


def insert_tokens(rows: Iterable[TokenRow]) -> None:
    # Straight to the table: some 17 rows a person, and as model instances they take more time than all the rest.
    table = connection.ops.quote_name(SearchToken._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, ("shelf", "token", "area_path", "number")))
    # In the order of the index, so that rows that lie together are written together.
    in_order = sorted(rows, key=itemgetter(1))
    in_order.sort(key=itemgetter(0))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s)", in_order)  # noqa: S608
