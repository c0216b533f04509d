"""Files of documents (附件): PDF or .docx, told by content; the text of a .docx is read out."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID
from zipfile import BadZipFile, ZipFile

import docx
from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError

from yimi.core.errors import Invalid, invalid
from yimi.core.files.vault import Vault
from yimi.core.text import clean

from .fields import LONGEST_TEXT, Sent

MOST_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", DOCX: ".docx"}

_ZIP, _OLD_WORD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_PARTS = 2000
_LONGEST_NAME = 90
_ENCRYPTED = 1


@dataclass(frozen=True)
class Kept:
    """A file that was found right, and the text that was read out of it."""

    name: str
    type: str
    content: bytes
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(sent: Sent) -> Kept:
    """The file to keep; `Invalid` at `file` for one that is too large or neither PDF nor .docx."""
    if len(sent.content) > MOST_BYTES:
        raise invalid("file", _("附件超过 20 MB，请压缩后再传。"))
    if not sent.content:
        raise invalid("file", _("文件是空的。"))
    kind = _type_of(sent.content)
    stem = clean(sent.name).replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0][:_LONGEST_NAME]
    text = _text_of(sent.content) if kind == DOCX else ""
    return Kept((stem or str(_("文件"))) + ENDINGS[kind], kind, sent.content, text)


def _text_of(content: bytes) -> str:
    """The paragraphs and tables of a .docx as plain text."""
    try:
        body = docx.Document(BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError):
        raise _broken() from None
    lines = [paragraph.text for paragraph in body.paragraphs]
    lines += ["　".join(cell.text for cell in row.cells) for table in body.tables for row in table.rows]
    return clean("\n".join(line for line in lines if line.strip()))[:LONGEST_TEXT]


def vault_of(version: UUID) -> Vault:
    """Where the file of a version lies."""
    return Vault("policy", version, root="files")


def _type_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(_OLD_WORD):
        raise invalid("file", _("这是旧版 .doc 文件或加了密码的文件，请另存为 .docx 或 PDF 再传。"))
    if content.startswith(_ZIP) and _is_word(content):
        return DOCX
    raise invalid("file", _("只收 PDF 和 .docx；这个文件两种都不是。"))


def _is_word(content: bytes) -> bool:
    """Whether the archive is a Word document and harmless; macros, passwords and bombs are refused."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError):
        raise _broken() from None
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise invalid("file", _("这个文件带有宏，请另存为不带宏的 .docx 或 PDF 再传。"))
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise invalid("file", _("这个文件展开后太大，请另存为 PDF 再传。"))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _broken()
    return "[Content_Types].xml" in names and "word/document.xml" in names


def _broken() -> Invalid:
    return invalid("file", _("这个文件已损坏或加了密码，无法读取。"))
