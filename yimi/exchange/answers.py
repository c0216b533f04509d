"""Answers that are files (文件)."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PDF = "application/pdf"


def kept_file(content: bytes, name: str) -> HttpResponse:
    """A workbook, or pages, to keep; a Chinese name is kept as well."""
    plain = name.encode("ascii", "ignore").decode() or "table"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return HttpResponse(
        content, content_type=PDF if name.endswith(".pdf") else XLSX, headers={"Content-Disposition": named}
    )
