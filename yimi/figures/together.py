"""Several keys of a breakdown as one number (合并计人): the persons under any of them, each counted once."""

from collections.abc import Collection

from pyroaring import BitMap

from yimi.core import db
from yimi.core.actors import Actor

from . import small
from .cells import cell
from .measure import DISTINCT, NotAdditive
from .places import Place
from .queries import Figure, check_breakdown, measure_named, parts, span_named
from .reading import Asked, read


def together(actor: Actor, measure: str, place: Place, period: str, by: str, keys: Collection[str]) -> Figure:
    """Who is under any of these keys, once each; `by` of the figure has them one by one, which do not add up.

    Where few people are under keys that are kept closely, their number does not leave the county. Raises
    `NotAdditive` for measures that do not count persons.
    """
    chosen = measure_named(measure)
    check_breakdown(chosen, (by,))
    if chosen.kind != DISTINCT:
        raise NotAdditive(chosen.code)
    with db.snapshot():
        span = span_named(period, place)
        reading = read(Asked(place, (span,), (chosen,), frozenset({by})))
        sets = [reading.numbers(chosen, place, span, cell(**{by: key})) for key in keys]
        one_by_one = parts(actor, reading, chosen, place, span, (by,))
    number = len(BitMap.union(*sets)) if sets else 0
    found = [part for part in one_by_one if part.key in keys]
    hidden = small.is_small(number) and any(part.suppressed for part in found)
    return Figure(chosen, place, period, span.first, span.last, None if hidden else number, suppressed=hidden, by=found)
