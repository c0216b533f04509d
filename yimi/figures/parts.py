"""Parts: how the cells of a leaf or node are kept, so that a reader fetches what she asks for.

A leaf has its totals, which most readers ask for alone; all its counts; and of each distinct measure the persons by
each breakdown. Totals and counts lie in their parts by measure and breakdown, so that one opens without the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

import orjson
from pyroaring import BitMap

from .cells import TOTAL, Cells, head_of

TOTALS, COUNTS = "totals", "counts"
NOTHING = b"[]\n"  # the content of a part without anything in it


def persons(measure: str, head: str = TOTAL) -> str:
    """The part that holds the persons of a distinct measure by a breakdown."""
    return f"{measure} {head}".rstrip()


def packed(cells: Cells) -> dict[str, bytes]:
    """The parts of these cells with what they hold."""
    parts = {TOTALS: _counts(cells.totals()), COUNTS: _counts(cells)}
    for measure, sets in cells.sets.items():
        parts |= {persons(measure, head): _sets(named) for head, named in _by_head(sets).items()}
    return parts


def unpacked(parts: Iterable[tuple[str, bytes]]) -> Cells:
    """All that these parts hold."""
    cells = Cells()
    for part, content in parts:
        open_part(cells, part, content)
    return cells


def open_part(
    cells: Cells, part: str, content: bytes, heads: Set[str] | None = None, codes: Set[str] | None = None
) -> None:
    """Put into cells what a part holds; of counts, where these are given, some breakdowns and measures alone."""
    if part not in (TOTALS, COUNTS):
        sets = cells.sets.setdefault(part.partition(" ")[0], {})
        sets |= {name: BitMap.deserialize(numbers) for name, numbers in _opened(content)}
        return
    for measure, breakdowns in _opened(content, codes):
        counts = cells.counts.setdefault(measure, {})
        for _head, named in _opened(breakdowns, heads):
            counts |= orjson.loads(named)


def _counts(cells: Cells) -> bytes:
    by_measure = {measure: _by_head(named) for measure, named in cells.counts.items()}
    return _blob(
        {m: _blob({head: orjson.dumps(named) for head, named in heads.items()}) for m, heads in by_measure.items()}
    )


def _sets(named: dict[str, BitMap]) -> bytes:
    return _blob({name: numbers.serialize() for name, numbers in named.items()})


def _by_head(cells: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The cells that are not empty by their breakdown."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, content in cells.items():
        if content:
            found[head_of(name)][name] = content
    return found


def _blob(parts: dict[str, bytes]) -> bytes:
    """A JSON index of names and lengths, a newline, then the parts."""
    return orjson.dumps([(name, len(part)) for name, part in parts.items()]) + b"\n" + b"".join(parts.values())


def _opened(blob: bytes, names: Set[str] | None = None) -> Iterator[tuple[str, bytes]]:
    """The parts of a blob, all or those with these names."""
    blob = bytes(blob)
    at = blob.index(b"\n") + 1
    for name, length in orjson.loads(blob[: at - 1]):
        if names is None or name in names:
            yield name, blob[at : at + length]
        at += length
