"""Which column of an office's table is which (表头): found by how such tables are usually headed, then asked about.

Titles above the header are left out; a header of two rows is read as one; a table with a household in each row names
its members in groups of columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.catalogue.queries import register_headings
from yimi.core import clock
from yimi.core.text import widen
from yimi.exchange.kinds import Line

MEMBER, HOUSEHOLD = "member", "household"
LOOKED_AT = 15  # rows
PART = "member."
FIELDS = {
    "name": _("姓名"),
    "id_number": _("证件号码"),
    "sex": _("性别"),
    "birth_on": _("出生日期"),
    "phone": _("电话"),
    "township": _("乡镇（街道）"),
    "village": _("村（居）"),
    "address": _("住址"),
    "household": _("户号"),
    "relation": _("与户主关系"),
    "category": _("对象类别"),
    "since": _("类别起始日期"),
    "member.name": _("成员姓名"),
    "member.id_number": _("成员证件号码"),
    "member.relation": _("成员与户主关系"),
}
_MEMBER = re.compile(r"(?:家庭)?成员[（(]?[\d一二三四五六七八九十]*[）)]?")
_SPACES = re.compile(r"[\s*＊:：]+")
_BRACKET = re.compile(r"（[^（）]*）$")
_DIGITS = re.compile(r"\d{6,}")


@dataclass(frozen=True)
class Guess:
    """How a table seems to be laid out (表头识别): the rows of its header, its headings, and the field of each."""

    first: int  # number of the first row of the header
    header: int  # number of its last row
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    layout: str


@dataclass
class _Words:
    """How columns are headed, from the list in force and from what was said of such a table before."""

    said: dict[str, str]
    usual: dict[str, str] = field(default_factory=lambda: register_headings(clock.today(), "columns"))
    members: dict[str, str] = field(default_factory=lambda: register_headings(clock.today(), "members"))

    def field_of(self, heading: str) -> str:
        if heading in self.said:
            return self.said[heading]
        plain = _BRACKET.sub("", heading)
        if _MEMBER.match(plain) and plain != "成员":
            found = self.members.get(_MEMBER.sub("", plain) or "姓名", "")
            return PART + found if found else ""
        return self.usual.get(heading) or self.usual.get(plain, "")


def guess(head: Sequence[Line], said: dict[str, str]) -> Guess | None:
    """The likeliest header among the first rows; None where no row names people. `said`: heading → field, as saved."""
    words, rows = _Words(said), {line.number: line for line in head}
    scored = [(_score(rows, line, words), -line.number) for line in head[:LOOKED_AT]]
    score, number = max(scored, default=(0, 0))
    return at_row(head, -number, said) if score > 1 else None


def at_row(head: Sequence[Line], number: int, said: dict[str, str]) -> Guess | None:
    """The header at this row, with the row below it where that still belongs to it."""
    words, rows = _Words(said), {line.number: line for line in head}
    if number not in rows:
        return None
    headings, last = _headings(rows, number, words)
    fields = _fields(headings, words)
    layout = HOUSEHOLD if any(each.startswith(PART) for each in fields) else MEMBER
    return Guess(number, last, tuple(headings), tuple(fields), layout)


def _score(rows: dict[int, Line], line: Line, words: _Words) -> int:
    """How many columns a header at this row would name, the row below it included where that belongs to it."""
    headings, _last = _headings(rows, line.number, words)
    return sum(bool(heading and words.field_of(heading)) for heading in headings)


def _headings(rows: dict[int, Line], number: int, words: _Words) -> tuple[list[str], int]:
    upper = [plain_heading(cell) for cell in rows[number].cells]
    below = next((rows[n] for n in sorted(rows) if n > number), None)
    names_any = any(cell and words.field_of(cell) for cell in upper)  # a title names no column
    if below is None or not names_any or not _is_lower_half(upper, below, words):
        return upper, number
    lower = [plain_heading(cell) for cell in below.cells]
    width = max(len(upper), len(lower))
    over, joined = "", []
    for at in range(width):
        here = upper[at] if at < len(upper) else ""
        under = lower[at] if at < len(lower) else ""
        over = here or over
        joined.append(_joined(over, here, under, words))
    return joined, below.number


def _joined(over: str, here: str, under: str, words: _Words) -> str:
    """The heading of a column of two rows: the lower half means something alone, or only with what stands over it."""
    if not under:
        return here
    return over + under if _MEMBER.match(over) or not words.field_of(under) else under


def _is_lower_half(upper: list[str], below: Line, words: _Words) -> bool:
    """A second row of headings has no numbers of people in it, and fills what the first leaves empty."""
    cells = [plain_heading(cell) for cell in below.cells]
    if any(_DIGITS.search(cell) for cell in cells) or sum(bool(words.field_of(cell)) for cell in cells) < 2:
        return False
    return any(cell and (at >= len(upper) or not upper[at]) for at, cell in enumerate(cells))


def _fields(headings: Sequence[str], words: _Words) -> list[str]:
    """The field of each column; a second column of names begins the members of a household."""
    fields: list[str] = []
    for heading in headings:
        found = words.field_of(heading) if heading else ""
        if found in fields and found.removeprefix(PART) in ("name", "id_number", "relation"):
            found = found if found.startswith(PART) else PART + found
        elif found in fields:
            found = ""
        fields.append(found)
    return fields


def plain_heading(text: str) -> str:
    """A heading without spaces, stars and line breaks."""
    return widen(_SPACES.sub("", text))


def choices() -> list[tuple[str, Any]]:
    """What a column can be said to be."""
    return [("", _("不读取")), *FIELDS.items()]
