"""What one file holds after two became one (并档): values filled, categories joined, days in file joined."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from yimi.clients.fields import as_it_is
from yimi.clients.models import Category, FileSpan, Particulars, Person
from yimi.core import seal

ONE_DAY = timedelta(days=1)
SEALED = ("name", "id_number", "phone", "address")
# Filled together or not at all, in this order of asking.
TOGETHER = (
    ("id_number", "id_type", "fingerprint"),
    ("phone",),
    ("address",),
    ("birth_on",),
    ("household_id", "household_role"),
)
STRENGTH = {state: rank for rank, state in enumerate(("self_reported", "verified", "on_register"))}
NOT_FILLED = {"person", "updated_on", "is_safe_contact", "needs_interpreter"}


def columns(row: models.Model) -> dict[str, Any]:
    """The stored values of a row as JSON can hold them."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": b64encode(bytes(value)).decode()}
    return str(value) if isinstance(value, UUID) else value.isoformat() if hasattr(value, "isoformat") else value


def stored(row: models.Model, name: str, value: Any) -> Any:
    """A value of `columns` as the row's field holds it."""
    if isinstance(value, dict) and "bytes" in value:
        return b64decode(value["bytes"])
    return row._meta.get_field(name).to_python(value)  # type: ignore[union-attr]


def unchanged(row: models.Model, then: dict[str, Any], *, sealed: Iterable[str]) -> set[str]:
    """The columns that still say what they said then; a text sealed anew with the same words has not changed."""
    sealed, now = list(sealed), columns(row)
    old = type(row)(pk=row.pk)
    for name in sealed:
        setattr(old, name, stored(old, name, then[name]))
    seal.read([row, old], *sealed)
    opened = row.opened, old.opened  # type: ignore[attr-defined]
    return {
        name for name in then if (opened[0][name] == opened[1][name] if name in sealed else now[name] == then[name])
    }


def fill_person(keep: Person, drop: Person) -> None:
    """Give `keep` what only `drop` has; both are opened, and the caller saves."""
    for names in TOGETHER:
        if _has(keep, names[0]) or not _has(drop, names[0]):
            continue
        for name in names:
            _take(keep, drop, name)
    if keep.sex == Person.Sex.UNKNOWN:
        keep.sex = drop.sex
    if keep.worker_id is None and keep.station_id == drop.station_id:
        keep.worker_id = drop.worker_id


def _has(person: Person, name: str) -> bool:
    return bool(person.opened[name] if name in SEALED else getattr(person, name))


def _take(keep: Person, drop: Person, name: str) -> None:
    if name in SEALED:
        seal.write(keep, **{name: drop.opened[name]})
    else:
        setattr(keep, name, getattr(drop, name))


def fill_particulars(keep: Person, drop: Person) -> Particulars | None:
    """The particulars of `keep` with what only those of `drop` say, saved; None where `drop` has none."""
    theirs = Particulars.objects.unscoped("并档").filter(person=drop).first()
    if theirs is None:
        return None
    ours = Particulars.objects.unscoped("并档").filter(person=keep).first()
    ours = ours or Particulars(person=keep, updated_on=theirs.updated_on)
    sealed = sorted(Particulars.Privacy.sealed)
    seal.read([theirs], *sealed)
    empty = [name for name in sealed if not getattr(ours, name) and theirs.opened[name]]
    seal.write(ours, **{name: theirs.opened[name] for name in empty})
    for field in Particulars._meta.concrete_fields:
        name = field.attname
        if field.name in NOT_FILLED or field.name in Particulars.Privacy.sealed or getattr(ours, name):
            continue
        setattr(ours, name, getattr(theirs, name))
    ours.is_safe_contact = ours.is_safe_contact and theirs.is_safe_contact
    ours.needs_interpreter = ours.needs_interpreter or theirs.needs_interpreter
    ours.save()
    return ours


def joined(ours: Iterable[Category], theirs: Iterable[Category]) -> list[Category]:
    """The rows of one category of two files as one file has them: no day twice, the better confirmed row first."""
    rows = sorted([*ours, *theirs], key=lambda row: (-STRENGTH[row.state], row.since_on))
    taken: list[tuple[date, date]] = []
    pieces: list[Category] = []
    for row in rows:
        for first, last in without(row.since_on, row.until_on or date.max, taken):
            until = None if last == date.max else last
            pieces.append(
                Category(
                    code=row.code, since_on=first, until_on=until, state=row.state, source=row.source,
                    sensitivity=row.sensitivity,
                )
            )  # fmt: skip
        taken.append((row.since_on, row.until_on or date.max))
    return sorted(pieces, key=lambda row: row.since_on)


def spans_to_add(ours: Iterable[FileSpan], theirs: Iterable[FileSpan]) -> list[FileSpan]:
    """The days on which only `theirs` was in file, as closed spans of the same stations."""
    taken = [(span.from_on, span.until_on or date.max) for span in ours]
    return [
        FileSpan(station_id=span.station_id, from_on=first, until_on=None if last == date.max else last)
        for span in theirs
        for first, last in without(span.from_on, span.until_on or date.max, taken)
    ]


def without(first: date, last: date, taken: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The stretches of days from first to last that none of the taken ones covers."""
    free = [(first, last)]
    for begins, ends in taken:
        free = [piece for left in free for piece in _cut(left, begins, ends)]
    return free


def _cut(left: tuple[date, date], begins: date, ends: date) -> list[tuple[date, date]]:
    first, last = left
    if ends < first or begins > last:
        return [left]
    before = [(first, begins - ONE_DAY)] if first < begins else []
    return before + ([(ends + ONE_DAY, last)] if ends < last else [])


def digest_of(person: Person) -> str:
    """The digest of a file's present content, as `put_person` would write it; the person is opened."""
    getattr(person, "_prefetched_objects_cache", {}).clear()
    fields = as_it_is(person).over(person)
    return seal.digest({**fields.content(), "area": str(person.area_id)})
