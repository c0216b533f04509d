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
    version: int | None = field(default=None, compare=False)

    def settled(self, by: str) -> "ContactFields":
        """The same content in one form: defaults filled, texts clean, lists without repeats."""
        return replace(
            self,
            station=clean(self.station),
            workers=tuple(dict.fromkeys(clean(name) for name in self.workers)) or (by,),
            services=tuple(dict.fromkeys(self.services)),
            participants=tuple(part.settled(self.outcome) for part in self.participants),
            title=clean(self.title or ""),
            note=clean(self.note or ""),
        )

    def content(self) -> dict[str, Any]:
        """What makes two records the same; the order of lists does not."""
        content = dict(vars(self))
        del content["version"]
        content["workers"] = sorted(self.workers)
        content["services"] = sorted(self.services)
        content["participants"] = sorted(
            (vars(part) for part in self.participants), key=lambda part: str(part["client"])
        )
        return content
