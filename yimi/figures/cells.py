"""Cells (单元): the counts and sets of one leaf, node or span, and how facts fall into them.

A cell is named by its breakdown and key: `` for the total, `domain=SA`, `domain,method=SA,visit`,
`day=05`, `day,domain=05,SA`. Counts add; sets of person numbers unite.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pyroaring import BitMap

from .measure import CROSSES, DISTINCT, NO_KEY, Measure

TOTAL = ""
NONE = (NO_KEY,)
Crosses = tuple[tuple[str, str], ...]


def cell(**keys: str) -> str:
    """The name of a cell: `cell(domain="SA", method="visit")` is `domain,method=SA,visit`."""
    return f"{','.join(keys)}={','.join(keys.values())}" if keys else TOTAL


def day_cell(day: date, domain: str | None = None) -> str:
    return f"day={day.day:02d}" if domain is None else f"day,domain={day.day:02d},{domain}"


@dataclass
class Cells:
    """Counts and sets by measure and cell."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    sets: dict[str, dict[str, BitMap]] = field(default_factory=dict)

    def add(self, measure: str, names: Iterable[str], weight: int) -> None:
        counts = self.counts.get(measure)
        if counts is None:
            counts = self.counts[measure] = defaultdict(int)
        for name in names:
            counts[name] += weight

    def unite(self, measure: str, names: Iterable[str], number: int) -> None:
        sets = self.sets.get(measure)
        if sets is None:
            sets = self.sets[measure] = defaultdict(BitMap)
        for name in names:
            sets[name].add(number)

    def merge(self, other: "Cells") -> None:
        for measure, counts in other.counts.items():
            mine = self.counts.setdefault(measure, defaultdict(int))
            for name, count in counts.items():
                mine[name] = mine.get(name, 0) + count
        for measure, sets in other.sets.items():
            united = self.sets.setdefault(measure, defaultdict(BitMap))
            for name, numbers in sets.items():
                united[name] = (united[name] if name in united else BitMap()) | numbers

    def count(self, measure: str, name: str = TOTAL) -> int:
        return self.counts.get(measure, {}).get(name, 0)

    def numbers(self, measure: str, name: str = TOTAL) -> BitMap:
        return self.sets.get(measure, {}).get(name) or BitMap()

    def keys(self, measure: str, breakdown: str) -> set[str]:
        """The keys that a breakdown has in these cells."""
        head = f"{breakdown}="
        found = {*self.counts.get(measure, ()), *self.sets.get(measure, ())}
        return {name[len(head) :] for name in found if name.startswith(head)}

    def totals(self) -> "Cells":
        """Of the counts what is not taken apart."""
        whole = {measure: named[TOTAL] for measure, named in self.counts.items() if named.get(TOTAL)}
        return Cells({measure: {TOTAL: count} for measure, count in whole.items()})


def head_of(name: str) -> str:
    """The breakdown that a cell belongs to."""
    return name.partition("=")[0]


def undated_names(
    keys: Mapping[str, Sequence[str]], breakdowns: tuple[str, ...], crosses: Crosses = CROSSES
) -> list[str]:
    """Every cell that facts with these keys fall into on whatever day."""
    names = [TOTAL]
    for breakdown in breakdowns:
        names += [f"{breakdown}={key}" for key in keys[breakdown]]
    for first, second in crosses:
        if first in breakdowns and second in breakdowns:
            names += [f"{first},{second}={a},{b}" for a in keys[first] for b in keys[second]]
    return names


class CellNames(NamedTuple):
    """The cells that a fact falls into: all of them, and those without days, which are all that persons have."""

    all: list[str]
    undated: list[str]

    @classmethod
    def of(cls, on: date, undated: list[str], domains: Sequence[str] = ()) -> "CellNames":
        return cls([*undated, day_cell(on), *[day_cell(on, domain) for domain in domains]], undated)


def accumulate(cells: Cells, measure: Measure, weight: int, number: int | None, names: CellNames) -> None:
    """Let one fact count for one measure."""
    if measure.kind != DISTINCT:
        cells.add(measure.code, names.all, weight)
    elif number is not None:
        cells.unite(measure.code, names.undated, number)


def keys_or_none(keys: Sequence[str]) -> tuple[str, ...]:
    """Each key once; a fact that has no key of a breakdown falls under `none`, so that nothing is lost."""
    return tuple(keys if len(keys) == 1 else dict.fromkeys(keys)) or NONE
