"""How much is filled in (规模)."""

from dataclasses import dataclass
from datetime import date

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Size:
    """A province of so many stations that has worked for so many months, the current one included.

    `copies`: the ledger is written so many times over by the database, each time with other people.
    """

    name: str
    stations: int
    months: int
    people: int
    contacts: int
    copies: int = 1

    def first_of(self, nth: int) -> date:
        """The first day of the nth month."""
        count = TODAY.year * 12 + TODAY.month - self.months + nth
        return date(count // 12, count % 12 + 1, 1)


PILOT = Size("pilot", stations=66, months=4, people=9_000, contacts=20_000)
PROVINCE = Size("province", stations=227, months=36, people=120_000, contacts=1_000_000)
THREE = Size("three", stations=227, months=36, people=120_000, contacts=3_000_000, copies=3)
TEN = Size("ten", stations=227, months=36, people=380_000, contacts=10_000_000, copies=10)
SIZES = {size.name: size for size in (PILOT, PROVINCE, THREE, TEN)}
