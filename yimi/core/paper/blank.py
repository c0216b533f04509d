"""Sheets of Word (.docx) before anything is written on them, and their bytes afterwards."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .official import LINE
from .ooxml import FANG, HEI, KAI, MARK, SONG, WESTERN, el

FONT = "Noto Serif CJK SC"
SAMPLE = "样稿 · 演示数据"
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # of what has no day: a file must not tell when it was made
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ALSO = {FANG: "仿宋", KAI: "楷体", HEI: "SimHei", MARK: "华文中宋", SONG: "SimSun"}
_FONT_TABLE = "word/fontTable.xml"


def begun() -> Document:
    """A sheet of A4 in our face and size; in the demo it says that it is a sample."""
    document = new_document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.5)
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(14)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    usual.paragraph_format.space_after, usual.paragraph_format.line_spacing = Pt(4), 1.4
    if settings.YIMI_PROFILE == "demo":
        document.add_paragraph(SAMPLE).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def officially_begun(title: str, maker: str, dated: str) -> Document:
    """A sheet of official paper with 22 lines of 28 characters; its day is the day it says, not that of its making."""
    document = new_document()
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = WESTERN, Pt(16)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    usual.element.rPr.append(el("lang", val="en-US", eastAsia="zh-CN"))
    usual.paragraph_format.space_after = Pt(0)
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE * 20)))
    _name_it(document, title, maker, dated)
    return document


def _name_it(document: Document, title: str, maker: str, dated: str) -> None:
    said = document.core_properties
    said.title, said.author, said.comments = title.replace("\n", "")[:255], maker[:255], ""
    said.created = said.modified = day_of(dated)


def day_of(dated: str) -> datetime:
    """The day a document says it is of, as its file carries it."""
    found = _DAY.search(dated)
    try:
        year, month, day = map(int, found.groups()) if found else (SOME_DAY.year, SOME_DAY.month, SOME_DAY.day)
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return SOME_DAY


def saved(document: Document) -> bytes:
    """The document as the bytes of a file, the same whenever it is saved."""
    kept = BytesIO()
    document.save(kept)
    return _repacked(kept.getvalue(), {_FONT_TABLE: _font_table()})


def _repacked(content: bytes, instead: dict[str, bytes]) -> bytes:
    """The same parts under one time, some of them replaced."""
    kept = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(kept, "w") as new:
        for part in old.infolist():
            entry = ZipInfo(part.filename, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, instead.get(part.filename, old.read(part)))
    return kept.getvalue()


def _font_table() -> bytes:
    """Which face may stand in for one that a machine does not have."""
    fonts = [
        f'<w:font w:name="{name}"><w:altName w:val="{also}"/><w:charset w:val="86"/></w:font>'
        for name, also in _ALSO.items()
    ]
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{"".join(fonts)}</w:fonts>'.encode()
