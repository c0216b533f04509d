"""How a year goes (进度): what is done against the share of workdays that have passed (序时进度). Pure arithmetic."""

from dataclasses import dataclass
from datetime import date, timedelta

from yimi.figures.measure import FLOW
from yimi.ui.components import Rag

ON_TIME, WATCHED = 0.95, 0.80
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Clockwork:
    """The workdays of a place in a year: `passed` up to today of `all`; both begin when its stations did."""

    first: date
    last: date
    passed: int
    all: int

    @property
    def share(self) -> float:
        return self.passed / self.all if self.all else 0.0


@dataclass(frozen=True)
class Pace:
    """How far a target has come (进度)."""

    target: int
    done: float | None
    ratio: float | None  # done of the target
    owed: float | None  # what should be done by now
    status: Rag | None
    forecast: int | None = None  # to the end of the year, as it went so far


def pace_of(kind: str, target: int, done: float | None, time: Clockwork, today: date, due_on: date) -> Pace:
    """The pace of a target. What is added up goes by workdays; a level is reached, or not yet, or not in time."""
    ratio = done / target if target and done is not None else None
    if kind == FLOW:
        return _of_flow(target, done, ratio, time)
    return Pace(target, done, ratio, None, _of_level(ratio, today, due_on))


def word_for(reached: float) -> Rag:
    """The word for what is done of what should be done by now."""
    if reached >= ON_TIME:
        return Rag.OK
    return Rag.WATCH if reached >= WATCHED else Rag.LATE


def _of_flow(target: int, done: float | None, ratio: float | None, time: Clockwork) -> Pace:
    owed = target * time.share
    if not owed or done is None:
        return Pace(target, done, ratio, owed, None)
    # Where not even one should be done by now, nobody is late.
    status = word_for(done / owed) if owed >= 1 else None
    return Pace(target, done, ratio, owed, status, round(done / time.share))


def _of_level(ratio: float | None, today: date, due_on: date) -> Rag | None:
    if ratio is not None and ratio >= 1:
        return Rag.OK
    if today > due_on:
        return Rag.LATE
    return Rag.WATCH if due_on - today <= AHEAD else None
