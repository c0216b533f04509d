"""The plan of a station (演示情节): how many of each kind of contact, and on which day each."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from yimi.core.sharing import shares

from .data import demo
from .place import Seat
from .scales import Scale

OPEN, VISIT, UNMET, ASSIST, SESSION, OTHER = "open", "visit", "unmet", "assist", "session", "other"
TWO = 0.3  # part of the visits in which two of a household are served
EARLY = 1.5  # files are opened early, so their places in the order lean to the front


class Event(NamedTuple):
    """One contact to come: the day, what it is for, and how many of a household take part."""

    on: date
    what: str
    size: int


def quotas(scale: Scale, seats: Sequence[Seat]) -> Iterator[dict[str, int]]:
    """What each station has to reach, so that the province reaches the totals exactly."""
    weights = [seat.weight for seat in seats]
    files = shares(scale.files, weights)
    visits = shares(scale.visits - scale.files, weights)
    for row in zip(
        files, visits, *(shares(n, weights) for n in (scale.assists, scale.sessions, scale.others)), strict=True
    ):
        yield dict(zip((OPEN, VISIT, ASSIST, SESSION, OTHER), row, strict=True))


def plan(quota: dict[str, int], days: Sequence[date], busy: Sequence[float], rng: Random) -> list[Event]:
    """The contacts of one station in order. It begins with a household of two, then a file of one."""
    openings, visits = _sizes(quota[OPEN], rng, begin=[2, 1]), _sizes(quota[VISIT], rng)
    todo = [(OPEN, size) for size in openings[2:]] + [(VISIT, size) for size in visits]
    todo += [(UNMET, 1)] * _unmet(len(openings) + len(visits))
    todo += [(what, 1) for what in (ASSIST, SESSION, OTHER) for _nth in range(quota[what])]
    todo.sort(key=lambda item: rng.random() ** (EARLY if item[0] == OPEN else 1))
    todo[:0] = [(OPEN, size) for size in openings[:2]]
    dates = sorted(rng.choices(days, busy, k=len(todo)))
    return [Event(on, what, size) for on, (what, size) in zip(dates, todo, strict=True)]


def _sizes(total: int, rng: Random, begin: Sequence[int] = ()) -> list[int]:
    """Ones and twos that add up to the total."""
    sizes = list(begin)
    left = total - sum(sizes)
    while left > 0:
        sizes.append(min(left, 2 if rng.random() < TWO else 1))
        left -= sizes[-1]
    return sizes


def _unmet(met: int) -> int:
    """How many attempts met nobody, for so many that did."""
    share = sum(demo("weights")["outcomes"].values()) / 100
    return round(met * share / (1 - share))
