"""Which figures a text is part of (待重算的数字)."""

from collections.abc import Iterable
from datetime import date

from yimi.figures.marks import mark
from yimi.publications.models import Adoption, Publication


def mark_sent(row: Publication, *days: date | None) -> None:
    """The days on which it was, and is, handed in."""
    mark((row.station_id, day) for day in (row.sent_on, *days) if day)


def mark_adoptions(rows: Iterable[Adoption]) -> None:
    mark((row.station_id, row.on) for row in rows)
