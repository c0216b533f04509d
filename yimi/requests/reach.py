"""How far requests for material reach (可见范围): down to the stations of the area that asks, up to the offices above.

A proposal is seen by the office that makes it and by those above it only, which `queries` adds.
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
    """What is asked for the areas above this one, for itself and within it."""
    path = grant.area_path or ""
    return Q(area__path__in=paths_above(path)) | path_range("area__path", path)


def _over_the_station(grant: Reached) -> Q:
    station = Station.objects.unscoped("社工站所在区划").filter(pk=grant.on_id).first()
    return Q(area__path__in=paths_above(station.area_path)) if station else OF_THE_PROVINCE


def _of_the_province(grant: Reached) -> Q:
    return OF_THE_PROVINCE


EVERYWHERE: dict[str, Callable[[Reached], Q]] = dict.fromkeys(map(str, OnKind), _of_the_province)
REACH = Reach(relations=EVERYWHERE | {str(OnKind.AREA): _around, str(OnKind.STATION): _over_the_station})
