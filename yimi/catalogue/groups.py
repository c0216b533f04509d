"""Several categories under one name (类别合称、类别分组), on a day and in each edition."""

from collections.abc import Iterator
from datetime import date

from .models import Edition, Kind
from .queries import edition_in_force, published, whole


def umbrella(on: date, code: str) -> frozenset[str]:
    """The categories that one name covers (类别合称), such as `key` 民政重点服务对象."""
    edition = edition_in_force(Kind.CATEGORIES, on)
    return _under(edition, code) if edition else frozenset()


def umbrella_names(on: date) -> dict[str, str]:
    """What the names that cover several categories are (类别合称), by code."""
    edition = edition_in_force(Kind.CATEGORIES, on)
    return {row["code"]: row["name_zh"] for row in edition.content.get("umbrellas", [])} if edition else {}


Spans = list[tuple[frozenset[str], date, date | None]]


def umbrella_spans(code: str) -> Spans:
    """The categories that one name covered in each edition, with its days; the first that holds on a day counts."""
    return [(_under(edition, code), first, last) for edition, first, last in _categories_published()]


def group_spans(group: str) -> Spans:
    """The categories of one group in each edition, with its days."""
    return [
        (frozenset(row["code"] for row in edition.content["categories"] if row["group"] == group), first, last)
        for edition, first, last in _categories_published()
    ]


def _categories_published() -> Iterator[tuple[Edition, date, date | None]]:
    for row in published(Kind.CATEGORIES):
        yield whole(row["id"], row["checksum"]), row["effective_from"], row["effective_to"]


def _under(edition: Edition, code: str) -> frozenset[str]:
    rows = edition.content.get("umbrellas", [])
    return frozenset(next((row["categories"] for row in rows if row["code"] == code), ()))
