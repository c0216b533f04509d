"""What is said of a document (文件要素), and the marks by which two are the same."""

import re
from dataclasses import dataclass
from datetime import date

from yimi.core.text import clean, half_width

LONGEST_TEXT = 200_000
_SPACE = re.compile(r"\s+")
_BRACKETS = str.maketrans("()[]{}（）［］【】〖〗", "〔〕〔〕〔〕〔〕〔〕〔〕〔〕")


@dataclass(frozen=True)
class DocumentFields:
    """A document and its draft as it is written: codes, not yet looked up."""

    area: str
    kind: str
    title: str
    issuer: str
    issued_on: date
    valid_from: date
    number: str = ""
    valid_until: date | None = None
    text: str = ""
    note: str = ""
    is_sample: bool = False
    governs: str = ""
    counties: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    receive_by: date | None = None


@dataclass(frozen=True)
class Sent:
    """A file as it was sent (附件)."""

    name: str
    content: bytes


def key_of(text: str) -> str:
    """The text without what people write differently: spaces, brackets, width, case."""
    return _SPACE.sub("", half_width(text)).translate(_BRACKETS).upper()


def bare(key: str) -> str:
    """The key of a number without its brackets, as people type it in a search."""
    return key.replace("〔", "").replace("〕", "")


def words_of(*texts: str) -> str:
    """What a search looks through: the same characters on both engines, in one case, without line breaks."""
    return _SPACE.sub(" ", half_width(" ".join(texts))).casefold()


def terms_of(query: str) -> list[str]:
    """The words of a search, each of which must be found."""
    return words_of(clean(query)).split()[:8]
