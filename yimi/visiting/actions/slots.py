"""Keeping the windows as they follow from the list (走访窗口): the same rows however often it is done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from yimi.clients.models import Person
from yimi.core.ids import name_id
from yimi.visiting.models import Listed, Pause, VisitSlot
from yimi.visiting.terms import AT_ONCE, chunks
from yimi.visiting.windows import Stretch, windows

WHY = "走访窗口"
_SAID = ("listed_id", "person_id", "station_id", "nth", "from_on", "until_on", "remote_counts", "is_shared")


def rebuild(listed: Iterable[UUID]) -> None:
    """Make the windows of these rows what they must be: what is missing is inserted, what is too much deleted."""
    for some in chunks(sorted(set(listed))):
        rows = list(Listed.objects.unscoped(WHY).filter(pk__in=some).select_related("list", "person"))
        pauses = _pauses(rows)
        wanted = {slot.pk: slot for row in rows for slot in slots_of(row, pauses[row.person_id])}
        there = {slot.pk: slot for slot in VisitSlot.objects.unscoped(WHY).filter(listed__in=some)}
        same = {pk for pk, slot in there.items() if pk in wanted and _said(slot) == _said(wanted[pk])}
        for gone in chunks([pk for pk in there if pk not in same]):
            VisitSlot.objects.unscoped(WHY).filter(pk__in=gone).delete()
        VisitSlot.objects.bulk_create([slot for pk, slot in wanted.items() if pk not in same], AT_ONCE)


def rebuild_for(people: Iterable[UUID]) -> None:
    """The windows of everything that these people were ever listed with."""
    rows = Listed.objects.unscoped(WHY).filter(person__in=list(people))
    rebuild(rows.values_list("pk", flat=True))


def slots_of(row: Listed, pauses: Iterable[Stretch]) -> Iterator[VisitSlot]:
    """The windows of one row, up to the end of its list's year, of the row and of the file."""
    last = _last(row)
    if row.since_on is None or row.interval_days is None or last is None or row.person.state in Person.GONE:
        return
    for window in windows(Stretch(row.since_on, last), row.interval_days, pauses):
        yield VisitSlot(
            id=name_id("visit-slot", row.pk, window.nth), listed=row, person_id=row.person_id,
            station_id=row.list.station_id, nth=window.nth, from_on=window.first, until_on=window.end,
            remote_counts=row.remote_counts, is_shared=row.is_shared,
        )  # fmt: skip


def _last(row: Listed) -> date:
    ends = (date(row.list.year, 12, 31), row.until_on, row.person.ended_on)
    return min(end for end in ends if end)


def _pauses(rows: Iterable[Listed]) -> dict[UUID, list[Stretch]]:
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    days = Pause.objects.unscoped(WHY).filter(person__in={row.person_id for row in rows})
    for person, first, last in days.values_list("person_id", "from_on", "until_on"):
        found[person].append(Stretch(first, last))
    return found


def _said(slot: VisitSlot) -> tuple:
    return tuple(getattr(slot, name) for name in _SAID)
