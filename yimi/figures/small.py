"""Small numbers (小单元): the last step before a number is told to somebody outside the county.

What is told stays such that nobody can find a hidden number by taking shown ones from their sum, even who knows the
rule: in each group of numbers with a known sum where any is hidden, zeros and the smallest others are hidden too.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from yimi.core.actors import Actor
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.network.models import Area, Station

from .measure import Measure
from .places import Network, Place
from .reading import Asked, read

SMALL = 5
Number = int | float | None
K = TypeVar("K", bound=Hashable)


def is_small(number: Number) -> bool:
    return bool(number) and number < SMALL  # type: ignore[operator]


def withheld(numbers: Mapping[K, Number], groups: Iterable[Iterable[K]], is_kept: Callable[[K], bool]) -> set[K]:
    """The keys whose numbers are not told: the small ones that are kept closely, and those that would tell them.

    `groups` are the keys whose numbers have a sum, or at least a union, that is told elsewhere.
    """
    secret = {key for key, number in numbers.items() if is_kept(key) and is_small(number)}
    hidden, known, before = set(secret), [list(group) for group in groups], -1
    while before != len(hidden):
        before = len(hidden)
        for group in known:
            hidden |= _covers(group, numbers, hidden, secret)
    return hidden


def _covers(group: list[K], numbers: Mapping[K, Number], hidden: set[K], secret: set[K]) -> set[K]:
    """What hides the hidden of a group: its zeros and the smallest other number, wherever it stands."""
    gone = hidden.intersection(group)
    if not gone:
        return set()
    zeros = {key for key in group if not numbers[key]}
    others = [key for key in group if key not in gone | zeros]
    if not others or (gone - secret - zeros and len(gone | zeros) > 1):
        return zeros
    least = min(numbers[key] or 0 for key in others)
    return zeros | {key for key in others if numbers[key] == least}


def is_told(actor: Actor, measure: Measure, place: Place, span: Period, number: Number) -> bool:
    """Whether this reader is told the number of a place (小单元不显示)."""
    if not measure.guarded or stays_in_county(actor, place):
        return True
    return not is_small(number) and place.id not in of_the_province(measure, span, [place])


def of_the_province(measure: Measure, span: Period, places: Iterable[Place] = ()) -> set[UUID]:
    """The counties and stations, and of these other places those, that nobody outside the county is told of."""
    province = Area.objects.filter(parent=None).first()
    if province is None:
        return set()
    reading = read(Asked(Place.of_area(province), (span,), (measure,), by_station=True))
    return withheld_places(reading.network, span, lambda place: reading.number(measure, place, span), places)


def withheld_places(
    network: Network, span: Period, number: Callable[[Place], Number], places: Iterable[Place] = ()
) -> set[UUID]:
    """The counties, the stations and, of these other places, the areas whose numbers are not told outside the county.

    Of a county that is not told none of its stations is, and no area below a county is told with a station that is not.
    """
    numbers, below = {county.id: number(county) for county in network.counties}, defaultdict(list)
    counties = list(numbers)
    for station in Station.objects.unscoped("figures").order_by("code"):
        numbers[station.id] = number(Place.of_station(station))
        below[station.county_id].append(station.id)
    hidden = withheld(numbers, [counties, *below.values()], lambda _place: True)
    hidden |= {station for county in hidden & set(counties) for station in below[county]}
    areas = [place for place in places if place.kind == "area" and not network.counties_within(place)]
    return hidden | {area.id for area in areas for month in span.months() if hidden & network.members(area, month)}


def stays_in_county(actor: Actor, place: Place) -> bool:
    """Whether this viewer reads the figures of the place from within its county."""
    grants = list(actor.grants_for(Permission.CONTACT_VIEW))
    paths = [grant.area_path for grant in grants if grant.on_kind == "area"]
    at_station = {str(grant.on_id) for grant in grants if grant.on_kind == "station"}
    return str(place.id) in at_station or any(path and place.path.startswith(path) for path in paths)
