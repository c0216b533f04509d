"""Merging a station into another (撤并): it is closed, and the other serves its areas from then on."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, declare, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Station
from yimi.network.spans import respan
from yimi.network.station_rules import check_station
from yimi.network.station_states import State, take

from .serving import end_served, serve


@transaction.atomic
def merge_station(
    pk: UUID, *, by: Actor, into: str, reason: str, on: date | None = None, version: int | None = None
) -> Station:
    """Merge a station into another of its county (撤并站点). What is not settled refuses it, as it does closing.

    Its past stays its own: records, files and figures are not moved, so that nothing counts twice.
    """
    station, other = _both(pk, by, into)
    if version is not None and version != station.version:
        raise RuleBroken(_("这个站点刚被别人办理过，请刷新后再办。"), code="stale")
    station.stop_reason = _checked(station, other, reason, on := on or clock.today())
    take(station, State.CLOSED, on)
    station.merged_into = other
    station.version += 1
    check_station(station)
    station.save()
    respan(station)
    _hand_over(station, other, on)
    journal.record("network.merged", by, station, station=station.pk, refs=[other])
    declare.touch("station", [station.pk])
    return station


def _both(pk: UUID, by: Actor, into: str) -> tuple[Station, Station]:
    """The two stations, locked in the order of their ids; each within reach."""
    mine = Station.objects.allowed(by, Permission.STATION_MANAGE)
    station = Station.objects.get_allowed(by, Permission.STATION_MANAGE, pk=pk)
    other = mine.filter(code=clean(into)).first()
    if other is None:
        raise invalid("into", _("没有代码为“%(code)s”的站点，或者不在您的管辖范围内。") % {"code": into})
    rows = Station.objects.unscoped("撤并的两个站点").select_related("area", "county").select_for_update(of=("self",))
    locked = {row.pk: row for row in rows.filter(pk__in=[pk, other.pk]).order_by("pk")}
    return locked[station.pk], locked[other.pk]


def _checked(station: Station, other: Station, reason: str, on: date) -> str:
    """The reason in its words; raises what is wrong with the two."""
    words, begun = clean(reason or ""), other.operating_on
    if station.pk == other.pk:
        raise invalid("into", _("不能并入自己。"))
    if station.county_id != other.county_id:
        raise invalid("into", _("只能并入同一市县的站点。"))
    if station.level != other.level:
        raise invalid("into", _("只能并入同一层级的站点。"))
    if other.state != State.OPERATING:
        named = {"name": other.name, "state": other.get_state_display()}
        raise invalid("into", _("%(name)s现在是“%(state)s”，只能并入运营中的站点。") % named)
    if begun and on < begun:
        raise invalid("on", _("不能早于对方的运营日期（%(day)s）。") % {"day": begun.isoformat()})
    if not 2 <= len(words) <= 200:
        raise invalid("reason", _("请写明原因，2 到 200 字。"))
    return words


def _hand_over(station: Station, other: Station, on: date) -> None:
    """Areas and the stations beneath go to the other from the next day on."""
    for row in end_served(station, on):
        serve(other, [row.area], on + timedelta(days=1), row.overlap_reason)
    Station.objects.unscoped("下级站点归到并入的站点").filter(parent=station).update(parent=other)
