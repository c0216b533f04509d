"""What a chronicle is made of (大事记): the domains above declare which of their records are worth remembering."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from yimi.accounts.models import User
from yimi.core.actors import may
from yimi.core.declare import Declared
from yimi.core.permissions import Permission

from .spans import Span


@dataclass(frozen=True)
class Happening:
    """One thing that happened (大事): on which day, what, where, and the page that tells more."""

    on: date
    what: str
    where: str = ""
    url: str = ""
    source: Any = ""
    entry: Any = None  # an entry written by hand, which can be voided


@dataclass(frozen=True, kw_only=True)
class Chronicler:
    """What one domain remembers (大事来源): `tell` gives it for a place and days, as this reader may see it.

    `least` is how many people must have come for an event to be one worth remembering.
    """

    key: str
    label: Any
    permission: Permission
    tell: Callable[[User, Span, int], Iterator[Happening]]
    order: int = 0


chroniclers: Declared[Chronicler] = Declared("chronicler")


def happenings(by: User, span: Span, least: int = 0) -> list[Happening]:
    """Everything that is remembered of a place in these days, from every domain, the first day first."""
    permitted = [each for each in chroniclers if may(by, each.permission)]
    found = [happening for each in permitted for happening in each.tell(by, span, least)]
    return sorted(found, key=lambda each: (each.on, each.where, each.what))


def within(span: Span, station: str = "station") -> Q:
    """The rows of the stations of a range, by the path of their station."""
    wanted = {f"{station}__code": span.station, f"{station}__county__code": span.county}
    return Q(**{path: code for path, code in wanted.items() if code})
