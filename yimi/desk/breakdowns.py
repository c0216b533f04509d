"""The main figure of a county or station taken apart (分项): by domain, category of clients and age."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import db
from yimi.core.actors import Actor
from yimi.core.periods import Period
from yimi.figures.measure import Measure, measures
from yimi.figures.queries import Part, parts, span_named
from yimi.figures.reading import Asked, read

from .board import MAIN
from .scopes import Scope

HEADS = {
    "domain": gettext_lazy("按服务领域"),
    "category": gettext_lazy("按对象类别"),
    "age_band": gettext_lazy("按年龄段"),
}
OVERLAP = {"domain", "category"}
MOST = 10


@dataclass(frozen=True)
class Share:
    """One key with its figure and how long its bar is, of 100. A suppressed one has no number."""

    label: str
    value: int | float | None
    percent: int
    suppressed: bool


@dataclass(frozen=True)
class Breakdown:
    """A figure by one breakdown, the largest first. Where keys overlap, `note` says that they do not add up."""

    title: Any
    shares: list[Share]
    note: str


@dataclass(frozen=True)
class Apart:
    """A figure taken apart, with its total and the span it is about."""

    measure: Measure
    span: Period
    total: int | float | None
    breakdowns: list[Breakdown]


def apart(actor: Actor, scope: Scope, period: str) -> Apart:
    """The main figure of a scope in a period by each breakdown that has anything to show; one snapshot."""
    with db.snapshot():
        measure, span = measures[MAIN], span_named(period, scope.place)
        reading = read(Asked(scope.place, (span,), (measure,), frozenset(HEADS)))
        found = [_breakdown(head, parts(actor, reading, measure, scope.place, span, (head,))) for head in HEADS]
        total = reading.value(measure, scope.place, span).number
    shown = [breakdown for breakdown in found if breakdown.shares]
    return Apart(measure, span, total, shown)


def _breakdown(head: str, keys: list[Part]) -> Breakdown:
    shown = [part for part in keys if part.value or part.suppressed]
    if head != "age_band":
        shown.sort(key=lambda part: -(part.value or 0))
    most = max((part.value or 0 for part in shown), default=0) or 1
    shares = [Share(p.label, p.value, round(100 * (p.value or 0) / most), p.suppressed) for p in shown[:MOST]]
    return Breakdown(HEADS[head], shares, _("各项有交叉，不等于合计。") if head in OVERLAP else "")
