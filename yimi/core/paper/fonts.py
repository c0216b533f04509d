"""The fonts of paper (打印字库): Noto Serif SC and Noto Sans SC, the same on every machine."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

_PACKAGE = "pylopdf_fonts_zh_cn"
_SERIF = "NotoSerifSC-Regular.otf"
INSTEAD = "〓"
_NEVER_SEEN = {"\n", "\r", "\t"}


def folder() -> Path:
    """Where the font files lie; the package is found and not imported."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise LookupError(f"{_PACKAGE} is not installed")
    return Path(found.submodule_search_locations[0])


@cache
def _held() -> frozenset[int]:
    with TTFont(folder() / _SERIF, lazy=True) as font:
        return frozenset(font.getBestCmap())


def without_glyph(texts: Iterable[str]) -> list[str]:
    """The characters that the fonts do not hold (缺字), each once."""
    held = _held()
    return sorted({char for text in texts for char in text if ord(char) not in held} - _NEVER_SEEN)


def marked(text: str, missing: Iterable[str]) -> str:
    """The text with 〓 where a character cannot be printed, so that nobody takes it for whole."""
    for char in missing:
        text = text.replace(char, INSTEAD)
    return text
