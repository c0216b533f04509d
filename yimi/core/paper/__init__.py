"""What is printed (打印): lists, forms and documents, as .docx, .xlsx and PDF, with the fonts that come along."""

from .blank import sample_mark
from .document import Break, Cell, Document, Heading, Meaning, Paragraph, Run, Table
from .fonts import without_glyph
from .layouts import made
from .pdf import pdf_of, roster_pdf
from .sheet import sheet_of
from .word import word_of

__all__ = [
    "Break", "Cell", "Document", "Heading", "Meaning", "Paragraph", "Run", "Table", "made", "pdf_of", "roster_pdf",
    "sample_mark", "sheet_of",
    "without_glyph", "word_of",
]  # fmt: skip
