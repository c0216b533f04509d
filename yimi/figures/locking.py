"""Locked months (月锁定) and what changed since (上期调整).

Some workdays into the next month, as policy says, a month is locked at the end of the day: its numbers are kept as
they are read then, with the place of the journal that they go up to. Records for a locked month are still taken, and
count; what the month gains or loses by them is its adjustment, now less then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import clock, db, journal
from yimi.core.actors import Actor
from yimi.core.declare import Declared
from yimi.core.errors import invalid
from yimi.core.models import Entry
from yimi.core.periods import Month, Period
from yimi.core.workdays import add_workdays
from yimi.network.models import Area, Station

from . import small
from .measure import Measure, measures, measures_of
from .models import Frozen, LeafPart, MonthLock
from .places import Network, Place
from .reading import Asked, Reading, read

TRIES = 20


@dataclass(frozen=True)
class LockTerm:
    """For how many workdays of the next month a month stays open (锁定期限), by its last day; none: it never locks."""

    key: str
    workdays: Callable[[date], int | None]


lock_terms: Declared[LockTerm] = Declared("lock term")


def lock_months() -> None:
    """Lock every month that is due, oldest first, each once: however long the house was off."""
    for month in due_months(clock.today()):
        _lock(month)


def due_months(today: date) -> Iterator[Month]:
    """The months that are due and not locked, from the first with figures on."""
    last = MonthLock.objects.order_by("-month").values_list("month", flat=True).first()
    first = LeafPart.objects.order_by("month").values_list("month", flat=True).first()
    month = Month.of(last).plus(1) if last else first and Month.of(first)
    province = _province()
    while month and province and (on := locks_on(month, province.path)) and on < today:
        yield month
        month = month.plus(1)


def locks_on(month: Month, path: str) -> date | None:
    """The last day on which the month is open."""
    workdays = workdays_open(month.last)
    return add_workdays(month.last, workdays, path) if workdays else None


def workdays_open(day: date) -> int | None:
    """For how many workdays of the next month the month of this day stays open."""
    return next((n for each in lock_terms if (n := each.workdays(day))), None)


def _province() -> Area | None:
    return Area.objects.filter(parent=None).first()


def _lock(month: Month) -> None:
    """Read and keep; another worker that does the same comes too late and changes nothing."""
    for attempt in count(1):
        journal.seal_tail()
        with db.snapshot():
            if attempt < TRIES and Entry.objects.filter(seal=None).exists():
                continue
            position, kept = journal.head()[0], dict(_values(month))
        break
    try:
        _keep(month, position, kept)
    except IntegrityError:
        return


@transaction.atomic
def _keep(month: Month, position: int, kept: dict[UUID, dict[str, int]]) -> None:
    lock = MonthLock.objects.create(month=month.first, at=clock.now(), position=position)
    Frozen.objects.bulk_create((Frozen(lock=lock, place=pk, values=values) for pk, values in kept.items()), 500)


def _values(month: Month) -> Iterator[tuple[UUID, dict[str, int]]]:
    """The number of every measure for every station and every area that has one."""
    province, span = _province(), Period.of("month", month.first)
    if province is None:
        return
    wanted = tuple(measures_of())
    reading = read(Asked(Place.of_area(province), (span,), wanted, by_station=True))
    stations = list(Station.objects.unscoped("figures").order_by("pk"))
    paths = {path for station in stations for path in _upward(station.area_path)}
    places = [*map(Place.of_station, stations), *map(Place.of_area, Area.objects.filter(path__in=paths))]
    for place in places:
        yield place.id, {measure.code: reading.number(measure, place, span) for measure in wanted}


def _upward(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]


@dataclass(frozen=True)
class Adjustment:
    """What a measure of a month gained or lost since it was locked; hidden where it is too small to be told."""

    measure: Measure
    frozen: int | float | None
    now: int | float | None
    is_hidden: bool = False

    @property
    def difference(self) -> int | float | None:
        return None if self.frozen is None or self.now is None else self.now - self.frozen


@dataclass(frozen=True)
class Adjusted:
    """A locked month of a place with all its measures."""

    place: Place
    span: Period
    lock: MonthLock
    lines: list[Adjustment]


def adjustments(actor: Actor, place: Place, month: str, only: Measure | None = None) -> Adjusted:
    """The month as it was locked and as it is now, of all measures or of one.

    404 where it is not locked, or the place was not there.
    """
    span = Period.parse(month)
    if span.kind != "month":
        raise invalid("month", _("请给出月份，例如 2026-09。"))
    with db.snapshot():
        lock = MonthLock.objects.filter(month=span.first).first()
        kept = Frozen.objects.filter(lock=lock, place=place.id).first() if lock else None
        if lock is None or kept is None:
            raise Http404
        wanted = tuple(each for each in measures if _codes(each) <= set(kept.values) and only in (None, each))
        if not wanted:
            raise Http404
        reading = read(Asked(place, (span,), wanted))
        hidden = {each.code for each in wanted if not is_told(actor, each, place, span, lock)}
        lines = [_line(reading, each, place, span, kept.values, hidden) for each in wanted]
    return Adjusted(place, span, lock, lines)


def is_told(actor: Actor, measure: Measure, place: Place, span: Period, lock: MonthLock) -> bool:
    """Whether this reader is told the number of a locked month, both as it was and as it is."""
    if not measure.guarded or small.stays_in_county(actor, place):
        return True
    kept = dict(Frozen.objects.filter(lock=lock).values_list("place", "values"))

    def then(each: Place) -> int:
        return kept.get(each.id, {}).get(measure.code, 0)

    now = read(Asked(place, (span,), (measure,))).number(measure, place, span)
    gone = small.withheld_places(Network(), span, then, [place])
    is_small = small.is_small(then(place)) or place.id in gone
    return not is_small and small.is_told(actor, measure, place, span, now)


def locked_months() -> list[date]:
    """The months that are locked, newest first."""
    return list(MonthLock.objects.order_by("-month").values_list("month", flat=True))


def locks_of(months: Iterable[date]) -> dict[date, datetime]:
    """When each of these months, named by their first day, was locked."""
    return dict(MonthLock.objects.filter(month__in=list(months)).values_list("month", "at"))


def _codes(measure: Measure) -> set[str]:
    return set(measure.parts or (measure.code,))


def _line(
    reading: Reading, measure: Measure, place: Place, span: Period, kept: dict[str, int], hidden: set[str]
) -> Adjustment:
    frozen: Any = kept.get(measure.code)
    if measure.parts:
        over, under = (kept[code] for code in measure.parts)
        frozen = over / under if under else None
    if measure.code in hidden:
        return Adjustment(measure, None, None, is_hidden=True)
    return Adjustment(measure, frozen, reading.value(measure, place, span).number)
