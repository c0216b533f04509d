"""Beginning to build (开工), opening (运营), suspending (暂停) and closing (撤销) a station."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.actions import move_station
from yimi.network.models import Station

from .checking import made_for

State = Station.State


@transaction.atomic
def begin_building(station: UUID, *, by: Actor, premises: str, version: int | None = None) -> Station:
    """Begin to build (开工建设): where the premises come from is settled, and the checklist is made."""
    if premises not in Station.PremisesSource.values:
        raise invalid("premises", _("请选择场地来源。"))
    moved = move_station(station, by=by, to=State.BUILDING, version=version, premises=premises)
    made_for(moved)
    return moved


@transaction.atomic
def open_station(station: UUID, *, by: Actor, on: date | None = None, version: int | None = None) -> Station:
    """Begin or resume to operate (开始运营、恢复运营). Any mandatory item that is open refuses it."""
    return move_station(station, by=by, to=State.OPERATING, on=on, version=version)


@transaction.atomic
def suspend_station(
    station: UUID, *, by: Actor, reason: str, on: date | None = None, version: int | None = None
) -> Station:
    """Stop for a while (暂停运营), with the reason; refused while people wait for what is under way."""
    return _stopped(station, by, State.SUSPENDED, reason, on, version)


@transaction.atomic
def close_station(
    station: UUID, *, by: Actor, reason: str, on: date | None = None, version: int | None = None
) -> Station:
    """Close the station for good (撤销), with the reason; refused with the list of what is not settled."""
    return _stopped(station, by, State.CLOSED, reason, on, version)


def _stopped(pk: UUID, by: Actor, to: str, reason: str, on: date | None, version: int | None) -> Station:
    words = clean(reason or "")
    Station.objects.get_allowed(by, Permission.STATION_MANAGE, pk=pk)
    if not 2 <= len(words) <= 200:
        raise invalid("reason", _("请写明原因，2 到 200 字。"))
    return move_station(pk, by=by, to=to, on=on, version=version, reason=words)
