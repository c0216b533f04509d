"""The measures of official paper (公文版式, GB/T 9704-2012), which the page, the .docx and the PDF keep alike."""

from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

from .document import BRIEF, CIRCULAR, Block, Break, Document, Table

WIDTH, HEIGHT = 210, 297  # mm
TOP, RIGHT, BOTTOM, LEFT = 37, 26, 35, 28
TEXT_WIDTH = WIDTH - LEFT - RIGHT
LINE = 28.95  # points: 22 lines on a page
RED = "C8102E"

_MOST_UPRIGHT = 9
_FEW = 3
_SIZES = ((4, 14.0), (6, 12.0), (12, 10.5))
_SMALLEST = 9.0
_SHORT, _MOST = 10, 28  # letters of a column that never breaks, and the widest
_LONG = 24  # letters of a cell that reads better from the left


def letters(text: str) -> int:
    """How wide a text is, where 汉字 count two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def is_wide(block: Block) -> bool:
    """Whether it is a table that stands on a page turned on its side (横排)."""
    return isinstance(block, Table) and len(block.header) > _MOST_UPRIGHT


@dataclass(frozen=True)
class Stretch:
    """Blocks one after another on pages that stand the same way."""

    blocks: tuple[Block, ...]
    is_wide: bool
    begins_page: bool


def stretches(document: Document) -> list[Stretch]:
    """The blocks by how their pages stand; the few lines over a wide table at the top of a page go with it."""
    found: list[Stretch] = []
    parts = groupby(document.blocks, key=lambda block: isinstance(block, Break))
    for blocks in [list(those) for is_break, those in parts if not is_break]:
        found += _turned(blocks, is_first=not found)
    return found


def _turned(blocks: list[Block], *, is_first: bool) -> list[Stretch]:
    runs = [(wide, list(those)) for wide, those in groupby(blocks, key=is_wide)]
    if not is_first and len(runs) > 1 and not runs[0][0] and len(runs[0][1]) <= _FEW:
        runs[:2] = [(True, runs[0][1] + runs[1][1])]
    return [Stretch(tuple(those), wide, not is_first and not nth) for nth, (wide, those) in enumerate(runs)]


def size_of(table: Table) -> float:
    """The size of the words of a table: the more columns, the smaller."""
    return next((size for most, size in _SIZES if len(table.header) <= most), _SMALLEST)


def shares(table: Table) -> list[int]:
    """How the columns share the width: as the maker said, else as their words need; short ones never break."""
    if table.widths:
        return list(table.widths)
    needs = [_need(column) for column in _columns(table)]
    over = sum(needs) - _room(table)
    long = [need for need in needs if need > _SHORT]
    if over <= 0 or not long or over >= sum(long) - _SHORT * len(long):
        return needs
    return [need if need <= _SHORT else round(need - over * need / sum(long)) for need in needs]


def _need(column: list[str]) -> int:
    """How wide a column wants to be, in letters; its head may take two lines."""
    words = max(map(letters, column[1:]), default=0)
    return 2 + min(_MOST, max(words, letters(column[0]) // 2 + 1))


def _room(table: Table) -> int:
    """How many letters stand beside each other on the width of the page."""
    millimetres = HEIGHT - TOP - BOTTOM if is_wide(table) else TEXT_WIDTH
    return int(millimetres / 25.4 * 72 / (size_of(table) / 2))


def left_columns(table: Table) -> list[int]:
    """The columns of long words, which begin at the left; all others stand in the middle."""
    return [nth for nth, column in enumerate(_columns(table)) if max(map(letters, column[1:]), default=0) > _LONG]


def _columns(table: Table) -> list[list[str]]:
    return [[name, *(row[nth].text for row in table.rows)] for nth, name in enumerate(table.header)]


def addressee(document: Document) -> str:
    """主送机关 with its colon."""
    return f"{document.to.rstrip('：:')}：" if document.to else ""


def head_line(document: Document) -> tuple[str, str]:
    """What stands over the red rule of a brief: who made it, and when (编印单位、日期)."""
    return (document.maker, document.dated) if document.kind == BRIEF else ("", "")


def number_is_centred(document: Document) -> bool:
    """The number of what goes down stands in the middle; of what goes up, at the left (上行文)."""
    return document.kind in (BRIEF, CIRCULAR)


def ending(document: Document) -> tuple[str, str]:
    """Who signed and when (署名、成文日期); a brief says its day in the head."""
    is_said = document.kind == BRIEF and not document.signed
    return document.signed, "" if is_said else document.dated


def imprint(document: Document) -> list[tuple[str, str]]:
    """版记: who gets a copy, who printed it and when."""
    copies = [(f"抄送：{document.copies.rstrip('。')}。", "")] if document.copies else []
    day = f"{document.dated}印发" if document.dated else ""
    return [*copies, *([(document.printed, day)] if document.printed else [])]


def sign_places(document: Document) -> list[str]:
    """The places for names and the seal, as they are written (盖章栏)."""
    return [f"（{label}）" if "章" in label else f"{label}：" for label in document.seal_line]
