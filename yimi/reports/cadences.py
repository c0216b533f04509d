"""The cadences (工作周期) as the province has set them: who owes which period, from when, until when, by whose hands.

All of it is data of an edition; here it is read, and reckoned in the calendar of a place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.catalogue.models import Kind
from yimi.catalogue.queries import edition_in_force
from yimi.core.clock import CIVIL
from yimi.core.periods import ONE_DAY, Month, Period
from yimi.core.workdays import add_workdays_each

STATION, COUNTY, PROVINCE = "station", "county", "province"
LEVELS = {STATION: _("社工站"), COUNTY: _("市县"), PROVINCE: _("省级")}
RUNGS = {"township": _("乡镇（街道）"), "district": _("区"), "county": _("市县"), "province": _("省级")}
FIRST_DAY = time(0, 0)


@dataclass(frozen=True)
class Rule:
    """A moment beside a period (时限): one of days, workdays or a weekday after it, or a day of a month beside it."""

    days: int | None = None
    workdays: int | None = None
    weekday: int | None = None
    months: int = 0
    day: int | None = None
    at: time = time(18, 0)

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Rule":
        return cls(**said | {"at": time.fromisoformat(said.get("at", "18:00"))})

    def moment(self, last: date, path: str) -> datetime:
        """When it is, for the period that ends with this day, in the calendar of this place."""
        return self.moments([(last, path)])[last, path]

    def moments(self, ends: Iterable[tuple[date, str]]) -> dict[tuple[date, str], datetime]:
        """The same for many; one statement."""
        ends = set(ends)
        days = add_workdays_each(ends, self.workdays) if self.workdays else {end: self._day(end[0]) for end in ends}
        return {end: datetime.combine(day, self.at, CIVIL) for end, day in days.items()}

    def plain(self, last: date) -> datetime:
        """When it is where no workdays are counted."""
        return datetime.combine(self._day(last), self.at, CIVIL)

    def _day(self, last: date) -> date:
        if self.days is not None:
            return last + self.days * ONE_DAY
        if self.weekday is not None:
            return last + ((self.weekday - last.isoweekday() - 1) % 7 + 1) * ONE_DAY
        month = Month.of(last).plus(self.months)
        return min(month.first + timedelta(days=(self.day or 1) - 1), month.last)


NEXT_DAY = Rule(days=1, at=FIRST_DAY)


@dataclass(frozen=True)
class Rung:
    """One step of the ladder (审核环节): who confirms, and until when."""

    name: str
    due: Rule


@dataclass(frozen=True)
class Word:
    """A text that people add to the numbers (文字部分)."""

    code: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Duty:
    """What one level owes of a cadence (报送责任).

    `untouched` is confirmed at its hour if nobody has touched it; what is `computed` nobody hands in. What `locks` is
    locked when it is handed in; `locks_on` is when an accepted one is locked by itself. `remind` is in workdays from
    the due day, `escalate` how many workdays after it somebody above is told.
    """

    cadence: str
    name: str
    period: str
    level: str
    due: Rule
    opens: Rule = NEXT_DAY
    ladder: tuple[Rung, ...] = ()
    words: tuple[Word, ...] = ()
    read_by: tuple[str, ...] = ()
    remind: tuple[int, ...] = ()
    escalate: tuple[tuple[int, str], ...] = ()
    locks_on: Rule | None = None
    locks: bool = False
    untouched: bool = False
    computed: bool = False

    def opening(self, period: Period) -> datetime:
        """When it can be worked on; the same everywhere, since nothing of a period waits for a holiday."""
        return self.opens.plain(period.last)

    def judged_on(self, period: Period) -> date:
        """The day on which a station must operate to owe it: the last of the period, or the day before it opens."""
        return min(period.last, self.opening(period).date() - ONE_DAY) if self.opens.day else period.last

    def opened(self, since: date, now: datetime) -> Iterator[Period]:
        """The periods that came due to be worked on from that day on up to now, oldest first."""
        begins = datetime.combine(since, FIRST_DAY, CIVIL)
        period = _before(self, since)
        while self.opening(period) <= now:
            if self.opening(period) >= begins:
                yield period
            period = period.next()


def _before(duty: Duty, since: date) -> Period:
    """A period that opened before this day, for certain."""
    period = Period.of(duty.period, since)
    while duty.opening(period).date() >= since:
        period = period.previous()
    return period


@dataclass(frozen=True)
class Cadences:
    """All cadences of a day, and the places that go another way (各地不同的环节)."""

    duties: tuple[Duty, ...]
    skips: tuple[tuple[str, frozenset[str]], ...]

    def duty(self, cadence: str, level: str) -> Duty | None:
        return next((each for each in self.duties if (each.cadence, each.level) == (cadence, level)), None)

    def of(self, cadence: str) -> list[Duty]:
        return [each for each in self.duties if each.cadence == cadence]

    def ladder(self, duty: Duty, path: str) -> list[Rung]:
        """The rungs of a duty at a place, without those that the place leaves out."""
        codes = set(path.strip("/").split("/"))
        skipped = {name for code, names in self.skips if code in codes for name in names}
        return [rung for rung in duty.ladder if rung.name not in skipped]


def cadences(on: date) -> Cadences:
    """The cadences of the edition that is in force on a day; none where the province has set none."""
    edition = edition_in_force(Kind.CADENCES, on)
    return _read(edition.pk, edition.content) if edition else Cadences((), ())


_known: dict[UUID, Cadences] = {}  # an edition never changes once published


def _read(pk: UUID, content: dict[str, Any]) -> Cadences:
    if pk not in _known:
        duties = [_duty(cadence, said) for cadence in content["cadences"] for said in cadence["owed_by"]]
        skips = tuple((row["area"], frozenset(row["skip"])) for row in content.get("local", ()))
        _known[pk] = Cadences(tuple(duties), skips)
    return _known[pk]


def _duty(cadence: dict[str, Any], said: dict[str, Any]) -> Duty:
    ladder = tuple(Rung(row["rung"], Rule.of(row["due"])) for row in said.get("ladder", ()))
    words = tuple(Word(row["code"], row["name_zh"], row.get("note_zh", "")) for row in said.get("words", ()))
    return Duty(
        cadence=cadence["code"], name=cadence["name_zh"], period=cadence["period"], level=said["level"],
        due=Rule.of(said["due"]), opens=Rule.of(said["opens"]) if "opens" in said else NEXT_DAY, ladder=ladder,
        words=words, read_by=tuple(said.get("read_by", ())), remind=tuple(said.get("remind", ())),
        escalate=tuple((row["workdays"], row["to"]) for row in said.get("escalate", ())),
        locks_on=Rule.of(said["locks_on"]) if "locks_on" in said else None, locks=bool(said.get("locks")),
        untouched=bool(said.get("untouched")), computed=bool(said.get("computed")),
    )  # fmt: skip
