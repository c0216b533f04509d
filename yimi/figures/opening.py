"""Every figure opens its rows (明细): the facts behind it, by the same predicate, cut to what one may see."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Q, QuerySet, Sum
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import clock, db
from yimi.core.actors import Actor, may
from yimi.core.api import page
from yimi.core.errors import RuleBroken, invalid
from yimi.core.periods import Period

from . import fine, small
from .leaves import open_on
from .measure import CROSSES, DISTINCT, FINE_CROSSES, RATE, STOCK, Dimension, Measure, Row
from .places import Network, Place
from .queries import figure, is_kept, measure_named, span_named
from .reading import Asked, read

HIDDEN = "hidden"


@dataclass
class Opened:
    """One page of the rows behind a figure; `hidden` is the weight of rows that the viewer may not see."""

    measure: Measure
    place: Place
    span: Period
    total: int
    rows: list[Row]
    hidden: int
    next: str | None
    reason: str = ""


def open_rows(
    actor: Actor,
    measure: str,
    place: Place,
    period: str,
    *,
    breakdown: tuple[str, str] | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Opened:
    """The rows of a figure that this actor may see, newest first; 404 where her reach does not touch the place.

    Raises:
        Invalid: the measure is unknown, or its rows cannot be narrowed by this breakdown.
    """
    chosen = measure_named(measure)
    if chosen.kind == RATE:
        raise invalid("measure", _("比率没有明细，请打开它的分子或分母。"))
    _refuse_guarded(chosen, breakdown)
    with db.snapshot():
        span = span_named(period, place)
        by = tuple(breakdown[0].split(",")) if breakdown else ()
        if fine.is_fine(chosen, by):
            fine.check(actor, chosen, by, place, span)
        network = Network()
        facts = _facts_of(chosen, network, place, span, breakdown)
        total = _total(chosen, place, span, facts, breakdown)
        if not _is_told(actor, chosen, place, period, span, total, breakdown):
            raise RuleBroken(_("小于 5 的敏感数字不出市县，也不打开明细。"), code="guarded_measure", status=403)
        if not may(actor, chosen.facts.opens):
            return Opened(chosen, place, span, total, [], total, None, _("您的角色只看数字，不看明细。"))
        visible = chosen.facts.visible(actor, facts)
        seen = _weigh(chosen, visible)
        if total and not seen and not _touches(actor, chosen, network, place):
            raise Http404
        rows, following = _rows(actor, chosen, visible, limit, cursor)
    hidden = max(total - seen, 0)
    reason = _("部分记录不在您可查看的范围内。") if hidden else ""
    return Opened(chosen, place, span, total, rows, hidden, following, reason)


def _is_told(
    actor: Actor, measure: Measure, place: Place, period: str, span: Period, total: int, breakdown: tuple | None
) -> bool:
    """Whether this reader is told the number itself, or of a key of a breakdown that part of it."""
    if not measure.guarded or small.stays_in_county(actor, place):
        return True
    if not breakdown:
        return small.is_told(actor, measure, place, span, total)
    parts = figure(actor, measure.code, place, period, tuple(breakdown[0].split(","))).by
    return not any(part.suppressed and part.key == breakdown[1] for part in parts)


def _facts_of(
    measure: Measure, network: Network, place: Place, span: Period, breakdown: tuple[str, str] | None
) -> QuerySet:
    facts = measure.facts
    day = min(span.last, clock.today()) if measure.kind == STOCK else None
    if day:
        rows = open_on(facts, day).filter(measure.condition)
        there = _on_area(place, facts.area) if facts.area else _at_station(network, place, day, facts.station)
        rows = rows.filter(there)
    else:
        days = measure.within(span, clock.today())
        rows = measure.counted().filter(network.where(place, days.first, days.last)(facts.station, facts.on))
    return rows.filter(*_narrowed(measure, breakdown, day)) if breakdown else rows


def _at_station(network: Network, place: Place, day: date, station: str) -> Q:
    if network.is_everywhere(place):
        return Q()
    members = network.members(place, Period.of("month", day).months()[0])
    return Q(**{f"{station}__in": list(members)})


def _on_area(place: Place, area: str) -> Q:
    return Q(**{f"{area}__startswith" if place.kind == "area" else area: place.path})


def _narrowed(measure: Measure, breakdown: tuple[str, str], day: date | None) -> list:
    """The conditions that a fact has these keys: one, or of a cross such as `domain,method` one each."""
    keys = _keys(breakdown)
    for name, key in keys:
        dimension = measure.facts.dimensions.get(name)
        if dimension is None or dimension.where is None or name not in (*measure.breakdowns, *measure.fine):
            words = {"code": measure.code, "by": name}
            raise invalid("by", _("指标 %(code)s 的明细不能按“%(by)s”筛选。") % words)
        _refuse_unknown(dimension, name, key)
    return [measure.facts.dimensions[name].where(key, day) for name, key in keys]  # type: ignore[misc]


def _keys(breakdown: tuple[str, str]) -> list[tuple[str, str]]:
    names, keys = (text.split(",") for text in breakdown)
    if len(names) != len(keys) or (len(names) > 1 and tuple(names) not in (*CROSSES, *FINE_CROSSES)):
        raise invalid("key", _("分项“%(by)s”没有“%(key)s”。") % {"by": breakdown[0], "key": breakdown[1]})
    return list(zip(names, keys, strict=True))


def _refuse_unknown(dimension: Dimension, name: str, key: str) -> None:
    """A key of a list that is closed, such as the age bands, must be one of them."""
    if dimension.closed and key not in dimension.names():
        raise invalid("key", _("分项“%(by)s”没有“%(key)s”。") % {"by": name, "key": key})


def _refuse_guarded(measure: Measure, breakdown: tuple[str, str] | None) -> None:
    """Nobody is found by what is kept closely: of such a key there is a number and no list."""
    if breakdown and is_kept(measure, *breakdown):
        raise RuleBroken(_("敏感类别只有数字，不打开名单。"), code="guarded_key", status=403)


def _total(measure: Measure, place: Place, span: Period, facts: QuerySet, breakdown: tuple | None) -> int:
    """The figure itself, so that a page of rows never disagrees with it."""
    if breakdown:
        return _weigh(measure, facts)
    return read(Asked(place, (span,), (measure,))).number(measure, place, span)


def _weigh(measure: Measure, rows: QuerySet) -> int:
    if measure.kind == DISTINCT:
        return rows.order_by().values(measure.facts.number).distinct().count()
    return rows.order_by().aggregate(weight=Sum(measure.weight(), default=0))["weight"]


def _touches(actor: Actor, measure: Measure, network: Network, place: Place) -> bool:
    """Whether the actor's reach and the place have any station in common, rows or no rows."""
    reached = {str(g.on_id) for g in actor.grants_for(measure.facts.opens) if g.on_kind == "station"}
    paths = [g.area_path for g in actor.grants_for(measure.facts.opens) if g.on_kind == "area" and g.area_path]
    if any(g.on_kind == "province" for g in actor.grants_for(measure.facts.opens)):
        return True
    month = Period.of("month", clock.today()).months()[0]
    members = network.members(place, month)
    within = {s for path in paths for s in network.members(Place("area", place.id, "", "", path), month)}
    return any(str(station) in reached or station in within for station in members)


def _rows(
    actor: Actor, measure: Measure, visible: QuerySet, limit: int, cursor: str | None
) -> tuple[list[Row], str | None]:
    facts = measure.facts
    if measure.kind == DISTINCT:
        people = visible.order_by().values(facts.person).annotate(last=Max(facts.on))
        found, following = page(people, limit, cursor, ("-last", facts.person))
        return facts.people(actor, [(row[facts.person], row["last"]) for row in found]), following
    found, following = page(visible.annotate(weight=measure.weight()), limit, cursor, (f"-{facts.on}", "-pk"))
    rows = facts.present(actor, found)
    return [replace(row, weight=fact.weight) for row, fact in zip(rows, found, strict=True)], following
