"""In which days each visit is owed (走访窗口), as a pure function of days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days on end, both included; open where there is no last one."""

    first: date
    last: date | None = None

    def touches(self, other: "Stretch") -> bool:
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)


@dataclass(frozen=True)
class Window(Stretch):
    """The nth window."""

    nth: int = 0

    @property
    def end(self) -> date:
        return self.last or date.max


def windows(days: Stretch, interval: int, pauses: Iterable[Stretch] = ()) -> Iterator[Window]:
    """Every whole window of so many days on end; those that a pause touches drop out, and the next ones stay put."""
    away, first, nth = list(pauses), days.first, 1
    step, until = timedelta(days=interval), days.last or date.max
    while first <= until - step + ONE_DAY:
        window = Window(first, first + step - ONE_DAY, nth)
        if not any(window.touches(pause) for pause in away):
            yield window
        first, nth = first + step, nth + 1


def end_of_window(since: date, interval: int, day: date) -> date:
    """The last day of the window in which a day falls, whether or not it is owed."""
    gone = (day - since).days // interval
    return since + timedelta(days=interval * (gone + 1)) - ONE_DAY
