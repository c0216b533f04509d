"""The parts that pages are made of (组件), as plain values; `{% load ui %}` draws them. See all of them at /ui/.

Views and queries build these values; templates only place them. Text is `Any` because it may be lazy.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yimi.core import clock

from . import formats
from .tiles import place_of

BY_PERIOD = _("环比")
BY_YEAR = _("同比")


class Tone(TextChoices):
    """The colour behind a word (色调). The word always says it too."""

    PLAIN = "", _("普通")
    OK = "ok", _("正常")
    WARN = "warn", _("提醒")
    BAD = "bad", _("严重")
    INFO = "info", _("说明")
    KEY = "key", _("重点")


class Rag(TextChoices):
    """How a pace stands (进度状态): shape, word and colour."""

    OK = "ok", _("正常")
    WATCH = "watch", _("需关注")
    LATE = "late", _("未按时")


@dataclass(frozen=True)
class Option:
    """A place to go, one of several. `words` are more words that the filter box finds it by, such as pinyin."""

    label: Any
    url: str
    current: bool = False
    words: str = ""


@dataclass(frozen=True)
class Crumb:
    """One level of the scope. `chosen` is false for a level that is still open, such as 全部市县."""

    label: Any
    options: list[Option] = field(default_factory=list)
    locked: bool = False
    chosen: bool = True


@dataclass(frozen=True)
class ScopeBar:
    """The scope switcher (范围切换): 省 › 市县 › 站点. A locked level is plain text."""

    crumbs: list[Crumb]


@dataclass(frozen=True)
class PeriodBar:
    """The period picker (周期选择). Without `next_url`, `reason` says why one cannot go on."""

    kinds: list[Option]
    label: Any
    previous_url: str | None = None
    next_url: str | None = None
    reason: Any = ""


@dataclass(frozen=True)
class Change:
    """How a figure moved (环比、同比): ratio 0.124 is 12.4% up."""

    ratio: float
    word: Any = BY_PERIOD

    @property
    def arrow(self) -> str:
        return "↑" if self.ratio > 0 else "↓" if self.ratio < 0 else "→"

    @property
    def tone(self) -> str:
        return "up" if self.ratio > 0 else "down" if self.ratio < 0 else ""

    @property
    def text(self) -> str:
        return formats.pct(abs(self.ratio), 1)


@dataclass(frozen=True)
class LedgerCell:
    """A figure of the ledger (数据账本). A number is formatted; a text, such as 2万余, stands as it is."""

    label: Any
    value: float | str | None
    unit: Any = ""
    url: str = ""
    note: Any = ""
    definition: Any = ""
    change: Change | None = None
    short: bool = False
    note_url: str = ""

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else formats.figure(self.value, self.short)


@dataclass(frozen=True)
class CadenceSlot:
    """One working rhythm (机制条): 周总结, its state, how many of how many, and until when."""

    name: Any
    value: Any
    url: str
    unit: Any = ""
    tag: Any = ""
    tone: str = Tone.PLAIN
    note: Any = ""
    percent: float | None = None


@dataclass(frozen=True)
class Tile:
    """One area on the grid. `level` 0–5 colours it; None is no data. `title` is what a screen reader adds."""

    code: str
    label: Any
    value: Any = ""
    level: int | None = None
    url: str = ""
    hatched: bool = False
    dotted: bool = False
    title: Any = ""
    note: Any = ""

    @property
    def look(self) -> str:
        """The class that colours the tile."""
        if self.hatched or self.dotted:
            return "hatched" if self.hatched else "dotted"
        return "qn" if self.level is None else f"q{self.level}"

    @property
    def spoken(self) -> str:
        """What is written on the tile, then the title without the name it begins with."""
        written = " ".join(str(part) for part in (self.label, self.value, self.note) if part)
        more = str(self.title).removeprefix(str(self.label)).lstrip("，, ")
        return f"{written}，{more}" if more and more != str(self.note) else written


@dataclass(frozen=True)
class Swatch:
    """A line of the legend (图例): a level 0–5, `hatched` or `dotted`, and its words."""

    look: int | str
    label: Any


@dataclass(frozen=True)
class PlacedTile:
    """A tile with its corner in the drawing."""

    tile: Tile
    x: int
    y: int


@dataclass(frozen=True)
class TileGrid:
    """The tile grid map (方格图): areas in their schematic places; the table beside it says the same."""

    tiles: list[Tile]
    title: Any
    legend: list[Swatch] = field(default_factory=list)
    key: str = "tiles"

    WIDE = 100
    HIGH = 84
    GAP = 6

    @property
    def placed(self) -> list[PlacedTile]:
        return [self._place(tile, nth) for nth, tile in enumerate(self.tiles)]

    @property
    def view_box(self) -> str:
        placed = self.placed
        right = max((one.x for one in placed), default=0) + self.WIDE
        bottom = max((one.y for one in placed), default=0) + self.HIGH
        return f"-2 -2 {right + 4} {bottom + 4}"

    def _place(self, tile: Tile, nth: int) -> PlacedTile:
        place = place_of(tile.code, nth)
        return PlacedTile(tile, place.column * (self.WIDE + self.GAP), place.row * (self.HIGH + self.GAP))


@dataclass(frozen=True)
class Column:
    """A table head. With a `url` it sorts; `sorted` is ascending or descending. Secondary ones hide on phones."""

    label: Any
    url: str = ""
    sorted: str = ""
    numeric: bool = False
    secondary: bool = False


@dataclass(frozen=True)
class Pager:
    """Steps through a long list (翻页). `total` only where it is known."""

    previous_url: str | None = None
    next_url: str | None = None
    total: int | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened (时间轴上的一条). Tone `key` is a milestone, `sys` the platform's own."""

    title: Any
    at: date | datetime
    icon: str = "file-text"
    tone: str = ""
    tag: Any = ""
    tag_tone: str = Tone.PLAIN
    text: Any = ""
    url: str = ""

    @property
    def month(self) -> date:
        return self._day.replace(day=1)

    @property
    def when(self) -> str:
        return formats.moment(self.at) if isinstance(self.at, datetime) else formats.day(self.at)

    @property
    def _day(self) -> date:
        return clock.civil(self.at) if isinstance(self.at, datetime) else self.at


@dataclass(frozen=True)
class Masked:
    """A masked value (遮罩) with the POST that reveals it. Above the station it asks for a reason."""

    text: str
    label: Any
    url: str = ""
    asks_reason: bool = False
    name: str = ""


@dataclass(frozen=True)
class Spark:
    """A small line of one series (走势). The table it stands in gives the numbers."""

    values: list[float]
    label: Any

    WIDE = 84
    HIGH = 24
    EDGE = 3

    @property
    def points(self) -> list[tuple[float, float]]:
        low, high = min(self.values), max(self.values)
        across = (self.WIDE - 2 * self.EDGE) / max(1, len(self.values) - 1)
        up = (self.HIGH - 2 * self.EDGE) / ((high - low) or 1)
        return [
            (round(self.EDGE + nth * across, 1), round(self.HIGH - self.EDGE - (value - low) * up, 1))
            for nth, value in enumerate(self.values)
        ]

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.points)
