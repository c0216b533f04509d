"""What stands on areas (区划上的存量): entries of a stock that no station has, such as the places of a list.

There are few of them, so they have no leaves: all are read each time, and nothing marks them.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .cells import TOTAL, keys_or_none
from .measure import Measure
from .places import Place
from .texts import as_text

Keys = Callable[[date], Sequence[str]]


class Standing(NamedTuple):
    """One entry: the area that it stands on, its days, the last inclusive, and its keys by breakdown."""

    path: str
    first: date
    last: date | None
    keys: dict[str, Keys]

    def is_in(self, place: Place) -> bool:
        """A station has what stands on the very area where it is."""
        return self.path.startswith(place.path) if place.kind == "area" else self.path == place.path

    def is_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def standing(measure: Measure) -> list[Standing]:
    """Every entry of a stock of areas, by one statement and one for each lookup."""
    facts, rows = measure.facts, measure.counted().order_by()
    own = {name: facts.dimensions[name] for name in measure.breakdowns}
    lookups = {each.lookup: each.lookup(rows) for each in own.values() if each.lookup}
    paths = [as_text(each.path) if each.lookup else each.path for each in own.values()]
    left = timedelta(days=1) if facts.is_left_on else timedelta(0)
    found = []
    for path, first, last, *values in rows.values_list(facts.area, facts.on, facts.until, *paths):
        keys = {
            name: _keys(each.keys, lookups[each.lookup].get(value, ()) if each.lookup else value)
            for (name, each), value in zip(own.items(), values, strict=True)
        }
        found.append(Standing(path, first, last and last - left, keys))
    return found


def level_there(entries: list[Standing], place: Place, day: date, name: str = TOTAL) -> int:
    """How many stand in a place on a day; of a cell those that fall into it."""
    breakdown, _equals, key = name.partition("=")
    return sum(not breakdown or key in each.keys[breakdown](day) for each in _there(entries, place, day))


def keys_there(entries: list[Standing], place: Place, day: date, breakdown: str) -> set[str]:
    """The keys that a breakdown has in a place on a day."""
    return {key for each in _there(entries, place, day) for key in each.keys[breakdown](day)}


def _there(entries: list[Standing], place: Place, day: date) -> list[Standing]:
    return [each for each in entries if each.is_in(place) and each.is_on(day)]


def _keys(give: Callable, value: object) -> Keys:
    return lambda day: keys_or_none(give(value, day))
