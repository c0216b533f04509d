"""What one may remind of (可提醒的事项): each domain above declares how ids become items within the actor's reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yimi.core.actors import Actor
from yimi.core.declare import Declared
from yimi.network.models import Area, Station


@dataclass(frozen=True)
class Item:
    """One thing that is owed: by a station, or by its county where none is named.

    `note` stands behind the title, such as when it was due; `why_not` says why there is nothing to remind of any more.
    """

    kind: str
    id: UUID
    title: str
    url: str
    county: Area
    station: Station | None = None
    note: str = ""
    why_not: str = ""

    @property
    def owner(self) -> str:
        return self.station.short_name if self.station else self.county.short_name

    @property
    def area(self) -> Area:
        return self.station.area if self.station else self.county

    @property
    def path(self) -> str:
        return self.station.area_path if self.station else self.county.path


@dataclass(frozen=True)
class Remindable:
    """One sort of thing to remind of; `resolve` gives those of these ids that the actor may read, stations selected
    with their areas; `url` is the list of them, for who is reminded of several."""

    key: str
    label: Any
    resolve: Callable[[Actor, Sequence[UUID]], list[Item]]
    url: str = ""
    order: int = 0


remindables: Declared[Remindable] = Declared("remindable")
