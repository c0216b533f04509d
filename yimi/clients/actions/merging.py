"""Making two files of one person one (并档), and undoing it to the same rows."""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.clients.guards import refuse_gone
from yimi.clients.merging import movers
from yimi.clients.models import (
    Asked,
    Category,
    Consult,
    FileSpan,
    Merge,
    Pair,
    Particulars,
    Person,
    PersonNumber,
    SearchToken,
    Transfer,
)
from yimi.core import clock, declare, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.ids import new_id
from yimi.core.periods import ONE_DAY
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.figures.marks import mark

from .changes import write_tokens
from .combining import (
    SEALED,
    columns,
    digest_of,
    fill_particulars,
    fill_person,
    joined,
    spans_to_add,
    stored,
    unchanged,
)

LONGEST = 200
OPENING = ("opened_on", "opened_at_id", "opened_by_default", "opened_by_contact")
# What changes with every writing and is never taken back.
ALWAYS_NEW = {"version", "digest"}


@transaction.atomic
def merge_people(*, by: Actor, keep: UUID, drop: UUID, reason: str) -> Merge:
    """Make two files of one person one (并档): `drop` goes into `keep`, with everything recorded on it.

    Nothing is lost: both file numbers find the kept file, and `undo_merge` gives back the same rows.
    """
    reason = clean(reason or "")
    if keep == drop:
        raise invalid("drop", _("请选择另一份档案，同一份不能并入自己。"))
    if not 2 <= len(reason) <= LONGEST:
        raise invalid("reason", _("请写明并档事由（2 至 %(n)s 个字）。") % {"n": LONGEST})
    ours, theirs = _locked(by, keep, drop)
    _check(ours, theirs)
    merge = Merge(id=new_id(), keep=ours, drop=theirs, by_id=by.id, at=clock.now())
    _mark(ours, theirs)
    before = _combine(ours, theirs, by)
    seal.write(merge, reason=reason, before=orjson.dumps(before).decode())
    merge.save(force_insert=True)
    _mark(ours, theirs)
    for person in (ours, theirs):
        journal.record("clients.merge_people", by, person, station=person.station_id, refs=[merge, ours, theirs])
    return merge


@transaction.atomic
def undo_merge(pk: UUID, *, by: Actor) -> Merge:
    """Make one file two again (撤销并档). What was recorded on the kept file since then stays there."""
    merge = Merge.objects.select_for_update(of=("self",)).get_allowed(by, Permission.PERSON_MERGE, pk=pk)
    if merge.undone_at:
        raise RuleBroken(_("这次并档已经撤销。"), code="already_undone")
    ours, theirs = _locked(by, merge.keep_id, merge.drop_id)
    if ours.state in Person.GONE or theirs.merged_into_id != ours.pk:
        raise RuleBroken(_("保留的档案后来又并入了别的档案，请先撤销那一次。"), code="merged_since")
    seal.read(merge, "before")
    before = orjson.loads(merge.opened["before"] or "{}")
    _mark(ours, theirs)
    _part(ours, theirs, before, by)
    merge.undone_by_id, merge.undone_at = by.id, clock.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    _mark(ours, theirs)
    for person in (ours, theirs):
        journal.record("clients.undo_merge", by, person, station=person.station_id, refs=[merge])
    return merge


def _locked(by: Actor, keep: UUID, drop: UUID) -> tuple[Person, Person]:
    """Both people, locked in one order and opened; 404 where the actor may merge either of them not."""
    rows = Person.objects.allowed(by, Permission.PERSON_MERGE).filter(pk__in=[keep, drop])
    rows = rows.select_related("station", "area").select_for_update(of=("self",))
    people = {person.pk: person for person in rows.order_by("pk")}
    if len(people) < 2:
        raise Http404
    seal.read(people.values(), *SEALED)
    return people[keep], people[drop]


def _check(keep: Person, drop: Person) -> None:
    for person in (keep, drop):
        refuse_gone(person)
    if drop.state in Person.FILED and keep.state not in Person.FILED:
        raise RuleBroken(_("请保留已建档的那一份。"), code="keep_has_no_file")
    if drop.state == Person.State.ACTIVE and keep.state in Person.ENDED:
        raise RuleBroken(_("请保留在册的那一份，已结束的并入它。"), code="keep_has_ended")
    asked = Q(person__in=[keep, drop], state=Asked.ASKED)
    if Transfer.objects.unscoped("并档前的检查").filter(asked).exists() or (
        Consult.objects.unscoped("并档前的检查").filter(asked).exists()
    ):
        raise RuleBroken(_("有一份档案正在申请转站或会商，请先答复再并档。"), code="open_request")


def _combine(keep: Person, drop: Person, by: Actor) -> dict[str, Any]:
    """Put everything into `keep`; gives what it takes to part them again."""
    before: dict[str, Any] = {"keep": columns(keep), "drop": columns(drop)}
    before["particulars"] = _particulars(keep)
    before["moved"] = {mover.key: mover.move(drop, keep, by) for mover in movers}
    before["spans"] = _join_spans(keep, drop)
    before["categories"] = _join_categories(keep, drop)
    fill_person(keep, drop)
    _join_opening(keep, drop)
    _leave(drop, keep)
    keep.digest, keep.version = digest_of(keep), keep.version + 1
    keep.save()
    fill_particulars(keep, drop)
    before["pairs"] = _close_pairs(keep, drop, by)
    SearchToken.objects.filter(number=_number(drop)).delete()
    write_tokens(keep)
    before["after"] = {"keep": columns(keep), "particulars": _particulars(keep)}
    return before


def _leave(drop: Person, keep: Person) -> None:
    """The file that goes in keeps its rows and counts nowhere. A number that `keep` took is no longer its own."""
    if drop.fingerprint == keep.fingerprint:
        drop.fingerprint = None
    drop.state, drop.merged_into, drop.version = Person.State.MERGED, keep, drop.version + 1
    drop.save()


def _join_opening(keep: Person, drop: Person) -> None:
    """One file, opened once: on the earlier of the two days, at the station that did it."""
    if drop.opened_on and keep.opened_on and drop.opened_on < keep.opened_on:
        for name in OPENING:
            setattr(keep, name, getattr(drop, name))


def _join_spans(keep: Person, drop: Person) -> list[int]:
    """Days on which only `drop` was in file are now days of `keep`; gives the rows made."""
    made = spans_to_add(keep.spans.all(), drop.spans.all()) if drop.state in Person.FILED else []
    for span in made:
        span.person = keep
        span.save()
    return [span.pk for span in made]


def _join_categories(keep: Person, drop: Person) -> dict[str, Any]:
    """Both files' categories, no day of one twice; gives what stood before and stands after, by code."""
    done: dict[str, Any] = {}
    for code in sorted(set(drop.categories.values_list("code", flat=True))):
        ours = list(keep.categories.filter(code=code).order_by("pk"))
        rows = joined(ours, drop.categories.filter(code=code))
        before = [columns(row) for row in ours]
        keep.categories.filter(code=code).delete()
        for row in rows:
            row.person = keep
            row.save()
        done[code] = {"before": before, "after": [columns(row) for row in rows]}
    return done


def _close_pairs(keep: Person, drop: Person, by: Actor) -> list[dict]:
    """The two are no question any more."""
    first, second = sorted((keep.pk, drop.pk))
    pairs = Pair.objects.unscoped("并档的一对").filter(first=first, second=second)
    before = [columns(pair) for pair in pairs]
    pairs.update(state=Pair.State.MERGED, decided_by=by.id, decided_at=clock.now())
    return before


def _part(keep: Person, drop: Person, before: dict[str, Any], by: Actor) -> None:
    for mover in reversed(list(movers)):
        if mover.key in before["moved"]:
            mover.back(before["moved"][mover.key], drop, keep, by)
    FileSpan.objects.filter(person=keep, pk__in=before["spans"]).delete()
    for code, rows in before["categories"].items():
        _part_categories(keep, code, rows)
    _take_back(keep, before["keep"], before["after"]["keep"])
    _part_particulars(keep, before["particulars"], before["after"]["particulars"])
    for name in ("state", "merged_into_id", "fingerprint"):
        setattr(drop, name, stored(drop, name.removesuffix("_id"), before["drop"][name]))
    drop.version += 1
    keep.save()
    drop.save()
    for pair in before["pairs"]:
        row = Pair.objects.unscoped("并档的一对").filter(pk=pair["id"])
        row.update(**{name: pair[name] for name in ("state", "decided_by_id", "decided_at")})
    for person in (keep, drop):
        write_tokens(person)


def _take_back(keep: Person, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Take back what the merge gave, unless somebody changed it since."""
    for name in unchanged(keep, after, sealed=SEALED) - ALWAYS_NEW:
        if before[name] != after[name]:
            setattr(keep, name, stored(keep, _field(keep, name), before[name]))
    seal.read(keep, *SEALED)
    keep.digest, keep.version = digest_of(keep), keep.version + 1


def _field(row: Any, attname: str) -> str:
    return next(field.name for field in row._meta.concrete_fields if field.attname == attname)


def _part_categories(keep: Person, code: str, rows: dict[str, list]) -> None:
    """The rows of one category as they were; those that somebody changed since stay as they are."""
    now = [columns(row) for row in keep.categories.filter(code=code).order_by("since_on")]
    if now != rows["after"]:
        return
    keep.categories.filter(code=code).delete()
    for kept in rows["before"]:
        row = Category()
        for name, value in kept.items():
            setattr(row, name, stored(row, _field(row, name), value))
        row.save(force_insert=True)


def _particulars(person: Person) -> dict[str, Any] | None:
    row = Particulars.objects.unscoped("并档").filter(person=person).first()
    return columns(row) if row else None


def _part_particulars(keep: Person, before: dict | None, after: dict | None) -> None:
    row = Particulars.objects.unscoped("并档").filter(person=keep).first()
    if row is None or after is None or before == after:
        return
    same = unchanged(row, after, sealed=sorted(Particulars.Privacy.sealed))
    if before is None:
        if same == set(after):
            row.delete()
        return
    for name in same:
        if before[name] != after[name]:
            setattr(row, name, stored(row, _field(row, name), before[name]))
    row.save()


def _mark(*people: Person) -> None:
    """Every leaf that counts a file, a category or a contact of these people."""
    declare.touch("person", [person.pk for person in people])
    keys: list[tuple[UUID, date]] = []
    for span in FileSpan.objects.filter(person__in=people):
        keys.append((span.station_id, span.from_on))
        keys += [(span.station_id, span.until_on + ONE_DAY)] if span.until_on else []
    mark(keys)


def _number(person: Person) -> int:
    return PersonNumber.objects.values_list("number", flat=True).get(person=person)
