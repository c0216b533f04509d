"""When a request is answered (填报期): the periods of its rhythm, until when, and how much time it takes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yimi.core.periods import ONE_DAY, Period

from .models import Demand, Frequency

KIND_OF = {
    Frequency.WEEKLY: "week", Frequency.MONTHLY: "month", Frequency.QUARTERLY: "quarter",
    Frequency.HALF_YEAR: "half_year", Frequency.ANNUAL: "year", Frequency.IRREGULAR: "month",
}  # fmt: skip
TIMES_A_YEAR = {
    Frequency.WEEKLY: 52, Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4, Frequency.HALF_YEAR: 2, Frequency.ANNUAL: 1,
    Frequency.ONCE: 1,
}  # fmt: skip
ONCE = "once"
MONTHS = 12


@dataclass(frozen=True)
class Turn:
    """One time of answering (填报期). `closes` is the last day of its period; without a rhythm nothing is due."""

    code: str
    label: str
    closes: date
    is_due: bool = True


def turn_on(demand: Demand, day: date) -> Turn:
    """The turn that is answered on a day: the last period that is over, or the first while it still runs."""
    if demand.frequency == Frequency.ONCE:
        return Turn(ONCE, _("一次"), demand.valid_until or day)
    now = Period.of(KIND_OF[Frequency(demand.frequency)], day)
    if demand.frequency == Frequency.IRREGULAR:
        return Turn(now.code, now.label, now.last, is_due=False)
    over = now.previous()
    turn = over if over.last >= demand.valid_from else now
    return Turn(turn.code, turn.label, turn.last)


def times_a_year(demand: Demand) -> int:
    """How often a station answers in a whole year."""
    return demand.times_a_year or TIMES_A_YEAR[Frequency(demand.frequency)]


def minutes_a_month(demand: Demand) -> float:
    """The minutes that it takes a station in a month, on the average of a year."""
    return demand.minutes * times_a_year(demand) / MONTHS


def minutes_in(demand: Demand, year: int) -> int:
    """The minutes that it took or will take a station in a year, by the days on which it holds."""
    span = _held_in(demand, year)
    if span is None:
        return 0
    if demand.frequency == Frequency.ONCE:
        return demand.minutes
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return round(demand.minutes * times_a_year(demand) * ((span[1] - span[0]).days + 1) / days)


def _held_in(demand: Demand, year: int) -> tuple[date, date] | None:
    """The days of a year on which a published request held."""
    if demand.published_on is None:
        return None
    until = [day for day in (demand.valid_until, demand.ended_on and demand.ended_on - ONE_DAY) if day]
    first = max(date(year, 1, 1), demand.valid_from, demand.published_on)
    last = min([date(year, 12, 31), *until])
    return (first, last) if first <= last else None


def holds_in(demand: Demand, year: int) -> bool:
    """Whether it bound stations on some day of a year."""
    return _held_in(demand, year) is not None
