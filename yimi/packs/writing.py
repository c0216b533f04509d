"""How a pack is written (材料包的生成): each material as a file, then cover, contents and the label of the box."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock, journal
from yimi.core.errors import RuleBroken, invalid
from yimi.exchange.kinds import Taking
from yimi.ledgers.spans import Span

from . import cover
from .contents import Line, lines, occasions

Filters = dict[str, Any]


@dataclass
class Made:
    """One item of the pack when it is made: its files, or why it is missing (缺)."""

    line: Line
    files: list[str] = field(default_factory=list)
    missing: str = ""


def pack_of(filters: Filters):
    """The occasion that was chosen; raises `Invalid` where the catalogue no longer knows it."""
    found = occasions().get(filters.get("pack", ""))
    if found is None:
        raise invalid("pack", _("请选择场合。"))
    return found


def count(by: User, filters: Filters) -> int:
    return len(_lines(by, filters))


def _lines(by: User, filters: Filters) -> list[Line]:
    chosen = [code for code in filters.get("items", "").split(",") if code]
    return lines(pack_of(filters), by, chosen)


def name_of(filters: Filters) -> str:
    return f"迎检材料-{pack_of(filters).name}-{clock.today():%Y%m%d}.zip"


def steps(stream: IO[bytes], taking: Taking) -> Iterator[int]:
    """Write the pack, item by item; what cannot be made is named as missing and hinders nothing."""
    pack, span = pack_of(taking.filters), Span.of(taking.filters)
    made: list[Made] = []
    with ZipFile(stream, "w", ZIP_DEFLATED) as bundle:
        for line in _lines(taking.by, taking.filters):
            made.append(Made(line))
            for _file in _write(bundle, made[-1], taking.by, span):
                yield line.nth - 1
            yield line.nth
        bundle.writestr("00 封面和目录.docx", cover.document(pack.name, made, taking, span))
        bundle.writestr("00 盒脊和标签.docx", cover.label(pack.name, made, taking))
    journal.record("packs.make", taking.by, (pack.code, len(made)))
    yield len(made)


def _write(bundle: ZipFile, made: Made, by: User, span: Span) -> Iterator[str]:
    """Write the files of one item, and note them, or why there are none."""
    line = made.line
    made.missing = line.why
    try:
        for name, content in line.material.files(by, span) if line.material else ():
            made.files.append(f"{line.nth:02d} {name}")
            bundle.writestr(made.files[-1], content)
            yield name
    except RuleBroken as refused:
        made.missing = str(refused.message)
    if not made.files and not made.missing:
        made.missing = _("本期没有")
