"""What is said of a campaign when it is planned, and of deliveries when they are made (专项活动和发放的内容)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from yimi.core.text import clean
from yimi.services.models import Contact

SEEN = Contact.Outcome.SEEN


@dataclass(frozen=True)
class GoodFields:
    """One thing to bring (物资), known by its name within the campaign."""

    name: str
    unit: str
    each: int
    prepared: int

    def settled(self) -> "GoodFields":
        return replace(self, name=clean(self.name or ""), unit=clean(self.unit or ""))


@dataclass(frozen=True, kw_only=True)
class CampaignFields:
    """A campaign as sent (专项活动方案): codes and texts, not yet looked up."""

    station: str
    kind: str
    name: str
    first_on: date
    last_on: date
    purpose: str = ""
    service: str = ""
    goods: tuple[GoodFields, ...] = ()
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "CampaignFields":
        """The same content in one form."""
        texts: dict[str, Any] = {
            name: clean(getattr(self, name) or "") for name in ("station", "name", "purpose", "service")
        }
        return replace(self, **texts, goods=tuple(good.settled() for good in self.goods))

    def content(self) -> dict[str, Any]:
        """What makes two campaigns the same."""
        same = {name: value for name, value in vars(self).items() if name != "version"}
        return same | {"goods": [vars(good) for good in self.goods]}


@dataclass(frozen=True)
class Parcel:
    """What one person gets (一份): so much of each thing by name, or what is meant for each."""

    client: UUID
    goods: Mapping[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryFields:
    """Deliveries of one day as sent, all with one outcome (发放登记). `batch` is made by who sends them."""

    batch: UUID
    on: date
    parcels: tuple[Parcel, ...]
    outcome: str = SEEN
    workers: tuple[str, ...] = ()
    reason: str = ""

    def settled(self, by: str) -> "DeliveryFields":
        workers = tuple(dict.fromkeys(clean(name) for name in self.workers)) or (by,)
        return replace(self, workers=workers, reason=clean(self.reason or ""))
