"""Answers that are files (文件)."""

from urllib.parse import quote

from django.http import HttpResponse

from yimi.core.paper.layouts import MEDIA

XLSX = MEDIA["xlsx"]
KINDS = {"pdf": MEDIA["pdf"], "zip": "application/zip"}  # what exports may be besides .xlsx


def kept_file(content: bytes, name: str) -> HttpResponse:
    """A workbook, or pages, to keep; a Chinese name is kept as well."""
    plain = name.encode("ascii", "ignore").decode() or "table"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    kind = (MEDIA | KINDS).get(name.rsplit(".", 1)[-1], XLSX)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": named})
