"""Lists follow their person when two files become one (并档), and go back when that is undone."""

from datetime import date
from typing import Any
from uuid import UUID

from yimi.clients.actions.combining import columns, stored
from yimi.clients.merging import Mover, movers
from yimi.clients.models import Person
from yimi.core import clock
from yimi.core.actors import Actor

from .models import Listed, ListMonth, Pause, Round, VisitSlot
from .windows import Stretch

WHY = "并档"
_KEPT = ("until_on", "leave_reason", "removed_in_id")


def _move(drop: Person, keep: Person, by: Actor) -> dict[str, Any]:
    """What `drop` was listed with is `keep`'s. Where both were listed on a day, `keep` stays as she is on the list."""
    ours, theirs = list(_rows(keep)), list(_rows(drop))
    aside = [row for row in theirs if row.since_on and not _fits(row, ours, keep)]
    proposals = [row for row in theirs if row.since_on is None and not _may_stay(row, ours, keep)]
    kept = {
        "listed": [str(row.pk) for row in theirs if row not in aside and row not in proposals],
        "aside": [columns(row) for row in aside],
        "proposals": [columns(row) for row in proposals],
        "pauses": [str(pause.pk) for pause in _pauses_to_move(drop, keep)],
    }
    for row in aside:
        _set_aside(row)
    _rows(drop).filter(pk__in=[row.pk for row in proposals]).delete()
    _point(kept, keep)
    return kept


def _back(kept: dict[str, Any], drop: Person, keep: Person, by: Actor) -> None:
    """The same rows are `drop`'s again, with what a change of tier made of them; the rest stays with `keep`."""
    kept["listed"] += _continued(kept["listed"], keep)
    _point(kept, drop)
    for was in kept["aside"]:
        row = Listed.objects.unscoped(WHY).filter(pk=was["id"]).first()
        if row:
            _restore(row, was, _KEPT)
    for was in kept["proposals"]:
        if Round.objects.unscoped(WHY).filter(pk=was["added_in_id"]).exclude(state=Round.State.APPROVED).exists():
            _restore(Listed(pk=UUID(was["id"])), was, tuple(was))


def _rows(person: Person):
    return Listed.objects.unscoped(WHY).filter(person=person).select_related("list", "added_in").order_by("pk")


def _fits(row: Listed, ours: list[Listed], keep: Person) -> bool:
    """Whether the row can be `keep`'s: no day of it is in a row of hers, and an open one is of her own station."""
    if row.until_on is None and row.list.station_id != keep.station_id:
        return False
    days = Stretch(row.since_on or date.min, row.until_on)
    return not any(days.touches(Stretch(each.since_on, each.until_on)) for each in ours if each.since_on)


def _may_stay(row: Listed, ours: list[Listed], keep: Person) -> bool:
    """Whether a proposal still stands: `keep` is of the station, and neither listed there nor proposed."""
    if row.added_in.state == Round.State.APPROVED:
        return True
    listed = any(each.until_on is None and each.list_id == row.list_id for each in ours)
    return row.list.station_id == keep.station_id and not listed


def _set_aside(row: Listed) -> None:
    """It stays with the file that went in, and counts no more."""
    if row.until_on is None and row.since_on:
        row.until_on, row.leave_reason, row.removed_in = max(row.since_on, clock.today()), Listed.Leave.MERGED, None
        row.save()


def _continued(listed: list[str], keep: Person) -> list[str]:
    """The rows that went on from these since they are `keep`'s."""
    moved = Listed.objects.unscoped(WHY).filter(pk__in=listed, since_on__isnull=False)
    since = {(row.list_id, row.added_in_id): row.since_on for row in moved.order_by("since_on")}
    rows = Listed.objects.unscoped(WHY).filter(person=keep, since_on__isnull=False).exclude(pk__in=listed)
    return [str(row.pk) for row in rows if _after(row, since.get((row.list_id, row.added_in_id)))]


def _after(row: Listed, first: date | None) -> bool:
    return first is not None and row.since_on is not None and row.since_on > first


def _pauses_to_move(drop: Person, keep: Person) -> list[Pause]:
    ours = [Stretch(each.from_on, each.until_on) for each in Pause.objects.unscoped(WHY).filter(person=keep)]
    theirs = Pause.objects.unscoped(WHY).filter(person=drop).order_by("pk")
    return [each for each in theirs if not any(Stretch(each.from_on, each.until_on).touches(one) for one in ours)]


def _point(kept: dict[str, Any], to: Person) -> None:
    """These rows, their windows and these pauses are this person's."""
    Listed.objects.unscoped(WHY).filter(pk__in=kept["listed"]).update(person=to)
    VisitSlot.objects.unscoped(WHY).filter(listed__in=kept["listed"]).update(person=to)
    ListMonth.objects.unscoped(WHY).filter(listed__in=kept["listed"]).update(person=to)
    Pause.objects.unscoped(WHY).filter(pk__in=kept["pauses"]).update(person=to)


def _restore(row: Any, was: dict[str, Any], names: tuple[str, ...]) -> None:
    fields = {field.attname: field.name for field in row._meta.concrete_fields}
    for name in names:
        setattr(row, name, stored(row, fields[name], was[name]))
    row.save()


movers.add(Mover("visiting", _move, _back, order=20))
