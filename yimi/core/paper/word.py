"""Documents for Word (.docx): begun with the fonts and marks that all of ours have."""

from io import BytesIO

from django.conf import settings
from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .document import Document as Content
from .document import Heading, Paragraph, Table

FONT = "Noto Serif CJK SC"
SAMPLE = "样稿 · 演示数据"


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


def saved(document: Document) -> bytes:
    """The document as the bytes of a file."""
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def word_of(content: Content) -> bytes:
    """A document as .docx."""
    document = begun()
    document.add_paragraph(content.title)
    for block in content.blocks:
        if isinstance(block, Heading):
            document.add_paragraph(block.text)
        elif isinstance(block, Paragraph):
            document.add_paragraph("".join(run.text for run in block.runs))
        elif isinstance(block, Table):
            table = document.add_table(rows=0, cols=len(block.header), style="Table Grid")
            for cells in (block.header, *[[cell.text for cell in row] for row in block.rows]):
                for cell, text in zip(table.add_row().cells, cells, strict=True):
                    cell.text = text
    return saved(document)
