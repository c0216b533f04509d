"""By what a target is divided (分解办法): how much weight each county, station or month has under a rule."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.periods import Month
from yimi.core.workdays import workdays
from yimi.figures.measure import FLOW, RATE, measures
from yimi.figures.queries import figure
from yimi.network.models import Station

from .done import first_day, read_year
from .models import Decomposition, Target
from .places import COUNTY, PROVINCE, STATION, Spot, children
from .splitting import same, split

Rule = Decomposition.Rule
WHY = "社工站数公开"
STOCK_OF_FILES = "FILE_STOCK"
FOR_PLACES = (Rule.STATIONS, Rule.CLIENTS, Rule.LAST_YEAR, Rule.EQUAL)
FOR_MONTHS = (Rule.WORKDAYS, Rule.LAST_YEAR, Rule.EQUAL)


def rules_for(target: Target, spot: Spot) -> tuple[Decomposition.Rule, ...]:
    """The rules that make sense for a measure at a level, the usual one first."""
    kind = measures[target.measure].kind
    if kind == RATE:
        return (Rule.SAME,)
    if spot.level == STATION:
        return FOR_MONTHS
    return FOR_PLACES if kind == FLOW else (Rule.CLIENTS, Rule.STATIONS, Rule.EQUAL)


def is_split(target: Target, spot: Spot) -> bool:
    """Whether the place hands the target down at all: a station only by month, and only what adds up by month."""
    return spot.level != STATION or measures[target.measure].kind == FLOW


def divide(
    actor: Actor, target: Target, spot: Spot, rule: str, total: int, locked: Mapping[str, int] | None = None
) -> dict[str, int]:
    """What each child gets by a rule, the locked ones kept. Raises `Invalid` where the rule has nothing to go by."""
    if rule not in rules_for(target, spot):
        raise invalid("rule", _("请选择分解办法。"))
    if spot.level == STATION:
        weights = _of_months(actor, target, spot, rule)
    else:
        weights = _of_places(actor, target, children(spot), spot, rule)
    if rule == Rule.SAME:
        return same(total, list(weights), locked)
    if not weights:
        raise invalid("rule", _("这里还没有可以分解到的单位。"))
    if not any(weights.values()):
        raise invalid("rule", _("按这种办法没有可用的数字，请换一种。"))
    return split(total, weights, locked)


def month_key(number: int) -> str:
    return f"month:{number:02d}"


def _of_places(actor: Actor, target: Target, kids: Sequence[Spot], spot: Spot, rule: str) -> dict[str, float]:
    if rule in (Rule.EQUAL, Rule.SAME):
        return {kid.key: 1 for kid in kids}
    if rule == Rule.STATIONS:
        return _stations(kids, spot)
    code, year = (STOCK_OF_FILES, target.year) if rule == Rule.CLIENTS else (target.measure, target.year - 1)
    doing = read_year(actor, spot.place, year, [code], by_station=spot.level == COUNTY)
    return {kid.key: doing.of(code, kid.place) or 0 for kid in kids}


def _stations(kids: Sequence[Spot], spot: Spot) -> dict[str, float]:
    if spot.level != PROVINCE:
        return {kid.key: int(kid.operating) for kid in kids}
    rows = Station.objects.unscoped(WHY).filter(level=Station.Level.STATION, state=Station.State.OPERATING)
    counties = list(rows.values_list("county_id", flat=True))
    return {kid.key: counties.count(kid.county) for kid in kids}


def _of_months(actor: Actor, target: Target, spot: Spot, rule: str) -> dict[str, float]:
    months = [Month(target.year, number) for number in range(1, 13)]
    if rule == Rule.LAST_YEAR:
        parts = figure(actor, target.measure, spot.place, str(target.year - 1), ("month",)).by
        return {month_key(int(part.key[-2:])): part.value or 0 for part in parts}
    first = first_day(spot.place, target.year)
    days = workdays(first, date(target.year, 12, 31), spot.place.path)
    return {month_key(month.number): _weight(month, first, days, rule) for month in months}


def _weight(month: Month, first: date, days: Sequence[date], rule: str) -> int:
    """A month from the first day on which the station works; before it there is nothing to do."""
    if rule == Rule.EQUAL:
        return int(month.last >= first)
    return sum(day.month == month.number for day in days)
