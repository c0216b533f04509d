"""Documents for Word (.docx), set as official paper is (GB/T 9704-2012); the same document is the same bytes."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from . import official
from .blank import SAMPLE, begun, officially_begun, saved
from .document import Document
from .ooxml import HEI, SONG, Look, field, paragraph
from .word_parts import TWIPS, block, head, tail

__all__ = ["SAMPLE", "begun", "saved", "word_of"]

_ODD = Look(face=SONG, size=14, line=0, align="right", right=1)
_EVEN = Look(face=SONG, size=14, line=0, align="left", left=1)
_SAMPLE = Look(face=HEI, size=10.5, line=0, align="right", colour=official.RED)
_GAP = Look(size=2, line=2)
_NEW_PAGE = Look(size=2, line=2, breaks=True)


def word_of(document: Document) -> bytes:
    """The document as .docx."""
    file = officially_begun(document.title, document.signed or document.maker, document.dated)
    _set_margins(file, document)
    section = file.element.body.sectPr
    for element in _text(document, section):
        section.addprevious(element)
    return saved(file)


def _text(document: Document, section: Any) -> Iterator[Any]:
    """All paragraphs and tables. Where pages turn, a section ends; `section` is the last one."""
    is_wide = False
    yield from head(document)
    for stretch in official.stretches(document):
        if stretch.is_wide != is_wide:
            yield _end_of(section, is_wide=is_wide)
        elif stretch.begins_page:
            yield paragraph(_NEW_PAGE)
        is_wide = stretch.is_wide
        for each in stretch.blocks:
            yield from block(each, document)
    end = tail(document)
    if end and is_wide:
        yield _end_of(section, is_wide=True)
        is_wide = False
    yield from end
    _turned(section, is_wide=is_wide)


def _end_of(section: Any, *, is_wide: bool) -> Any:
    """The end of a section; what follows it begins on a new page."""
    end = paragraph(_GAP)
    end.pPr.append(_turned(deepcopy(section), is_wide=is_wide))
    return end


def _turned(section: Any, *, is_wide: bool) -> Any:
    """The section upright or on its side, with the margins turned along."""
    width, height = (official.HEIGHT, official.WIDTH) if is_wide else (official.WIDTH, official.HEIGHT)
    sides = official.TOP, official.RIGHT, official.BOTTOM, official.LEFT
    top, right, bottom, left = (sides[-1], *sides[:-1]) if is_wide else sides
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    _put(size, w=width * TWIPS, h=height * TWIPS)
    size.set(qn("w:orient"), "landscape" if is_wide else "portrait")
    _put(margins, top=top * TWIPS, right=right * TWIPS, bottom=bottom * TWIPS, left=left * TWIPS)
    _put(margins, header=15 * TWIPS, footer=(15 if is_wide else 25) * TWIPS, gutter=0)
    return section


def _put(element: Any, **numbers: float) -> None:
    for name, number in numbers.items():
        element.set(qn(f"w:{name}"), str(round(number)))


def _set_margins(file: Any, document: Document) -> None:
    """The sample mark at the head and the number of the page at the foot: odd ones right, even ones left."""
    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    for foot, look in ((section.footer, _ODD), (section.even_page_footer, _EVEN)):
        _fill(foot, paragraph(look, "— ", field("PAGE", look), " —"))
    if document.sample:
        for top in (section.header, section.even_page_header):
            _fill(top, paragraph(_SAMPLE, document.sample))


def _fill(part: Any, element: Any) -> None:
    part.is_linked_to_previous = False
    part._element.replace(part.paragraphs[0]._p, element)
