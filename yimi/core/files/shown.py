"""A kept file as an answer (查看文件): a photo in the page, anything else to download, in no cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .pictures import JPEG, PDF

# How such an answer is described to programs.
DESCRIBED = {
    "responses": {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (JPEG, PDF)}}}
}


def shown(name: str, content_type: str, content: bytes) -> HttpResponse:
    """The file itself; only its reader's browser keeps it, and never as another type than it is."""
    is_photo = content_type.startswith("image/")
    headers = {
        "Content-Disposition": content_disposition_header(not is_photo, name),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
