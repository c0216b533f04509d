"""What is said of an incident (强制报告的内容). All but its kind and the moment it was found may be empty."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from yimi.core.text import clean

TIMES = ("found_at", "police_at", "civil_at")
TEXTS = ("receipt", "what", "safety", "plan")


@dataclass(frozen=True)
class IncidentFields:
    """An incident as sent."""

    station: str
    kind: str
    found_at: datetime
    person: UUID | None = None
    police_at: datetime | None = None
    civil_at: datetime | None = None
    receipt: str = ""
    what: str = ""
    safety: str = ""
    plan: str = ""
    closed_on: date | None = None
    head_excluded: bool = False
    workers: tuple[str, ...] = ()
    version: int | None = field(default=None, compare=False)

    def settled(self, by: str) -> "IncidentFields":
        """The same in one form; without anybody named it is the writer who knows of it."""
        workers = tuple(dict.fromkeys((*self.workers, *(() if self.workers else (by,)))))
        said: dict[str, Any] = {name: clean(getattr(self, name)) for name in TEXTS}
        said |= {name: at.astimezone(UTC) for name in TIMES if (at := getattr(self, name))}
        return replace(self, workers=workers, **said)

    def content(self) -> dict[str, Any]:
        content = dict(vars(self))
        del content["version"]
        return content | {"workers": sorted(self.workers)}
