"""Photos and scans as a form sends them (上传的照片): measured before they are read, and named."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yimi.core.errors import invalid
from yimi.core.text import clean

from .pictures import PDF, as_sent

MOST_FILES, MOST_BYTES = 9, 10 * 1024 * 1024


def read_sent(request: Any, field: str = "file") -> list[tuple[str, bytes]]:
    """The names and bytes of the files of a form; `Invalid` at the field before anything large is read.

    What is larger than all that may be sent at once never reached the memory: the request says its length.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.MAX_UPLOAD:
        most = settings.MAX_UPLOAD // 1024 // 1024
        raise invalid(field, _("一次上传的文件合计超过 %(most)d MB，请缩小或分次上传。") % {"most": most})
    sent = request.FILES.getlist(field)
    if len(sent) > MOST_FILES:
        raise invalid(field, _("一次最多上传 %(most)d 个文件。") % {"most": MOST_FILES})
    _measure(sent, field)
    return [(file.name or "", file.read()) for file in sent]


def _measure(sent: Iterable[Any], field: str) -> None:
    for file in sent:
        if file.size > MOST_BYTES:
            raise invalid(field, _("“%(name)s”超过 10 MB，请缩小后再传。") % {"name": clean(file.name or "")[:60]})


def chosen(request: Any) -> list[tuple[str, bytes]]:
    """The same where at least one file must be chosen."""
    sent = read_sent(request)
    if not sent:
        raise invalid("file", _("请选择照片或文件。"))
    return sent


@dataclass(frozen=True)
class Kept:
    """A photo or scan as it is kept: its type, its clean bytes and what they are told by."""

    content_type: str
    content: bytes
    digest: str


def kept(content: bytes) -> Kept:
    """What is kept of a file that was sent; `Invalid` at `file` where it is too large or neither photo nor PDF."""
    if len(content) > MOST_BYTES:
        raise invalid("file", _("文件超过 10 MB，请缩小后再传。"))
    content_type, clean_content = as_sent(content)
    return Kept(content_type, clean_content, hashlib.sha256(clean_content).hexdigest())


def file_name(name: str, content_type: str) -> str:
    """A name of at most 80 characters whose ending says what was kept."""
    stem = clean(name).rsplit("/", 1)[-1].rsplit(".", 1)[0][:76] or str(_("照片"))
    return stem + (".pdf" if content_type == PDF else ".jpg")
