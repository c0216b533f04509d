"""Lists and forms as pages to print (打印): set by typst with the fonts that come along."""

from .fonts import without_glyph
from .pdf import roster_pdf

__all__ = ["roster_pdf", "without_glyph"]
