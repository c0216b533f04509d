"""What a ledger is of (台账的范围), as it waits with an export: stations, and from which day to which."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from yimi.core.periods import Period


@dataclass(frozen=True)
class Span:
    """One station, the stations of a county or all in reach; from a day to a day, both inclusive."""

    station: str = ""
    county: str = ""
    first: date | None = None
    last: date | None = None
    is_masked: bool = False  # names masked and notes left out, whoever asks

    @classmethod
    def of(cls, filters: dict[str, Any]) -> "Span":
        days = {name: date.fromisoformat(filters[name]) for name in ("first", "last") if filters.get(name)}
        masked = bool(filters.get("masked"))
        return cls(filters.get("station", ""), filters.get("county", ""), **days, is_masked=masked)

    @property
    def filters(self) -> dict[str, Any]:
        """The same as it waits with an export."""
        days = {"first": self.first, "last": self.last}
        said = {"station": self.station, "county": self.county, "masked": "on" if self.is_masked else ""}
        return {name: text for name, text in said.items() if text} | {
            name: day.isoformat() for name, day in days.items() if day
        }

    def by_months(self) -> Iterator["Span"]:
        """The same month by month."""
        for month in Period.range(self.first, self.last).months() if self.first and self.last else ():
            first, last = max(month.first, self.first or month.first), min(month.last, self.last or month.last)
            yield replace(self, first=first, last=last)

    def halves(self) -> Iterator["Span"]:
        """The first half of its days and the second."""
        if self.first and self.last:
            middle = self.first + (self.last - self.first) // 2
            yield replace(self, last=middle)
            yield replace(self, first=middle + timedelta(days=1))

    def has(self, on: date) -> bool:
        """Whether a day is one of its days."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)

    @property
    def words(self) -> str:
        """The days as the head of a ledger says them."""
        return f"{_day(self.first)}至{_day(self.last)}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　"
