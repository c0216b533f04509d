"""A document as a sheet on the screen (公文页): what `{% document %}` places, from the one document model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yimi.core.paper import official
from yimi.core.paper.document import Block, Cell, Document, Heading, Paragraph, Run, Table

_DENSE, _DENSEST = 6, 9  # columns from which the words of a table are smaller


@dataclass(frozen=True)
class Said:
    """Words, or a number that opens its rows, or else leads to what it counts."""

    text: str
    url: str = ""
    meaning: str = ""
    is_left: bool = False


def sheet(document: Document, heading: int) -> dict[str, Any]:
    """What the template shows. The title has this level of heading, the headings of the text come under it."""
    return {
        "document": document, "heading": heading, "lines": document.title.split("\n"),
        "number_is_left": bool(document.mark) and not official.number_is_centred(document),
        "head_line": line if any(line := official.head_line(document)) else (), "to": official.addressee(document),
        "blocks": [_shown(block, document, heading, nth) for nth, block in enumerate(document.blocks, 1)],
        "signs": official.sign_places(document), "ending": [text for text in official.ending(document) if text],
        "imprint": official.imprint(document),
    }  # fmt: skip


def _shown(block: Block, document: Document, heading: int, nth: int) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", "text": block.text, "level": heading + block.level, "kind": block.level}
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "runs": [_said(run, document) for run in block.runs]}
    return _table(block, document, nth) if isinstance(block, Table) else {"is": "break"}


def _table(table: Table, document: Document, nth: int) -> dict[str, Any]:
    lefts, many = official.left_columns(table), len(table.header)
    density = "sheet-densest" if many > _DENSEST else "sheet-dense" if many > _DENSE else ""
    rows = [_row(row, lefts, document) for row in table.rows]
    return {"is": "table", "caption": table.caption, "header": table.header, "rows": rows, "density": density,
            "label": f"{table.caption or document.title.replace(chr(10), '')}（{nth}）"}  # fmt: skip


def _row(row: Sequence[Cell], lefts: Sequence[int], document: Document) -> list[Said]:
    return [_said(cell, document, is_left=nth in lefts) for nth, cell in enumerate(row)]


def _said(part: Run | Cell, document: Document, *, is_left: bool = False) -> Said:
    meaning = document.meaning_of(part.code)
    return Said(part.text, part.url or (f"#m-{part.code}" if meaning else ""), meaning, is_left)
