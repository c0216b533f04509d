"""Where each area stands on the tile grid (方格图): a schematic arrangement, never a boundary."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

FALLBACK_COLUMNS = 5


@dataclass(frozen=True)
class Place:
    """The column and row of one area, and the short name written on its tile."""

    column: int
    row: int
    name: str = ""


def places() -> dict[str, Place]:
    """The places of the province's 市县 by area code."""
    return _read(Path(settings.YIMI_CATALOGUE) / "tiles.yaml")


def place_of(code: str, nth: int) -> Place:
    """The place of an area; an area that has none stands in reading order."""
    return places().get(code) or Place(nth % FALLBACK_COLUMNS, nth // FALLBACK_COLUMNS)


@cache
def _read(path: Path) -> dict[str, Place]:
    if not path.exists():
        return {}
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["tiles"]
    return {str(row["code"]): Place(row["column"], row["row"], row["name"]) for row in rows}
