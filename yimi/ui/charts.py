"""Drawings of figures (图表) as plain values, drawn on the server; the table beside each says the same in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import formats

STEPS = (1, 2, 4, 5, 10)


@dataclass(frozen=True)
class Bar:
    """One key with its figure, and perhaps another to compare; the texts are what is written."""

    label: Any
    value: float | None
    text: str
    other: float | None = None
    other_text: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars (条形图) of one measure by key."""

    bars: Sequence[Bar]
    title: Any
    names: tuple[Any, Any] = ("", "")

    @property
    def most(self) -> float:
        return max((n or 0 for bar in self.bars for n in (bar.value, bar.other)), default=0) or 1

    @property
    def drawn(self) -> list[tuple[Bar, float, float]]:
        """Each bar with how long it and its other are, of 100."""
        return [(b, _of_100(b.value, self.most), _of_100(b.other, self.most)) for b in self.bars]


@dataclass(frozen=True)
class Curve:
    """A line over time (折线图) of one measure, and perhaps that of another period behind it; None is a gap."""

    labels: Sequence[str]
    values: Sequence[float | None]
    title: Any
    others: Sequence[float | None] = field(default_factory=list)
    names: tuple[Any, Any] = ("", "")
    percent: bool = False

    WIDE, HIGH = 720, 260
    LEFT, RIGHT, TOP, BOTTOM = 78, 24, 18, 40

    @property
    def top(self) -> float:
        """A round number that no value is above."""
        most = max((n for n in (*self.values, *self.others) if n is not None), default=0)
        if self.percent or most <= 0:
            return 1
        size = 10 ** (len(str(int(most))) - 1)
        return max(2, next(step * size for step in STEPS if step * size >= most))

    @property
    def rules(self) -> list[tuple[float, str]]:
        """The height and the words of each horizontal rule."""
        shares = (0, 0.5, 1)
        return [(self._y(self.top * share), self._text(self.top * share)) for share in shares]

    @property
    def marks(self) -> list[tuple[float, str]]:
        """The place and the words of the first, the middle and the last moment."""
        last = len(self.labels) - 1
        chosen = sorted({0, last // 2, last}) if last > 1 else range(last + 1)
        return [(self._x(nth), str(self.labels[nth])) for nth in chosen]

    @property
    def line(self) -> list[tuple[float, float]]:
        return self._points(self.values)

    @property
    def other_line(self) -> list[tuple[float, float]]:
        return self._points(self.others[: len(self.values)])

    def _points(self, values: Sequence[float | None]) -> list[tuple[float, float]]:
        return [(self._x(nth), self._y(value)) for nth, value in enumerate(values) if value is not None]

    def _x(self, nth: int) -> float:
        across = self.WIDE - self.LEFT - self.RIGHT
        return round(self.LEFT + across * (nth / (len(self.labels) - 1) if len(self.labels) > 1 else 0.5), 1)

    def _y(self, value: float) -> float:
        return round(self.HIGH - self.BOTTOM - (self.HIGH - self.TOP - self.BOTTOM) * value / self.top, 1)

    def _text(self, value: float) -> str:
        return formats.pct(value) if self.percent else formats.figure(round(value))


def _of_100(value: float | None, most: float) -> float:
    return round(100 * (value or 0) / most, 1)
