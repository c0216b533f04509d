"""A report as a file (报告文件): .docx, .xlsx and .pdf of the same document."""

from collections.abc import Callable

from django.http import Http404

from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.paper.document import Document
from yimi.core.paper.pdf import pdf_of
from yimi.core.paper.sheet import sheet_of
from yimi.core.paper.word import word_of

from .documents import document_for
from .models import Report

_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "docx": (word_of, f"{_OFFICE}wordprocessingml.document"),
    "xlsx": (sheet_of, f"{_OFFICE}spreadsheetml.sheet"),
    "pdf": (pdf_of, "application/pdf"),
}


def file_of(report: Report, form: str, *, by: Actor) -> tuple[bytes, str, str]:
    """The bytes, their type and a name; 404 for a form that there is not. Taking it away is written down."""
    if form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    content = write(document_for(report, by))
    journal.record("reports.export", by, report, station=report.station_id, digest=report.digest)
    return content, kind, f"report-{report.cadence}-{report.period}-{report.number}.{form}"
