"""What domains above declare to the register (声明): what the house makes by itself, and what it reminds of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from yimi.core.declare import Declared


@dataclass(frozen=True)
class Standing:
    """A report that the house makes by itself in a rhythm (系统自动生成，站点不填), such as the monthly report.

    `rhythm` is how often in words (每月); `typed_fields` how many fields a station fills in, none as a rule.
    """

    key: str
    title: Any
    rhythm: Any
    basis: Any = ""
    url_name: str = ""
    typed_fields: int = 0
    order: int = 0

    @property
    def url(self) -> str:
        """Its page, or nothing where it has none that needs no more to be named."""
        try:
            return reverse(self.url_name) if self.url_name else ""
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Reminders:
    """How many reminders a domain sent to the stations of an area in a year (提醒次数)."""

    key: str
    count: Callable[[str, int], int]


standing: Declared[Standing] = Declared("standing report")
reminders: Declared[Reminders] = Declared("reminders")


def reminders_sent(area_path: str, year: int) -> int:
    """All reminders of a year that went to stations within an area."""
    return sum(each.count(area_path, year) for each in reminders)
