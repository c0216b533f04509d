"""A report as a file (报告文件): .docx, .xlsx and .pdf of the same document."""

from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.paper import made

from .documents import document_for
from .models import Report


def file_of(report: Report, layout: str, *, by: Actor) -> tuple[bytes, str]:
    """The bytes and a name; 404 for a layout that there is not. Taking it away is written down."""
    content = made(document_for(report, by), layout)
    journal.record("reports.export", by, report, station=report.station_id, digest=report.digest)
    return content, f"report-{report.cadence}-{report.period}-{report.number}.{layout}"
