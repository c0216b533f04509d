"""A list as PDF (打印稿): what people typed goes in as data, never as source."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import typst
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.files.roster import Roster
from yimi.core.files.writing import watermarks

from .document import Document
from .fonts import folder, marked, without_glyph

_SOURCE = Path(__file__).parent / "roster.typ"


def roster_pdf(roster: Roster, *, by: Actor, purpose: str, copy: str = "") -> tuple[bytes, int]:
    """The list as A4 pages, and how many rows are on them."""
    rows = [[_text(cell) for cell in row] for row in roster.all_rows()]
    page = {
        "title": str(roster.title), "heads": roster.heads, "header": [str(name) for name in roster.header],
        "rows": rows, "widths": roster.column_widths(), "centred": sorted(roster.centred),
        "roomy": bool(roster.is_blank or roster.signed), "nothing": roster.nothing, "notes": list(roster.notes),
        "signs": roster.signs, "marks": watermarks(by, purpose, copy),
    }  # fmt: skip
    return _set(_printable(page)), 0 if roster.is_blank else len(rows)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock.CIVIL):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _printable(page: dict[str, Any]) -> dict[str, Any]:
    """The page with characters that no font holds marked, and a note that names them."""
    missing = without_glyph(_texts(page.values()))
    if not missing:
        return page
    shown: dict[str, Any] = _each(page, missing)
    codes = "、".join(f"U+{ord(char):04X}" for char in missing[:20])
    note = _("打印字库中没有的字以“〓”代替，请手写补上：%s。") % codes
    return shown | {"notes": [*shown["notes"], note]}


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Sequence):
            yield from _texts(value)


def _each(value: Any, missing: list[str]) -> Any:
    if isinstance(value, str):
        return marked(value, missing)
    if isinstance(value, dict):
        return {name: _each(part, missing) for name, part in value.items()}
    return [_each(part, missing) for part in value] if isinstance(value, list) else value


def _set(page: dict[str, Any]) -> bytes:
    """Set the page. A warning is a missing font or a wrong source: no page is better than a wrong one."""
    made, warnings = typst.compile_with_warnings(
        str(_SOURCE), font_paths=[str(folder())], ignore_system_fonts=True, format="pdf", pdf_tags=False,
        sys_inputs={"page": orjson.dumps(page).decode()},
    )  # fmt: skip
    if warnings:
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return bytes(made)


def pdf_of(document: Document) -> bytes:
    """A document as PDF."""
    rows = [[cell.text for cell in row] for table in document.tables for row in table.rows]
    page = {
        "title": document.title, "heads": [], "header": [""], "rows": [[" ".join(row)] for row in rows],
        "widths": [1], "centred": [], "roomy": False, "nothing": "", "notes": [], "signs": [], "marks": [],
    }  # fmt: skip
    return _set(_printable(page))
