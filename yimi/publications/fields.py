"""What is sent of a text (报送内容), of its adoption and of what happened (表单内容), as values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class PublicationFields:
    """A text as it is written, or noted. The last three are of news and of what a medium printed."""

    station: str
    kind: str
    title: str
    on: date
    body: str = ""
    contact: UUID | None = None
    outlet: str = ""
    outlet_level: str = ""
    link: str = ""
    version: int | None = None


@dataclass(frozen=True)
class AdoptionFields:
    """By whom a text was adopted, when, and where it can be read."""

    level: str
    on: date
    outlet: str = ""
    outlet_level: str = ""
    link: str = ""
    words: str = ""


@dataclass(frozen=True)
class EntryFields:
    """Something that happened at a station, or in a county."""

    on: date
    title: str
    station: str = ""
    county: str = ""
