"""What being on a register says of a person's file (在名册): she holds its category, on register, since its day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from yimi.clients import actions as clients
from yimi.clients.fields import CategoryFields, as_it_is, category_of
from yimi.clients.models import Category, Person
from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission

SOURCE = "底册"
_OPENED = ("name", "id_number", "phone", "address")


def hold(held: Iterable[tuple[UUID | None, str, date]], *, by: Actor) -> int:
    """Write these categories on register into the files of these people; gives how many files changed.

    A category that is held already stays as it is, but for being on the register now.
    """
    wanted: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    for pk, code, since in held:
        if pk:
            wanted[pk].append((code, since))
    batch = []
    for person in _people(wanted, by):
        rows = tuple(category_of(row) for row in person.categories.all())
        new = _with(rows, wanted[person.pk])
        if new != rows:
            batch.append((person.pk, as_it_is(person, categories=new)))
    return sum(put.changed for put in clients.put_people(batch, by=by)) if batch else 0


def _people(wanted: Iterable[UUID], by: Actor) -> list[Person]:
    rows = Person.objects.allowed(by, Permission.PERSON_REGISTER).exclude(state__in=Person.GONE)
    rows = rows.filter(pk__in=list(wanted)).select_related("station", "area").prefetch_related("categories")
    people = list(rows)
    seal.read(people, *_OPENED)
    return people


def _with(rows: tuple[CategoryFields, ...], held: list[tuple[str, date]]) -> tuple[CategoryFields, ...]:
    for code, since in held:
        rows = _with_one(rows, code, since)
    return rows


def _with_one(rows: tuple[CategoryFields, ...], code: str, since: date) -> tuple[CategoryFields, ...]:
    now: Any = Category.State.ON_REGISTER
    open_ones = [row for row in rows if row.code == code and row.until_on is None]
    if not open_ones:
        if any(row.code == code and row.since_on == since for row in rows):
            return rows
        return (*rows, CategoryFields(code=code, since_on=since, state=now, source=SOURCE))
    if any(row.state == now for row in open_ones):
        return rows
    first = open_ones[0]
    return tuple(replace(row, state=now, source=SOURCE) if row is first else row for row in rows)
