"""What is said of a referral when it is written (转介的内容), and what may be sent of a person."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core.text import clean

# What a letter may tell of a person; the worker ticks what the receiver needs.
ITEMS: dict[str, Any] = {
    "name": _("姓名"),
    "sex": _("性别"),
    "age": _("年龄"),
    "phone": _("电话"),
    "village": _("居住地"),
    "category": _("对象类别"),
    "need": _("转介事由"),
}
USUAL = ("name", "village", "need")


@dataclass(frozen=True)
class ReferralFields:
    """A referral as sent: codes, not yet looked up."""

    person: UUID
    receiver: str
    to_station: str = ""
    to_name: str = ""
    to_contact: str = ""
    services: tuple[str, ...] = ()
    items: tuple[str, ...] = USUAL
    need: str = ""
    version: int | None = field(default=None, compare=False)

    def settled(self) -> "ReferralFields":
        """The same content in one form; what another kind of receiver would be asked is left out."""
        at_station = self.receiver == "station"
        return replace(
            self,
            to_station=clean(self.to_station) if at_station else "",
            to_name="" if at_station else clean(self.to_name),
            to_contact="" if at_station else clean(self.to_contact),
            services=tuple(dict.fromkeys(self.services)),
            items=tuple(each for each in ITEMS if each in self.items),
            need=clean(self.need),
        )

    def content(self) -> dict[str, Any]:
        content = dict(vars(self))
        del content["version"]
        return content | {"services": sorted(self.services)}


@dataclass(frozen=True)
class Consent:
    """Who agreed to the referral, how and when (同意)."""

    speaker: str
    how: str
    on: date
