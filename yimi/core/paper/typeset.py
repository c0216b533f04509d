"""Pages set by typst (排版): what people typed goes in as data, never as source, and what no font holds is marked."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson
import typst
from django.utils.translation import gettext as _

from .fonts import folder, marked, without_glyph

_HERE = Path(__file__).parent


def printable(page: dict[str, Any], notes: str = "notes") -> dict[str, Any]:
    """The page with characters that no font holds marked, and a note that names them."""
    missing = without_glyph(_texts(page))
    if not missing:
        return page
    shown: dict[str, Any] = _each(page, missing)
    codes = "、".join(f"U+{ord(char):04X}" for char in missing[:20])
    note = _("打印字库中没有的字以“〓”代替，请手写补上：%s。") % codes
    return shown | {notes: [*shown[notes], note]}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | Sequence):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _each(value: Any, missing: list[str]) -> Any:
    if isinstance(value, str):
        return marked(value, missing)
    if isinstance(value, dict):
        return {name: _each(part, missing) for name, part in value.items()}
    return [_each(part, missing) for part in value] if isinstance(value, list | tuple) else value


def set_page(source: str, page: dict[str, Any]) -> bytes:
    """Set the page. A warning is a missing font or a wrong source: no page is better than a wrong one."""
    made, warnings = typst.compile_with_warnings(
        str(_HERE / source), font_paths=[str(folder())], ignore_system_fonts=True, format="pdf", pdf_tags=False,
        sys_inputs={"page": orjson.dumps(page).decode()},
    )  # fmt: skip
    if warnings:
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return bytes(made)
