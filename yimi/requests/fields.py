"""What is said of a request for material (事项要素) and of the burden, as it is written: codes, not yet looked up."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .matching import LineFields


@dataclass(frozen=True)
class DemandFields:
    """A request as an office proposes it."""

    area: str
    office: str
    title: str
    basis: str
    frequency: str
    minutes: int
    lines: tuple[LineFields, ...]
    valid_from: date
    valid_until: date | None = None
    times_a_year: int | None = None
    target: str = ""
    to_level: str = "station"
    beyond: str = ""


@dataclass(frozen=True)
class FeedbackFields:
    """A complaint or suggestion as it is sent. `to` says who is to read it: the county or the province."""

    kind: str
    to: str
    text: str
    demand: UUID | None = None
    anonymous: bool = False
