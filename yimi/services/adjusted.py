"""The records behind an adjustment (上期调整的记录): what a locked month gained or lost by each since it was locked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import db
from yimi.core.actors import Actor, may
from yimi.core.api import page
from yimi.core.errors import RuleBroken, invalid
from yimi.core.periods import Month, Period
from yimi.core.permissions import Permission
from yimi.figures.contributions import counted_by_months
from yimi.figures.locking import Adjustment, adjustments, locks_of
from yimi.figures.measure import FLOW, Measure, measures
from yimi.figures.places import Network, Place

from .facts import in_sight
from .models import Contact, Restated
from .sheets import Sheet, sheets

ENTERED, CORRECTED, VOIDED = "entered", "corrected", "voided"
CHANGES = {
    ENTERED: gettext_lazy("补录"),
    CORRECTED: gettext_lazy("更正"),
    VOIDED: gettext_lazy("作废"),
}
ORDER = ("-at", "-id")


@dataclass(frozen=True)
class Change:
    """One record that changed since the month was locked: what it counted then and counts now."""

    sheet: Sheet
    change: str
    was: int
    now: int

    @property
    def label(self) -> Any:
        return CHANGES[self.change]

    @property
    def difference(self) -> int:
        return self.now - self.was


@dataclass(frozen=True)
class Changes:
    """One page of the records behind an adjustment; what the reader may not see is a number.

    `other` is what comes of anything but records: people merged, categories, a station that moved. Nothing is said
    of it for persons, who do not add up.
    """

    line: Adjustment
    span: Period
    locked_at: datetime
    rows: list[Change]
    hidden: int
    hidden_difference: int
    other: int | None
    next: str | None
    reason: str = ""


def changes(
    actor: Actor, code: str, place: Place, month: str, *, limit: int = 50, cursor: str | None = None
) -> Changes:
    """The records that changed a measure of a locked month; 404 where the month is not locked.

    Raises:
        Invalid: the measure is none, or its facts are not parts of records.
        RuleBroken: the number is too small to be told to this reader.
    """
    measure = measures.get(code)
    if measure is None or not measure.facts or not measure.facts.changes:
        raise invalid("measure", _("这个指标的变动不能按服务记录列出。"))
    with db.snapshot():
        found = adjustments(actor, place, month, only=measure)
        line = found.lines[0]
        if line.is_hidden:
            raise RuleBroken(_("小于 5 的敏感数字不出市县，也不打开明细。"), code="guarded_measure", status=403)
        rows = _rows(measure, place, found.span)
        count, whole = _weighed(rows)
        seen = rows.none()
        if may(actor, Permission.CONTACT_VIEW):
            seen = rows.filter(pk__in=_visible(actor))
        shown, difference = _weighed(seen)
        listed, following = page(seen.select_related("contact"), limit, cursor, ORDER)
        told = _told(actor, listed, found.lock.at)
    is_flow = measure.kind == FLOW and line.difference is not None
    other = int(line.difference or 0) - whole if is_flow else None
    reason = _reason(actor, count - shown)
    return Changes(
        line, found.span, found.lock.at, told, count - shown, whole - difference, other, following, reason
    )  # fmt: skip


def _rows(measure: Measure, place: Place, span: Period) -> QuerySet[Restated]:
    """Those whose number in this measure is another than when the month was locked."""
    network, facts = Network(), measure.facts
    rows = Restated.objects.unscoped("figures").filter(month=span.first)
    if not network.is_everywhere(place):
        rows = rows.filter(station__in=network.members(place, Month.of(span.first)))
    counted = measure.counted().filter(
        **{
            facts.contact: OuterRef("contact"), facts.station: OuterRef("station"),
            f"{facts.on}__range": (span.first, span.last),
        }
    )  # fmt: skip
    weights = counted.order_by().values(facts.contact).annotate(n=Sum(measure.weight())).values("n")
    then = Cast(KeyTransform(measure.code, "was"), IntegerField())
    rows = rows.annotate(
        now=Coalesce(Subquery(weights, output_field=IntegerField()), 0), then=Coalesce(then, 0)
    )  # fmt: skip
    return rows.annotate(difference=F("now") - F("then")).exclude(difference=0)


def _weighed(rows: QuerySet) -> tuple[int, int]:
    found = rows.order_by().aggregate(n=Count("pk"), whole=Coalesce(Sum("difference"), 0))
    return found["n"], found["whole"]


def _visible(actor: Actor) -> QuerySet:
    return Restated.objects.allowed(actor, Permission.CONTACT_VIEW).filter(contact__in=in_sight(actor)).values("pk")


def _told(actor: Actor, rows: list[Any], locked_at: datetime) -> list[Change]:
    shown = {sheet.contact.pk: sheet for sheet in sheets(actor, [row.contact for row in rows])}
    return [
        Change(shown[row.contact_id], _change(row.contact, locked_at), row.then, row.now)
        for row in rows
        if row.contact_id in shown
    ]


def _change(contact: Contact, locked_at: datetime) -> str:
    if contact.is_void:
        return VOIDED
    return ENTERED if contact.recorded_at > locked_at else CORRECTED


def _reason(actor: Actor, hidden: int) -> str:
    if not hidden:
        return ""
    if not may(actor, Permission.CONTACT_VIEW):
        return _("您的角色只看数字，不看明细。")
    return _("部分记录不在您可查看的范围内。")


@dataclass(frozen=True)
class Adjusts:
    """A locked month of which this record is part of the adjustment: the measures, and by how much."""

    month: date
    locked_at: datetime
    differences: dict[str, int]

    @property
    def label(self) -> str:
        return Period.of("month", self.month).label

    @property
    def named(self) -> list[tuple[Any, int]]:
        return [
            (measure.name, self.differences[measure.code]) for measure in measures if measure.code in self.differences
        ]


def adjusted_by(contact: UUID, station: UUID) -> list[Adjusts]:
    """The locked months whose adjustment this record enters (计入上期调整), oldest first."""
    kept = list(Restated.objects.unscoped("本条记录计入的上期调整").filter(contact=contact).order_by("month"))
    if not kept:
        return []
    counted, locks = counted_by_months([contact]), locks_of({row.month for row in kept})
    differences: dict[date, dict[str, int]] = {}
    for row in kept:
        now = counted.get((contact, row.month), {}) if row.station_id == station else {}
        changed = differences.setdefault(row.month, {})
        for code in {*now, *row.was}:
            changed[code] = changed.get(code, 0) + now.get(code, 0) - row.was.get(code, 0)
    told = {month: {code: n for code, n in changed.items() if n} for month, changed in differences.items()}
    return [Adjusts(month, locks[month], changed) for month, changed in told.items() if changed]
