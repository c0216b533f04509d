"""What stands on a sheet of Word: the head, the blocks and the end of a document (版头、主体、版记)."""

from dataclasses import replace
from typing import Any

from . import official
from .document import Break, Cell, Document, Heading, Paragraph, Run, Table
from .ooxml import FANG, HEI, KAI, MARK, SIDES, Look, link, marked, paragraph, row, run, table

TWIPS = 1440 / 25.4  # in a millimetre
_TEXT = official.TEXT_WIDTH * TWIPS
_ACROSS = (official.HEIGHT - official.TOP - official.BOTTOM) * TWIPS  # the text of a page turned on its side
_LINE = Look(align="left")
_BODY = Look(first=2)
_MARK = Look(face=MARK, size=40, colour=official.RED, align="center", line=0, before=20, after=14)
_TITLE = Look(face=MARK, size=22, align="center", line=35, before=10, after=18, keeps=True)
_HEADINGS = {
    1: Look(face=HEI, first=2, align="left", level=1, keeps=True),
    2: Look(face=KAI, first=2, align="left", level=2, keeps=True),
    3: Look(is_bold=True, first=2, align="left", level=3, keeps=True),
}
_CAPTION = Look(face=HEI, size=14, align="center", line=0, before=8, after=4, keeps=True)
_AFTER_TABLE = Look(size=4, line=8, align="left")
_NOTE = Look(face=KAI, size=10.5, align="left", line=16)
_GRID = dict.fromkeys(SIDES, 4)
_IMPRINT = {"top": 8, "bottom": 8, "insideH": 6}


def head(document: Document) -> list[Any]:
    """From the red mark down to whom it is sent."""
    parts = [paragraph(_MARK, document.mark)] if document.mark else []
    if document.number:
        centred = official.number_is_centred(document) or not document.mark
        parts.append(paragraph(Look(align="center") if centred else Look(align="left", left=1), document.number))
    maker, dated = official.head_line(document)
    if document.mark or maker:
        rules = (("bottom", 16, official.RED),) if document.mark else ()
        line = Look(align="left", rules=rules, tab=_TEXT, after=14, line=official.LINE if maker or dated else 6)
        parts.append(paragraph(line, f"{maker}\t{dated}" if maker or dated else ""))
    parts.append(paragraph(_TITLE, document.title))
    if document.to:
        parts.append(paragraph(_LINE, official.addressee(document)))
    return parts


def block(each: Heading | Paragraph | Table | Break, document: Document) -> list[Any]:
    """One block of the text."""
    if isinstance(each, Heading):
        return [paragraph(_HEADINGS.get(each.level, _HEADINGS[3]), each.text)]
    if isinstance(each, Paragraph):
        return [paragraph(_BODY, *(_said(part, _BODY, document) for part in each.runs))]
    return _table(each, document) if isinstance(each, Table) else []


def tail(document: Document) -> list[Any]:
    """From the places to sign down to 版记."""
    return [*_signs(document), *_ending(document), *_notes(document), *_imprint(document)]


def _table(each: Table, document: Document) -> list[Any]:
    size, lefts, widths = official.size_of(each), official.left_columns(each), _widths(each)
    cell = Look(size=size, line=0, align="center", before=1.5, after=1.5)
    looks = [replace(cell, align="left") if nth in lefts else cell for nth in range(len(widths))]
    rows = [row(widths, [paragraph(replace(cell, face=HEI), name) for name in each.header], is_head=True)]
    for cells in each.rows:
        said = [paragraph(look, _said(one, look, document)) for look, one in zip(looks, cells, strict=True)]
        rows.append(row(widths, said))
    caption = [paragraph(_CAPTION, each.caption)] if each.caption else []
    return [*caption, table(widths, rows, rules=_GRID), paragraph(_AFTER_TABLE)]


def _widths(each: Table) -> list[int]:
    shares = official.shares(each)
    width = _ACROSS if official.is_wide(each) else _TEXT
    return [round(width * share / sum(shares)) for share in shares]


def _said(part: Run | Cell, look: Look, document: Document) -> Any:
    """Words, or a number that leads to what it counts."""
    meaning = document.meaning_of(part.code)
    words = run(part.text, look)
    return link(_anchor(part.code), meaning, words) if meaning else words


def _anchor(code: str) -> str:
    return f"m_{code}"[:40]


def _signs(document: Document) -> list[Any]:
    """盖章栏: a line of places, with room to write."""
    places = official.sign_places(document)
    if not places:
        return []
    look = Look(size=14, line=0, before=24, after=24, align="left")
    form = [round(_TEXT / len(places))] * len(places)
    cells = [paragraph(look, place) for place in places]
    return [table(form, [row(form, cells)], rules={}), paragraph(_AFTER_TABLE)]


def _ending(document: Document) -> list[Any]:
    """署名 and 成文日期, one over the other; the longer one ends two or four characters from the edge."""
    signed, dated = official.ending(document)
    longer = official.letters(signed) - official.letters(dated)
    by, on = (2.0, 2 + longer / 4) if longer > 0 else (4 - longer / 4, 4.0)
    lines = [
        paragraph(Look(align="right", right=by, before=official.LINE * 1.5, keeps=bool(dated)), signed)
        if signed
        else None,
        paragraph(Look(align="right", right=on, before=0 if signed else official.LINE), dated) if dated else None,
    ]
    return [line for line in lines if line is not None]


def _notes(document: Document) -> list[Any]:
    """口径, one entry for each number, and when it was frozen."""
    if not document.explained and not document.frozen:
        return []
    rule = Look(face=HEI, size=10.5, align="left", line=16, before=18, rules=(("top", 4, "808080"),), keeps=True)
    parts = [paragraph(rule, "口径")] if document.explained else []
    for nth, (code, words) in enumerate(document.explained, 1):
        ends = marked(nth, _anchor(code)) if code else ()
        parts.append(paragraph(_NOTE, *ends, f"{nth}. {words}"))
    if document.frozen:
        parts.append(paragraph(Look(face=KAI, size=10.5, align="left", line=16, before=6), document.frozen))
    return parts


def _imprint(document: Document) -> list[Any]:
    """版记 at the foot of the last page, between rules."""
    look = Look(face=FANG, size=14, align="left", line=0, left=1, right=1, before=3, after=3, tab=_TEXT - 400)
    form = [round(_TEXT)]
    said = [f"{words}\t{day}" if day else words for words, day in official.imprint(document)]
    rows = [row(form, [paragraph(look, words)]) for words in said]
    return [table(form, rows, rules=_IMPRINT, is_at_foot=True), paragraph(_AFTER_TABLE)] if rows else []
