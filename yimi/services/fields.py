"""What is said of a contact when it is recorded (服务记录的内容)."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from yimi.core.text import clean

from .models import Contact, Participation

FileAction = Participation.FileAction
Outcome = Contact.Outcome


@dataclass(frozen=True)
class PartFields:
    """One person's part as sent; what is left out follows from the outcome."""

    client: UUID
    served: bool | None = None
    seen: bool | None = None
    file_action: str = FileAction.NONE

    def settled(self, outcome: str) -> "PartFields":
        """The part with its defaults: served when the attempt met somebody, seen when served."""
        served = outcome == Outcome.SEEN if self.served is None else self.served
        return replace(self, served=served, seen=served if self.seen is None else self.seen)

    def with_part(self, other: "PartFields | None") -> "PartFields":
        """What either part did, of one person."""
        if other is None:
            return self
        stronger = max(self.file_action, other.file_action, key=["none", "update", "new"].index)
        return replace(self, served=self.served or other.served, seen=self.seen or other.seen, file_action=stronger)


@dataclass(frozen=True)
class ContactFields:
    """A contact as sent (服务记录): codes and names, not yet looked up."""

    station: str
    kind: str
    service_on: date
    outcome: str = Outcome.SEEN
    minutes: int | None = None
    headcount: int | None = None
    workers: tuple[str, ...] = ()
    participants: tuple[PartFields, ...] = ()
    services: tuple[str, ...] = ()
    title: str = ""
    concluded_on: date | None = None
    note: str = ""
    place: str = ""
    next_on: date | None = None
    group: UUID | None = None
    activity: UUID | None = None
    partners: tuple[str, ...] = ()
    joins: UUID | None = None
    late_reason: str = ""
    version: int | None = field(default=None, compare=False)

    def settled(self, by: str) -> "ContactFields":
        """The same content in one form: defaults filled, texts clean, lists without repeats."""
        return replace(
            self,
            station=clean(self.station),
            place=clean(self.place or ""),
            workers=tuple(dict.fromkeys(clean(name) for name in self.workers)) or (by,),
            services=tuple(dict.fromkeys(self.services)),
            participants=tuple(part.settled(self.outcome) for part in self.participants),
            partners=tuple(dict.fromkeys(clean(code) for code in self.partners)),
            title=clean(self.title or ""),
            note=clean(self.note or ""),
            late_reason=clean(self.late_reason or ""),
        )

    def naming(self, now: dict[UUID, UUID]) -> "ContactFields":
        """The same with people named by other ids (并档); two that are one person now are one part."""
        parts: dict[UUID, PartFields] = {}
        for part in self.participants:
            part = replace(part, client=now.get(part.client, part.client))
            parts[part.client] = part.with_part(parts.get(part.client))
        return replace(self, participants=tuple(parts.values()))

    def content(self) -> dict[str, Any]:
        """What makes two records the same; the order of lists does not."""
        content = dict(vars(self))
        del content["version"]
        for name in ("place", "next_on", "group", "activity", "partners", "joins", "late_reason"):
            if not content[name]:
                del content[name]  # as content was before these were recorded
        if self.partners:
            content["partners"] = sorted(self.partners)
        content["workers"] = sorted(self.workers)
        content["services"] = sorted(self.services)
        content["participants"] = sorted(
            (vars(part) for part in self.participants), key=lambda part: str(part["client"])
        )
        return content
