"""What domains put into reports (报告内容): some of their measures under one title.

A domain that does not exist yet declares nothing, so a report has no empty section of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yimi.core.actors import Actor
from yimi.core.declare import Declared
from yimi.core.paper.document import Block
from yimi.core.periods import Period

from .measure import Measure, measures
from .places import Place

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
QUARTERLY, HALF_YEAR, ANNUAL = "quarterly", "half_year", "annual"
CADENCES = (DAILY, WEEKLY, MONTHLY, QUARTERLY, HALF_YEAR, ANNUAL)
FROM_MONTH = (MONTHLY, QUARTERLY, HALF_YEAR, ANNUAL)
FROM_WEEK = (WEEKLY, *FROM_MONTH)
FROM_QUARTER = (QUARTERLY, HALF_YEAR, ANNUAL)


@dataclass(frozen=True)
class Section:
    """Some measures of a domain under one title, in the reports of these cadences (报告章节).

    What is `of_areas` is not told of a single station.
    `blocks` adds what is not a number of a measure: read for a place and a span, with the rights of the reader.
    """

    key: str
    title: Any
    measures: tuple[str, ...] = ()
    cadences: tuple[str, ...] = FROM_MONTH
    of_areas: bool = False
    blocks: Callable[[Actor, Place, Period], list[Block]] | None = None
    order: int = 0

    @property
    def chosen(self) -> list[Measure]:
        return [measures[code] for code in self.measures]


sections: Declared[Section] = Declared("report section")


def sections_of(cadence: str) -> list[Section]:
    """The sections that reports of a cadence have, in order."""
    return [section for section in sections if cadence in section.cadences]
