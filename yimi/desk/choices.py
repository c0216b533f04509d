"""What the analysis page is asked (分析的选择): measure, place, period, breakdown, and what to compare with.

The address holds the whole choice. What cannot be is said in words, and the rest of the choice is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.actors import Actor
from yimi.core.errors import Invalid, invalid
from yimi.core.periods import Period
from yimi.figures.fine import is_fine, refusal
from yimi.figures.measure import CROSSES, DISTINCT, FINE_CROSSES, STOCK, Measure, measures
from yimi.figures.queries import CUMULATIVE, THIS_YEAR, check_breakdown, measure_named, span_named

from .board import MAIN, period_label, this_month
from .scopes import Scope, scope_of

BREAKDOWNS = {
    "area": gettext_lazy("区划"),
    "station": gettext_lazy("社工站"),
    "month": gettext_lazy("月"),
    "day": gettext_lazy("日"),
    "domain": gettext_lazy("服务领域"),
    "service": gettext_lazy("服务项目"),
    "method": gettext_lazy("服务方法"),
    "category": gettext_lazy("对象类别"),
    "sex": gettext_lazy("性别"),
    "age_band": gettext_lazy("年龄段"),
    "village": gettext_lazy("村（居）"),
    "worker": gettext_lazy("社工"),
    "joint": gettext_lazy("单独或协同"),
    "group_type": gettext_lazy("小组类型"),
    "task_kind": gettext_lazy("事项性质"),
    "mode": gettext_lazy("建设模式"),
    "station_kind": gettext_lazy("类型"),
    "batch": gettext_lazy("批次"),
    "place_state": gettext_lazy("覆盖情况"),
    "listed_year": gettext_lazy("计划年度"),
    "post": gettext_lazy("岗位"),
    "station_level": gettext_lazy("层级"),
}
PREVIOUS, LAST_YEAR, WHOLE = "previous", "last_year", "none"
MOST_DAYS = 31


@dataclass(frozen=True)
class Choice:
    """All that was chosen; `faults` are what was wrong and is left out."""

    scope: Scope
    measure: Measure
    period: str
    span: Period
    by: tuple[str, ...]
    against: str
    other: Period | None
    faults: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return _("本年累计（%(span)s）") % {"span": self.span.label} if self.is_this_year else self._label

    @property
    def is_this_year(self) -> bool:
        return self.period == THIS_YEAR

    @property
    def _label(self) -> str:
        return period_label(self.period, self.span)

    @property
    def kept(self) -> dict[str, str]:
        """The choice without its place and period, as it stands in an address."""
        chosen = {"measure": self.measure.code, "by": ",".join(self.by) or WHOLE, "against": self.against}
        return {name: value for name, value in chosen.items() if value}

    @property
    def query(self) -> dict[str, str]:
        return self.scope.query | {"period": self.period} | self.kept

    def url(self, name: str = "desk:analysis", **changes: str) -> str:
        return f"{reverse(name)}?{urlencode(self.query | changes)}"


def choice_of(actor: Actor, asked: Mapping[str, str]) -> Choice:
    """The choice that an address holds; what it leaves open is chosen for the reader."""
    scope, faults = scope_of(actor, asked.get("area"), asked.get("station")), Faults()
    measure = faults.catch(lambda: measure_named(asked.get("measure") or MAIN), measures[MAIN])
    period = _given(asked, "from", "to") or asked.get("period") or this_month()
    span = faults.catch(lambda: span_named(period, scope.place), None)
    if span is None:
        period = this_month()
        span = Period.parse(period)
    by = faults.catch(lambda: _by(asked.get("by"), measure, scope, span), ())
    against = _given(asked, "against_from", "against_to") or asked.get("against", "")
    other = faults.catch(lambda: _other(against, span, period), None)
    return Choice(scope, measure, period, span, by, against if other else "", other, faults.said)


class Faults:
    """What was wrong with what was asked, in words."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def catch(self, find: Any, otherwise: Any) -> Any:
        try:
            return find()
        except Invalid as fault:
            self.said += [str(text) for texts in fault.fields.values() for text in texts]
            return otherwise


def offered(measure: Measure, scope: Scope, span: Period) -> list[tuple[str, ...]]:
    """The breakdowns that this measure has, in this place and span."""
    places = () if scope.station else ("area",) if measure.is_of_areas else ("area", "station")
    times = ("month",) if len(span.months()) > 1 else ()
    days = ("day",) if 1 < _days(span) <= MOST_DAYS else ()
    found: list[tuple[str, ...]] = [(name,) for name in (*places, *times, *days)]
    found += [(name,) for name in BREAKDOWNS if name in measure.breakdowns]
    crosses = () if measure.kind in (DISTINCT, STOCK) else CROSSES
    found += [cross for cross in crosses if set(cross) <= set(measure.breakdowns)]
    every = {*measure.breakdowns, *measure.fine}
    fine = [*((name,) for name in measure.fine), *(cross for cross in FINE_CROSSES if set(cross) <= every)]
    here = scope.is_own_station
    return found + [by for by in fine if not refusal(measure, by, scope.place, span, works_here=here)]


def title_of(by: tuple[str, ...], scope: Scope) -> str:
    """What a breakdown is called: 市县 for the areas of the province, 乡镇（街道） below."""
    if by == ("area",):
        return _("市县") if scope.is_province else _("乡镇（街道）")
    return " × ".join(str(BREAKDOWNS[name]) for name in by)


def _by(text: str | None, measure: Measure, scope: Scope, span: Period) -> tuple[str, ...]:
    """The breakdown asked for; without one, what tells most: places, else time."""
    possible = offered(measure, scope, span)
    if text is None:
        return next((by for by in (("area",), ("month",), ("day",)) if by in possible), ())
    by = () if text == WHOLE else tuple(name.strip() for name in text.split(",") if name.strip())
    if not set(by) <= set(BREAKDOWNS):
        check_breakdown(measure, by)
    if by and is_fine(measure, by):
        check_breakdown(measure, by)
        if reason := refusal(measure, by, scope.place, span, works_here=scope.is_own_station):
            raise invalid("by", reason)
    if by and by not in possible:
        raise invalid("by", _("这个指标、范围和周期不能按“%(by)s”分列。") % {"by": title_of(by, scope)})
    return by


def _other(against: str, span: Period, period: str) -> Period | None:
    """The period to compare with."""
    if not against:
        return None
    if period == CUMULATIVE or (period == THIS_YEAR and against == PREVIOUS):
        raise invalid("against", _("累计数没有可以对比的上期，请改选周期。"))
    if against in (PREVIOUS, LAST_YEAR):
        return span.previous() if against == PREVIOUS else span.year_before()
    return Period.parse(against)


def _given(asked: Mapping[str, str], first: str, last: str) -> str:
    """A range that was filled in as two days."""
    return f"{asked.get(first, '')}..{asked.get(last, '')}" if asked.get(first) or asked.get(last) else ""


def _days(span: Period) -> int:
    return (span.last - span.first).days + 1
