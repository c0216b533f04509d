"""What merging a station would do (撤并预览), and what was merged."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yimi.core import declare
from yimi.core.actors import Actor
from yimi.core.permissions import Permission

from .models import ServedArea, Station
from .queries import stations_below, stations_for
from .serving import served_by
from .station_states import STEPS, State


@dataclass(frozen=True)
class Merging:
    """What would happen: the areas that are handed over, the stations beneath, and what stands in the way."""

    served: QuerySet[ServedArea]
    below: QuerySet[Station]
    obstacles: list[declare.Obstacle]
    other: Station | None = None
    on: date | None = None


def may_merge(station: Station) -> bool:
    return station.state in STEPS[State.CLOSED].after


def merging_of(station: Station, other: Station | None = None, on: date | None = None) -> Merging:
    found = declare.obstacles(STEPS[State.CLOSED].guard, station.pk)
    return Merging(served_by(station), stations_below(station), found, other, on)


def stations_to_merge_into(actor: Actor, station: Station) -> QuerySet[Station]:
    """The stations that could take this one over."""
    rows = stations_for(actor, Permission.STATION_MANAGE)
    rows = rows.filter(county=station.county, level=station.level, state=State.OPERATING)
    return rows.exclude(pk=station.pk)


def merged_into(station: Station) -> QuerySet[Station]:
    """The stations that were merged into this one, the last first."""
    return Station.objects.unscoped("并入本站的站点").filter(merged_into=station).order_by("-ceased_on", "code")
