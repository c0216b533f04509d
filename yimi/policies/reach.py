"""How far policy documents reach (可见范围): those of the province to everybody, those of a county to its people.

An office above sees what is issued below it; what is still a draft only its own office sees, which `queries` adds.
"""

from collections.abc import Callable

from django.db.models import Q

from yimi.core.actors import Reached
from yimi.core.permissions import OnKind
from yimi.core.scope import Reach, path_range
from yimi.network.models import Station
from yimi.network.queries import paths_above

OF_THE_PROVINCE = Q(area__parent=None)


def _around(grant: Reached) -> Q:
    """What is issued over this area and within it."""
    path = grant.area_path or ""
    return Q(area__path__in=paths_above(path)) | path_range("area__path", path)


def _over_the_station(grant: Reached) -> Q:
    station = Station.objects.unscoped("社工站所在市县").filter(pk=grant.on_id)
    return OF_THE_PROVINCE | Q(area__in=station.values("county"))


def _of_the_province(grant: Reached) -> Q:
    return OF_THE_PROVINCE


EVERYWHERE: dict[str, Callable[[Reached], Q]] = dict.fromkeys(map(str, OnKind), _of_the_province)
REACH = Reach(relations=EVERYWHERE | {str(OnKind.AREA): _around, str(OnKind.STATION): _over_the_station})


def _of_the_office(grant: Reached) -> Q:
    return Q(area=grant.on_id)


# What a receiving office signs for is its own: the county's bureau for the county, the head for the station.
RECEIPT_REACH = Reach(station="station_id", relations={str(OnKind.AREA): _of_the_office})
