"""Keeping windows and months as they follow from the list (走访窗口): the same rows however often it is done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from yimi.clients.models import Person
from yimi.core.ids import name_id
from yimi.core.periods import Period
from yimi.figures.marks import mark
from yimi.visiting.models import Listed, ListMonth, Pause, VisitSlot
from yimi.visiting.terms import AT_ONCE, chunks
from yimi.visiting.windows import Stretch, windows

WHY = "走访窗口"
_SAID: dict[type, tuple[str, ...]] = {
    VisitSlot: ("listed_id", "person_id", "station_id", "nth", "from_on", "until_on", "remote_counts", "is_shared"),
    ListMonth: ("listed_id", "person_id", "station_id", "from_on", "until_on"),
}


def rebuild(listed: Iterable[UUID]) -> None:
    """Make the windows and months of these rows what they must be."""
    for some in chunks(sorted(set(listed))):
        rows = list(Listed.objects.unscoped(WHY).filter(pk__in=some).select_related("list", "person"))
        pauses = _pauses(rows)
        _keep(VisitSlot, some, (slot for row in rows for slot in slots_of(row, pauses[row.person_id])))
        _keep(ListMonth, some, (month for row in rows for month in months_of(row)))


def _keep(model: Any, listed: list[UUID], rows: Iterable[Any]) -> None:
    """What is missing is inserted, what is too much deleted; the figures of both are marked."""
    wanted = {row.pk: row for row in rows}
    there = {row.pk: row for row in model.objects.unscoped(WHY).filter(listed__in=listed)}
    same = {pk for pk, row in there.items() if pk in wanted and _said(row) == _said(wanted[pk])}
    gone, new = ([row for pk, row in some.items() if pk not in same] for some in (there, wanted))
    for some in chunks([row.pk for row in gone]):
        model.objects.unscoped(WHY).filter(pk__in=some).delete()
    model.objects.bulk_create(new, AT_ONCE)
    mark((row.station_id, row.until_on) for row in (*gone, *new))


def forget(row: Listed) -> None:
    """Take a row of the list away, with all that followed from it."""
    _keep(VisitSlot, [row.pk], ())
    _keep(ListMonth, [row.pk], ())
    row.delete()


def rebuild_for(people: Iterable[UUID]) -> None:
    """The windows of everything that these people were ever listed with."""
    rows = Listed.objects.unscoped(WHY).filter(person__in=list(people))
    rebuild(rows.values_list("pk", flat=True))


def slots_of(row: Listed, pauses: Iterable[Stretch]) -> Iterator[VisitSlot]:
    """The windows of one row, up to the end of its list's year, of the row and of the file."""
    if row.since_on is None or row.interval_days is None or row.person.state in Person.GONE:
        return
    for window in windows(Stretch(row.since_on, _last(row)), row.interval_days, pauses):
        yield VisitSlot(
            id=name_id("visit-slot", row.pk, window.nth), listed=row, person_id=row.person_id,
            station_id=row.list.station_id, nth=window.nth, from_on=window.first, until_on=window.end,
            remote_counts=row.remote_counts, is_shared=row.is_shared,
        )  # fmt: skip


def months_of(row: Listed) -> Iterator[ListMonth]:
    """The months on whose last day the row counts."""
    if row.since_on is None or row.since_on > _last(row) or row.person.state in Person.GONE:
        return
    for month in Period.range(row.since_on, _last(row)).months():
        if month.last <= _last(row):
            yield ListMonth(
                id=name_id("list-month", row.pk, month.last), listed=row, person_id=row.person_id,
                station_id=row.list.station_id, from_on=month.first, until_on=month.last,
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


def _said(row: Any) -> tuple:
    return tuple(getattr(row, name) for name in _SAID[type(row)])
