"""What a ledger is of (台账的范围), as it waits with an export: stations, and from which day to which."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Span:
    """One station, the stations of a county or all in reach; from a day to a day, both inclusive."""

    station: str = ""
    county: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, filters: dict[str, Any]) -> "Span":
        days = {name: date.fromisoformat(filters[name]) for name in ("first", "last") if filters.get(name)}
        return cls(filters.get("station", ""), filters.get("county", ""), **days)

    @property
    def words(self) -> str:
        """The days as the head of a ledger says them."""
        return f"{_day(self.first)}至{_day(self.last)}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　"
