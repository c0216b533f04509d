"""Documents for Word (.docx): begun with the fonts and marks that all of ours have."""

from io import BytesIO

from django.conf import settings
from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

FONT = "Noto Serif CJK SC"
SAMPLE = "样稿 · 演示数据"


def begun() -> Document:
    """A document in our font; in the demo it says that it is a sample."""
    document = new_document()
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    if settings.YIMI_PROFILE == "demo":
        document.add_paragraph(SAMPLE).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def saved(document: Document) -> bytes:
    """The document as the bytes of a file."""
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()
