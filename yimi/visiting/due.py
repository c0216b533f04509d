"""Whom to visit next (走访安排): everybody on a station's list with the window she is in, and how it stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Min, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.clients.queries import PersonCard, cards, people_for
from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.api import read_cursor, write_cursor
from yimi.core.errors import invalid
from yimi.core.periods import Month
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.services.models import Contact, Kind, Participation
from yimi.services.sight import Sight

from .models import Listed, Pause, VisitSlot
from .queries import listed_for, paused_now
from .standing import on_list, with_met

PAGE = 50


class Standing(TextChoices):
    """How the visit to somebody stands (走访情况)."""

    OVERDUE = "overdue", gettext_lazy("已超期")
    DUE = "due", gettext_lazy("待走访")
    DONE = "done", gettext_lazy("已走访")
    PAUSED = "paused", gettext_lazy("暂停")
    SKIPPED = "skipped", gettext_lazy("本期不计")


ORDER = list(Standing)


@dataclass(frozen=True)
class Window:
    """A window with whether it is met."""

    first: date
    last: date
    is_met: bool


@dataclass(frozen=True)
class Due:
    """One person of the list and where her visit stands; `until` is the day by which, or through which."""

    person: UUID
    tier: str
    village: str
    area_path: str
    worker: UUID | None
    household: UUID | None
    standing: Standing
    until: date | None
    days: int
    is_shared: bool

    @property
    def home(self) -> UUID:
        """What counts as one 户."""
        return self.household or self.person

    @property
    def is_open(self) -> bool:
        """Whether somebody should go there."""
        return self.standing in (Standing.OVERDUE, Standing.DUE)

    @property
    def words(self) -> str:
        """还剩 3 天; 5 天 beside 已超期."""
        if self.standing == Standing.OVERDUE:
            return _("%(n)s 天") % {"n": self.days}
        return _("还剩 %(n)s 天") % {"n": self.days} if self.standing == Standing.DUE else ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to (筛选), and in which order it stands."""

    mine: UUID | None = None
    village: str = ""
    tier: str = ""
    worker: str = ""
    standing: str = ""
    by_date: bool = False

    def fits(self, due: Due) -> bool:
        return (
            (self.mine is None or due.worker == self.mine)
            and (not self.village or due.area_path == self.village)
            and (not self.tier or due.tier == self.tier)
            and (not self.worker or str(due.worker) == self.worker)
        )

    def order(self, due: Due) -> list:
        soon = [ORDER.index(due.standing), (due.until or date.max).isoformat(), str(due.person)]
        return soon if self.by_date else [due.area_path, *soon]


Told = tuple[Standing, date | None, int]


def stand(windows: Sequence[Window], day: date, paused_until: date | None = None, *, is_paused: bool = False) -> Told:
    """How a person's windows stand on a day: the standing, the day that matters, and how many days from it.

    Overdue is who missed the last window that is over, of this month or the one before, and was not met since.
    """
    now = next((window for window in windows if window.first <= day <= window.last), None)
    if is_paused:
        return Standing.PAUSED, paused_until, 0
    if now and now.is_met:
        return Standing.DONE, now.last, 0
    if missed := _missed(windows, day):
        return Standing.OVERDUE, missed.last, (day - missed.last).days
    if now:
        return Standing.DUE, now.last, (now.last - day).days
    ahead = min((window.first for window in windows if window.first > day), default=None)
    return Standing.SKIPPED, ahead, 0


def _missed(windows: Sequence[Window], day: date) -> Window | None:
    """The first of the windows that were missed one after another up to now."""
    since, missed = last_month(day), None
    for window in sorted(windows, key=lambda each: each.last, reverse=True):
        if window.last >= day:
            continue
        if window.is_met or window.last < since:
            break
        missed = window
    return missed


def last_month(day: date) -> date:
    return Month.of(day).plus(-1).first


def due_of(actor: Actor, station: Station) -> list[Due]:
    """Everybody on the station's list today who is visited by the calendar; three statements, whatever its length."""
    day = clock.today()
    rows = listed_for(actor).filter(on_list(day), list__station=station, interval_days__isnull=False)
    people = list(rows.select_related("person__area__parent").order_by("pk"))
    windows = windows_of(actor, station, day)
    paused = paused_now(actor, rows.values("person"))
    found = []
    for row in people:
        pause = paused.get(row.person_id)
        until = pause.until_on if pause else None
        standing, on, days = stand(windows.get(row.person_id, ()), day, until, is_paused=pause is not None)
        found.append(_due(row, standing, on, days))
    return found


def _due(row: Listed, standing: Standing, until: date | None, days: int) -> Due:
    person = row.person
    return Due(
        row.person_id, row.tier, person.area.name, person.area.path, person.worker_id, person.household_id, standing,
        until, days, row.is_shared,
    )  # fmt: skip


def windows_of(actor: Actor, station: Station, day: date) -> dict[UUID, list[Window]]:
    """The windows of a station that have begun, from the first of last month on, and the next of each person."""
    slots = VisitSlot.objects.allowed(actor, Permission.LIST_VIEW).filter(station=station)
    begun = with_met(slots.filter(until_on__gte=last_month(day), from_on__lte=day))
    found: dict[UUID, list[Window]] = defaultdict(list)
    for person, *window in begun.values_list("person_id", "from_on", "until_on", "is_met"):
        found[person].append(Window(*window))
    ahead = slots.filter(from_on__gt=day).order_by().values_list("person_id").annotate(Min("from_on"))
    for person, first in ahead:
        found[person].append(Window(first, date.max, is_met=False))
    return found


@dataclass(frozen=True)
class Row:
    """A line of the page: the person as the reader sees her, and her visit."""

    card: PersonCard
    due: Due
    seen_on: date | None


@dataclass(frozen=True)
class Sheet:
    """One page of the list, how many stand how, and what this week asks for."""

    rows: list[Row]
    after: str | None
    counts: dict[str, int]
    to_visit: int
    overdue: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def due_sheet(actor: Actor, everybody: Iterable[Due], wanted: Wanted, cursor: str | None = None) -> Sheet:
    """One page of the due list; two statements and those of the names."""
    mine = [due for due in everybody if wanted.fits(due)]
    shown = [due for due in mine if not wanted.standing or due.standing == wanted.standing]
    some, after = _page(sorted(shown, key=wanted.order), wanted, cursor)
    to_visit, overdue = week_of(mine)
    return Sheet(
        rows=_rows(actor, some), after=after, to_visit=to_visit, overdue=overdue,
        counts={standing.value: sum(due.standing == standing for due in mine) for standing in Standing},
    )  # fmt: skip


def week_of(some: Iterable[Due]) -> tuple[int, int]:
    """How many households (户) are to be visited by Sunday, and how many of them are overdue."""
    urgent = [due for due in some if _is_of_this_week(due)]
    return len({due.home for due in urgent}), len({due.home for due in urgent if due.standing == Standing.OVERDUE})


def _is_of_this_week(due: Due) -> bool:
    """Whether she has to be visited by Sunday."""
    sunday = clock.today() + timedelta(days=6 - clock.today().weekday())
    return due.standing == Standing.OVERDUE or (due.standing == Standing.DUE and (due.until or sunday) <= sunday)


def first_rows(actor: Actor, some: Iterable[Due], most: int) -> list[Row]:
    """The first of these by their day, as the reader sees them."""
    wanted = Wanted(by_date=True)
    return _rows(actor, sorted(some, key=wanted.order)[:most])


def _page(found: list[Due], wanted: Wanted, cursor: str | None) -> tuple[list[Due], str | None]:
    """One page by its place in the order, so that a visit recorded meanwhile moves nobody out of it."""
    rest = found if not cursor else _after(found, wanted, read_cursor(cursor, 3 if wanted.by_date else 4))
    some = rest[:PAGE]
    return some, write_cursor(wanted.order(some[-1])) if len(rest) > PAGE else None


def _after(found: list[Due], wanted: Wanted, place: list) -> list[Due]:
    try:
        return [due for due in found if wanted.order(due) > place]
    except TypeError:
        raise invalid("cursor", _("翻页位置不对，请从第一页重新查。")) from None


def _rows(actor: Actor, some: Iterable[Due]) -> list[Row]:
    dues = list(some)
    ids = [due.person for due in dues]
    seen = seen_on(actor, ids)
    shown = {card.id: card for card in cards(actor, people_for(actor).filter(pk__in=ids))}
    return [Row(shown[due.person], due, seen.get(due.person)) for due in dues if due.person in shown]


def seen_on(actor: Actor, people: Iterable[UUID]) -> dict[UUID, date]:
    """The day on which each was last seen or spoken to (上次见到), by the records that this reader may link to her."""
    known = Contact.objects.allowed(actor, Permission.CONTACT_VIEW).filter(Sight.of(actor).with_people())
    known = known.filter(kind__in=(Kind.HOME_VISIT, Kind.REMOTE_VISIT), voided_at=None)
    parts = Participation.objects.allowed(actor, Permission.CONTACT_VIEW)
    parts = parts.filter(seen=True, person__in=list(people), contact__in=known.order_by().values("pk"))
    return dict(parts.order_by().values_list("person_id").annotate(Max("contact__service_on")))


@dataclass(frozen=True)
class Stand:
    """Where the visits to one person stand, for the page of the person."""

    row: Listed
    due: Due | None
    now: Window | None
    next_on: date | None
    pause: Pause | None


def stand_of(actor: Actor, person: UUID) -> Stand | None:
    """The person on this year's list; None where she is not on it. Without an interval nothing is due."""
    day = clock.today()
    rows = listed_for(actor).filter(on_list(day), person=person).select_related("person__area", "list__station")
    row = rows.order_by("since_on").first()
    if row is None:
        return None
    pause = paused_now(actor, [person]).get(person)
    if row.interval_days is None:
        return Stand(row, None, None, None, pause)
    slots = VisitSlot.objects.allowed(actor, Permission.LIST_VIEW).filter(person=person, until_on__gte=last_month(day))
    windows = [Window(slot.from_on, slot.until_on, slot.is_met) for slot in with_met(slots).order_by("from_on")]
    told = stand(windows, day, pause.until_on if pause else None, is_paused=pause is not None)
    now = next((window for window in windows if window.first <= day <= window.last), None)
    next_on = next((window.first for window in windows if window.first > day), None)
    return Stand(row, _due(row, *told), now, next_on, pause)
