"""Files to take along as answers (下载)."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yimi.core.paper.layouts import MEDIA

XLSX = MEDIA["xlsx"]
KINDS = {"pdf": MEDIA["pdf"], "zip": "application/zip"}  # what exports may be besides .xlsx
TEXT = {"txt": "text/plain; charset=utf-8"}


def kept_file(content: bytes, name: str) -> HttpResponse:
    """A workbook, a document or a text to keep, under its name; what it is, its ending says. In no cache."""
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    kind = (MEDIA | KINDS | TEXT)[name.rsplit(".", 1)[-1]]
    return HttpResponse(content, content_type=kind, headers=headers)
