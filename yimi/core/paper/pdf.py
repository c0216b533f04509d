"""A list or a document as PDF (打印稿)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.files.roster import Roster
from yimi.core.files.writing import watermarks

from . import official
from .document import Block, Document, Heading, Paragraph, Table
from .typeset import printable, set_page


def roster_pdf(roster: Roster, *, by: Actor, purpose: str, copy: str = "") -> tuple[bytes, int]:
    """The list as A4 pages, and how many rows are on them."""
    rows = [[_text(cell) for cell in row] for row in roster.all_rows()]
    page = {
        "title": str(roster.title), "heads": roster.heads, "header": [str(name) for name in roster.header],
        "rows": rows, "widths": roster.column_widths(), "centred": sorted(roster.centred),
        "roomy": bool(roster.is_blank or roster.signed), "nothing": roster.nothing, "notes": list(roster.notes),
        "signs": roster.signs, "marks": watermarks(by, purpose, copy),
    }  # fmt: skip
    return set_page("roster.typ", printable(page)), 0 if roster.is_blank else len(rows)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock.CIVIL):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def pdf_of(document: Document) -> bytes:
    """The document as A4 pages; the same document is the same bytes."""
    page: dict[str, Any] = {
        "title": document.title, "mark": document.mark, "number": document.number, "sample": document.sample,
        "number_is_centred": official.number_is_centred(document) or not document.mark,
        "head_line": official.head_line(document), "to": official.addressee(document),
        "ending": official.ending(document), "signs": official.sign_places(document),
        "imprint": official.imprint(document), "frozen": document.frozen,
        "stretches": [_stretch(stretch, document) for stretch in official.stretches(document)],
    }  # fmt: skip
    explained = {"explained": [{"code": code, "words": words} for code, words in document.explained]}
    return set_page("document.typ", printable(page | explained | {"notes": []}))


def _stretch(stretch: official.Stretch, document: Document) -> dict[str, Any]:
    blocks = [_block(block, document) for block in stretch.blocks]
    return {"blocks": blocks, "is_wide": stretch.is_wide, "begins_page": stretch.begins_page}


def _block(block: Block, document: Document) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", **asdict(block)}
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "runs": [_said(run.text, run.code, document) for run in block.runs]}
    return _table(block, document) if isinstance(block, Table) else {}


def _table(table: Table, document: Document) -> dict[str, Any]:
    return {
        "is": "table", "caption": table.caption, "header": table.header, "size": official.size_of(table),
        "shares": official.shares(table), "lefts": official.left_columns(table),
        "rows": [[_said(cell.text, cell.code, document) for cell in row] for row in table.rows],
    }  # fmt: skip


def _said(text: str, code: str, document: Document) -> dict[str, str]:
    """Words, and the code where the document says what it counts."""
    return {"text": text, "code": code if document.meaning_of(code) else ""}
