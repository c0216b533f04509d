"""Lists follow the files (名单随档案): who left, was moved or merged is on none; tiers change with categories."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yimi.core import clock
from yimi.core.declare import Toucher, touchers

from .actions import retier
from .actions.leaving import leave_old_station, leave_voided, leave_with_file
from .actions.slots import rebuild_for
from .models import Listed
from .terms import chunks


def _listed(people: Iterable[UUID]) -> list[UUID]:
    """Those of these people who have anything to do with a list."""
    rows = Listed.objects.unscoped("名单随档案").order_by()
    found = (rows.filter(person__in=some).values_list("person_id", flat=True) for some in chunks(list(people)))
    return list({person for some in found for person in some})


def follow_person(people: Iterable[UUID], since: date | None) -> None:
    if ids := _listed(people):
        leave_voided(ids)
        retier(ids)
        rebuild_for(ids)


def follow_tier(people: Iterable[UUID], since: date | None) -> None:
    if ids := _listed(people):
        retier(ids)


def follow_move(people: Iterable[UUID], since: date | None) -> None:
    if ids := _listed(people):
        leave_old_station(ids, since or clock.today())


def follow_end(people: Iterable[UUID], since: date | None) -> None:
    if ids := _listed(people):
        leave_with_file(ids)


touchers.add(Toucher("visiting.person", "person", follow_person))
touchers.add(Toucher("visiting.tier", "person.tier", follow_tier))
touchers.add(Toucher("visiting.move", "person.station", follow_move))
touchers.add(Toucher("visiting.end", "person.ended", follow_end))
