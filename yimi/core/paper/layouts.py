"""The layouts in which a document is taken away (文件格式): .docx, .xlsx and .pdf."""

from collections.abc import Callable

from django.http import Http404

from .document import Document
from .pdf import pdf_of
from .sheet import sheet_of
from .word import word_of

_OFFICE = "application/vnd.openxmlformats-officedocument."
LAYOUTS: dict[str, Callable[[Document], bytes]] = {"docx": word_of, "xlsx": sheet_of, "pdf": pdf_of}
MEDIA = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def made(document: Document, layout: str) -> bytes:
    """The document in this layout; 404 for one that there is not."""
    if layout not in LAYOUTS:
        raise Http404
    return LAYOUTS[layout](document)
