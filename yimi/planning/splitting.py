"""How a target is divided (目标分解): by weights, exactly, with what was set by hand kept as it is. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yimi.core.sharing import shares
from yimi.figures.measure import DISTINCT, FLOW, RATE, STOCK

# Rates are recomputed and persons overlap, so what places have to reach does not add up to anything.
ADDING = (FLOW, STOCK)
MONTHLY = (FLOW,)


@dataclass(frozen=True)
class Sum:
    """Whether parts cover the whole (合计校验). The gap is what is missing; less than nothing is more than asked."""

    total: int
    parts: int

    @property
    def gap(self) -> int:
        return self.total - self.parts

    @property
    def is_covered(self) -> bool:
        return self.gap <= 0


def split(total: int, weights: Mapping[str, float], locked: Mapping[str, int] | None = None) -> dict[str, int]:
    """The total divided among keys by weight. Locked keys keep their value and the others share what is left."""
    kept = {key: value for key, value in (locked or {}).items() if key in weights}
    free = [key for key in weights if key not in kept]
    rest = max(0, total - sum(kept.values()))
    given = dict(zip(free, shares(rest, [weights[key] for key in free]), strict=True)) if free else {}
    return {key: kept[key] if key in kept else given[key] for key in weights}


def same(level: int, keys: Sequence[str], locked: Mapping[str, int] | None = None) -> dict[str, int]:
    """One level for all (各地相同), as a rate is handed down."""
    kept = locked or {}
    return {key: kept.get(key, level) for key in keys}


def check(kind: str, total: int, parts: Sequence[int]) -> Sum:
    """How the parts stand to the whole. What does not add is measured by its lowest part, where it is one level."""
    if kind in ADDING:
        return Sum(total, sum(parts))
    if kind == RATE:
        return Sum(total, min(parts, default=0))
    return Sum(total, total if kind == DISTINCT and parts else 0)
