"""Taking a station from one state to the next (办理建站步骤)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import declare, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.network.models import Station
from yimi.network.spans import respan
from yimi.network.station_rules import check_station
from yimi.network.station_states import STEPS, State, take

from .serving import end_served


@transaction.atomic
def move_station(
    pk: UUID,
    *,
    by: Actor,
    to: str,
    on: date | None = None,
    version: int | None = None,
    premises: str = "",
    reason: str = "",
) -> Station:
    """Take the station to another state (转换站点状态). Wrong order and what is unsettled are refused with words."""
    state = _state(to)
    rows = Station.objects.select_related("area", "county").select_for_update(of=("self",))
    station = rows.get_allowed(by, STEPS[state].permission, pk=pk)
    if version is not None and version != station.version:
        raise RuleBroken(_("这个站点刚被别人办理过，请刷新后再办。"), code="stale")
    take(station, state, on, reason)
    station.premises_source = premises or station.premises_source
    station.stop_reason = reason if station.ceased_on else ""
    station.version += 1
    check_station(station)
    station.save()
    respan(station)
    if state == State.CLOSED:
        end_served(station, station.ceased_on)
    journal.record(f"network.{state.value}", by, station, station=station.pk)
    declare.touch("station", [station.pk])
    return station


@transaction.atomic
def date_unveiling(pk: UUID, *, by: Actor, on: date | None) -> Station:
    """Write down when the plaque was unveiled (揭牌日期), or that it was not; no step of its construction."""
    station = Station.objects.select_for_update().get(pk=pk)
    station.unveiled_on = on
    station.version += 1
    station.save(update_fields=["unveiled_on", "version"])
    journal.record("network.date_unveiling", by, station, station=station.pk)
    return station


def _state(to: str) -> State:
    if to not in STEPS:
        raise RuleBroken(_("没有这个步骤。"), code="wrong_state")
    return State(to)
