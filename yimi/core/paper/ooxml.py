"""The words of .docx (WordprocessingML): paragraphs and tables as elements, in the order that the format asks for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .official import LINE

SONG, FANG, KAI, HEI, MARK = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
WESTERN = "Times New Roman"
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TWIPS = 20  # in a point
BODY = 16.0
CLOSER = -5  # so that 28 characters of the body fit into a line


@dataclass(frozen=True)
class Look:
    """How a paragraph looks (样式): sizes in points, indents in characters; a line of 0 is as high as its words."""

    face: str = FANG
    size: float = BODY
    is_bold: bool = False
    colour: str = ""
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    line: float = LINE
    level: int = 0
    keeps: bool = False
    breaks: bool = False
    rules: tuple[tuple[str, int, str], ...] = ()  # side, eighths of a point, colour
    tab: float = 0  # where what stands at the right ends


def el(tag: str, *children: Any, **attributes: Any) -> Any:
    """An element of the text with its attributes and parts."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


def paragraph(look: Look, *parts: Any) -> Any:
    """A paragraph of runs and links; words alone become a run."""
    return el("p", _paragraph_form(look), *(_part(part, look) for part in parts))


def run(text: str, look: Look) -> Any:
    """Some words in one face; a new line stays one."""
    made = el("r", _run_form(look))
    for nth, line in enumerate(_FORBIDDEN.sub("", text).split("\n")):
        if nth:
            made.append(el("br"))
        _add_line(made, line)
    return made


def link(anchor: str, tip: str, *runs: Any) -> Any:
    """Words that lead to a place in the same document."""
    return el("hyperlink", *runs, anchor=anchor, tooltip=tip[:250], history=1)


def marked(number: int, name: str) -> tuple[Any, Any]:
    """The two ends of a place that links lead to (书签)."""
    return el("bookmarkStart", id=number, name=name), el("bookmarkEnd", id=number)


def field(code: str, look: Look) -> Any:
    """What the program counts itself, such as the number of the page."""
    return el("fldSimple", run("1", look), instr=code)


def table(widths: Sequence[int], rows: Iterable[Any], *, rules: Mapping[str, int], is_at_foot: bool = False) -> Any:
    """A table whose columns are so wide, in twentieths of a point, with rules on these sides, in eighths of a point."""
    borders = [el(side, val="single", sz=rules[side], space=0, color="000000") for side in SIDES if side in rules]
    margins = [el(side, w=60, type="dxa") for side in ("left", "right")]
    form = el(
        "tblPr", _place() if is_at_foot else None, el("tblW", w=sum(widths), type="dxa"), el("jc", val="center"),
        el("tblBorders", *borders), el("tblLayout", type="fixed"), el("tblCellMar", *margins),
    )  # fmt: skip
    return el("tbl", form, el("tblGrid", *(el("gridCol", w=width) for width in widths)), *rows)


def _place() -> Any:
    """At the foot of the text of its page."""
    at = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    return el("tblpPr", leftFromText=0, rightFromText=0, **at)


def row(widths: Sequence[int], cells: Iterable[Any], *, is_head: bool = False) -> Any:
    """A row that no page cuts in two; a head stands on every page again."""
    made = el("tr", el("trPr", el("cantSplit"), el("tblHeader") if is_head else None))
    for width, cell in zip(widths, cells, strict=True):
        made.append(el("tc", el("tcPr", el("tcW", w=width, type="dxa"), el("vAlign", val="center")), cell))
    return made


def _part(part: Any, look: Look) -> Any:
    return run(part, look) if isinstance(part, str) else part


def _add_line(made: Any, line: str) -> None:
    for nth, piece in enumerate(line.split("\t")):
        if nth:
            made.append(el("tab"))
        text = el("t")
        text.text = piece
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(text)


def _run_form(look: Look) -> Any:
    fonts = el("rFonts", hint="eastAsia", ascii=WESTERN, hAnsi=WESTERN, eastAsia=look.face, cs=WESTERN)
    half_points = round(look.size * 2)
    return el(
        "rPr", fonts, el("b") if look.is_bold else None, el("color", val=look.colour) if look.colour else None,
        el("spacing", val=CLOSER) if look.size == BODY else None, el("sz", val=half_points),
        el("szCs", val=half_points),
    )  # fmt: skip


def _paragraph_form(look: Look) -> Any:
    return el(
        "pPr",
        el("keepNext") if look.keeps else None,
        el("pageBreakBefore") if look.breaks else None,
        el("pBdr", *(el(side, val="single", sz=sz, space=1, color=hue) for side, sz, hue in look.rules))
        if look.rules
        else None,
        el("tabs", el("tab", val="right", pos=round(look.tab))) if look.tab else None,
        el("snapToGrid", val=0) if look.line != LINE else None,
        _spacing(look),
        _indents(look),
        el("jc", val=look.align),
        el("outlineLvl", val=look.level - 1) if look.level else None,
        _run_form(look),
    )


def _spacing(look: Look) -> Any:
    line = {"line": round(look.line * _TWIPS), "lineRule": "exact"} if look.line else {"line": 240, "lineRule": "auto"}
    return el("spacing", before=round(look.before * _TWIPS), after=round(look.after * _TWIPS), **line)


def _indents(look: Look) -> Any:
    said: dict[str, int] = {}
    for name, characters in (("left", look.left), ("right", look.right), ("firstLine", look.first)):
        if characters:
            said[f"{name}Chars"] = round(characters * 100)
            said[name] = round(characters * look.size * _TWIPS)
    return el("ind", **said) if said else None
