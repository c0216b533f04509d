"""Files follow their station (档案随站): when its seat moves, the copied area paths move with it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yimi.core.declare import Toucher, touchers
from yimi.network.models import Station

from .models import Person, SearchToken


def follow_stations(ids: Iterable[UUID], since: date | None) -> None:
    """Give the people of these stations, and what finds them, the area in which the station now lies."""
    for station in Station.objects.unscoped("档案随站").filter(pk__in=list(ids)):
        people = Person.objects.unscoped("档案随站").filter(station=station).exclude(area_path=station.area_path)
        tokens = SearchToken.objects.filter(number__in=people.values("number__number"))
        tokens.update(area_path=station.area_path)
        people.update(area_path=station.area_path)


touchers.add(Toucher("clients.following", "station", follow_stations))
