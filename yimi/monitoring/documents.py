"""An answer as a file (已提供数据): the sentence, its numbers and what they mean, as they were said."""

from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.paper import Cell, Document, Paragraph, Table, made
from yimi.core.paper.document import PLAIN

from .models import Provided


def document_of(row: Provided) -> Document:
    """The answer as it was given; it is not read from the ledger again."""
    said, given = row.answer, row.given_at.astimezone(clock.CIVIL)
    rows = tuple((Cell(line["name"]), Cell(line["text"], True), Cell(line["unit"])) for line in said["lines"])
    table = Table((_("项目"), _("数值"), _("单位")), rows, name=_("各项数字"), widths=(5, 3, 2))
    return Document(
        kind=PLAIN, title=_("已提供数据"), blocks=(Paragraph.of(said["sentence"]), table),
        dated=_("%(year)d年%(month)d月%(day)d日") % {"year": given.year, "month": given.month, "day": given.day},
        notes=(*said["notes"], _("日志序号 %d。") % row.position), sample=said.get("mark", ""),
    )  # fmt: skip


def file_of(row: Provided, layout: str, *, by: Actor) -> tuple[bytes, str]:
    """The bytes and a name; 404 for a layout that there is not. Taking it away is written down."""
    content = made(document_of(row), layout)
    journal.record("monitoring.export", by, row, station=row.station_id)
    return content, f"provided-{row.first}-{row.last}.{layout}"
