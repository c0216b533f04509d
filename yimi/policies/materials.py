"""What the policy library gives to inspections (迎检材料): the documents in force, as they were received."""

from collections.abc import Iterator

from django.db.models import Q

from yimi.accounts.models import User
from yimi.core import clock
from yimi.ledgers.materials import File, table
from yimi.ledgers.spans import Span

from .documents import vault_of
from .queries import Asked, Card, cards, documents_for

BOX = "现行政策文件"
LARGEST = 60_000_000  # octets of files; what is beyond is on the list all the same
HEADER = ("文号", "标题", "发文机关", "种类", "印发日期", "施行日期", "有效期至", "文件")
ENDINGS = {"application/pdf": "pdf"}


def in_force(by: User, span: Span) -> Iterator[File]:
    """现行政策文件: a list of what holds on the last day of the range, and the files."""
    found = _cards(by, span)
    taken = dict(_taken(found))
    rows = [_row(card, taken.get(card.version.pk, "")) for card in found]
    yield from table("现行政策文件清单", HEADER, rows, by)
    for card in found:
        if name := taken.get(card.version.pk):
            yield f"{BOX}/{name}", vault_of(card.version.pk).get(card.version.file_digest)


def _cards(by: User, span: Span) -> list[Card]:
    asked = Asked(on=min(span.last or clock.today(), clock.today()))
    rows = documents_for(by, asked).filter(published_on__isnull=False)
    if span.county:
        rows = rows.filter(Q(area__parent=None) | Q(area__code=span.county))
    return cards(by, rows.order_by("area__path", "-issued_on", "id"), asked)


def _taken(found: list[Card]) -> Iterator[tuple[object, str]]:
    """The name of each file, the greatest left out where all together are too large."""
    room = LARGEST
    for nth, card in enumerate(found, 1):
        version = card.version
        if version.file_digest and version.file_octets <= room:
            room -= version.file_octets
            title = (card.row.title[:40]).replace("/", "／")
            yield version.pk, f"{nth:02d} {title}.{ENDINGS.get(version.file_type, 'docx')}"


def _row(card: Card, name: str) -> tuple:
    row, version = card.row, card.version
    return (
        row.number, row.title, row.issuer, str(row.get_kind_display()), version.issued_on, version.valid_from,
        version.valid_until, name or ("太大，未附" if version.file_digest else "没有附件"),
    )  # fmt: skip
