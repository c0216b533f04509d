"""What is said of an action, a household and what came of it (应急关爱的内容), as sent: not yet looked up."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from yimi.core.text import clean

from .models import Line


@dataclass(frozen=True, kw_only=True)
class OperationFields:
    """An emergency action (应急关爱行动): what it is about, where, and its two times."""

    kind: str
    name: str
    level: int
    areas: tuple[str, ...]
    impact_at: datetime
    indoors_at: datetime | None = None
    number: str = ""
    is_drill: bool = False
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "OperationFields":
        areas = tuple(dict.fromkeys(clean(code) for code in self.areas if code))
        texts: dict[str, Any] = {"name": clean(self.name or ""), "number": clean(self.number or "")}
        indoors = self.indoors_at.astimezone(UTC) if self.indoors_at else None
        return replace(self, areas=areas, impact_at=self.impact_at.astimezone(UTC), indoors_at=indoors, **texts)

    def content(self) -> dict[str, Any]:
        """What makes two actions the same."""
        said = {name: value for name, value in vars(self).items() if name != "version"}
        return said | {"areas": sorted(self.areas)}


LINE_TEXTS = (
    "name", "phone", "responsible", "responsible_phone", "neighbour", "neighbour_phone", "way_out_place", "transport",
    "medicine",
)  # fmt: skip
_LISTS = ("dwelling", "needs", "languages")


@dataclass(frozen=True, kw_only=True)
class LineFields:
    """What is arranged for a household (名单户的安排). `name`, `phone`, `age`, `village` count for temporary lines."""

    name: str = ""
    phone: str = ""
    age: int | None = None
    village: str = ""
    persons: int = 1
    dwelling: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    to_move: bool = False
    responsible: str = ""
    responsible_phone: str = ""
    worker: str = ""
    neighbour: str = ""
    neighbour_phone: str = ""
    way_out: str = ""
    way_out_place: str = ""
    transport: str = ""
    medicine: str = ""
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "LineFields":
        texts: dict[str, Any] = {name: clean(getattr(self, name) or "") for name in (*LINE_TEXTS, "village", "worker")}
        lists: dict[str, Any] = {name: tuple(dict.fromkeys(getattr(self, name))) for name in _LISTS}
        return replace(self, **texts, **lists)

    @classmethod
    def of(cls, row: Line) -> "LineFields":
        """What a line says now; its texts are open."""
        texts: dict[str, Any] = {name: row.opened[name] or "" for name in LINE_TEXTS}
        lists: dict[str, Any] = {name: tuple(getattr(row, name)) for name in _LISTS}
        return cls(
            age=row.age, village=row.area.code, persons=row.persons, to_move=row.to_move, way_out=row.way_out,
            worker=row.worker.username if row.worker else "", version=row.version, **texts, **lists,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OutcomeFields:
    """One outcome as sent (联络结果): of which line, what, when, and what belongs to it."""

    line: UUID
    what: str
    at: datetime
    place: str = ""
    persons: int | None = None
    persuaded: int | None = None
    is_reported: bool = False

    def content(self) -> dict[str, Any]:
        return dict(vars(self))

    def settled(self) -> "OutcomeFields":
        return replace(self, place=clean(self.place or ""), at=self.at.astimezone(UTC))


@dataclass(frozen=True, kw_only=True)
class AfterFields:
    """The visit afterwards as sent (灾后探访). `by_phone` says that it was a call."""

    line: UUID
    at: datetime
    house: str = "unseen"
    utilities: str = "unseen"
    medicine: str = "unseen"
    mood: str = "unseen"
    wish: str = ""
    note: str = ""
    by_phone: bool = False

    def settled(self) -> "AfterFields":
        return replace(self, note=clean(self.note or ""), at=self.at.astimezone(UTC))
