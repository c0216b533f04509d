"""Who is told whose contacts changed (受服务者的变化); domains that count by person and day declare it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.core.declare import Declared

from .models import Participation

Served = tuple[UUID, date]


@dataclass(frozen=True)
class Follower:
    """What to do when contacts with these people on these days were put, corrected or voided."""

    key: str
    follow: Callable[[set[Served]], None]


followers: Declared[Follower] = Declared("follower of contacts")


def of_contacts(contacts: Iterable[UUID]) -> dict[UUID, set[Served]]:
    """Who takes part in each of these contacts, and on which day, as it stands in the table."""
    ids, found = list(contacts), defaultdict(set)
    if ids:
        parts = Participation.objects.unscoped("更正前的参与人").filter(contact__in=ids)
        for contact, *served in parts.values_list("contact_id", "person_id", "contact__service_on"):
            found[contact].add(tuple(served))
    return found


def tell(served: set[Served]) -> None:
    """Tell every declared follower, once for a whole act."""
    for follower in followers:
        if served:
            follower.follow(served)
