"""The way as a drawing (路线图): a bar for each step over the months of a year, drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yimi.core.periods import Month

WIDE, LEFT, RIGHT = 1080, 300, 16
TOP, ROW, THICK = 34, 36, 14
LETTERS, BEND = 19, 7


@dataclass(frozen=True)
class Drawn:
    """One step: its words, its bar, and the mark where it was done."""

    title: str
    short: str
    tone: str
    y: int
    x: float
    wide: float
    done: float | None

    @property
    def text_y(self) -> int:
        return self.y + THICK - 2

    @property
    def middle(self) -> float:
        return self.y + THICK / 2


@dataclass(frozen=True)
class Gantt:
    """A year of steps (路线图)."""

    title: Any
    year: int
    bars: list[Drawn]
    links: list[str]
    today: float | None

    @property
    def high(self) -> int:
        return TOP + ROW * len(self.bars) + 8

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDE} {self.high}"

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return WIDE - RIGHT

    @property
    def months(self) -> list[tuple[float, float, int]]:
        """Where each month begins, where its number stands, and which it is."""
        starts = [_x(Month(self.year, n).first, self.year) for n in range(1, 13)]
        ends = [*starts[1:], self.right]
        return [
            (start, round((start + end) / 2, 1), n) for n, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        ]


def gantt(title: Any, year: int, steps: Sequence[Any], today: date) -> Gantt:
    """Draw steps (as `queries.roadmap.Step`), one a row, with what each waits for."""
    bars: list[Drawn] = []
    at: dict[UUID, Drawn] = {}
    for nth, step in enumerate(steps):
        row = step.row
        start, end = _x(row.begins_on, year), _x(row.due_on, year)
        tone = "done" if row.done_on else "late" if row.due_on < today else "open"
        short = row.title if len(row.title) <= LETTERS else row.title[: LETTERS - 1] + "…"
        done = _x(row.done_on, year) if row.done_on else None
        bar = Drawn(row.title, short, tone, TOP + ROW * nth + 8, start, max(round(end - start, 1), 6), done)
        bars.append(bar)
        at[row.pk] = bar
    links = [
        _elbow(before, at[step.row.pk]) for step in steps for each in step.waits_for if (before := at.get(each.pk))
    ]
    return Gantt(title, year, bars, links, _x(today, year) if today.year == year else None)


def _elbow(before: Drawn, after: Drawn) -> str:
    """From the end of one bar to the beginning of another, round the corner."""
    x1, y1, x2, y2 = round(before.x + before.wide, 1), before.middle, after.x, after.middle
    if x2 >= x1 + 2 * BEND:
        return f"M{x1} {y1}h{BEND}V{y2}H{x2}"
    between = y2 - ROW / 2 if y2 > y1 else y2 + ROW / 2
    return f"M{x1} {y1}h{BEND}V{between}H{round(x2 - BEND, 1)}V{y2}H{x2}"


def _x(day: date, year: int) -> float:
    """Where a day of the year stands; what lies outside stands at its edge."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    passed = (min(max(day, first), last) - first).days
    return round(LEFT + (WIDE - LEFT - RIGHT) * passed / 365, 1)
