"""Papers as files (文件): .docx, .xlsx and .pdf of the same document."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from yimi.core.paper.document import Document
from yimi.core.paper.pdf import pdf_of
from yimi.core.paper.sheet import sheet_of
from yimi.core.paper.word import word_of

_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (word_of, f"{_OFFICE}wordprocessingml.document"),
    "xlsx": (sheet_of, f"{_OFFICE}spreadsheetml.sheet"),
    "pdf": (pdf_of, "application/pdf"),
}


def file_of(document: Document, form: str, name: str) -> HttpResponse:
    """The document as a file to keep; 404 for a form that there is not."""
    if form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    named = content_disposition_header(True, f"{name}.{form}")
    return HttpResponse(write(document), content_type=kind, headers={"Content-Disposition": named})
