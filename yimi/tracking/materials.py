"""What tracked items give to inspections (迎检材料): each finding from the day it was found to proof and recheck."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from yimi.accounts.models import User
from yimi.core import seal
from yimi.core.permissions import Permission
from yimi.ledgers.materials import File, table
from yimi.ledgers.queries import stations_in
from yimi.ledgers.spans import Span

from .models import Step, TrackedItem
from .queries import items_for
from .sources import sources

HEADER = (
    "来源", "事项", "社工站", "市县", "等次", "发现日期", "办结期限", "状态", "佐证次数", "最近佐证", "退回次数",
    "办结日期", "列入计划年度", "要求",
)  # fmt: skip
ORDER = ("county__order", "station__code", "found_on", "id")


def closed_loop(by: User, span: Span) -> Iterator[File]:
    """问题整改台账: what was found by the last day and was not settled before the first."""
    there = Q(station__in=stations_in(by, Permission.TRACKING_VIEW, span))
    if not span.station:
        there |= Q(station=None, county__code=span.county) if span.county else Q(station=None)
    of_days = Q(found_on__lte=span.last) & (Q(closed_on=None) | Q(closed_on__gte=span.first))
    rows = items_for(by).filter(there, of_days).exclude(state=TrackedItem.State.VOID).order_by(*ORDER)
    proof, returned = Q(steps__what=Step.What.PROOF), Q(steps__what=Step.What.RETURNED)
    counted = rows.annotate(
        proofs=Count("steps", filter=proof), last=Max("steps__at", filter=proof),
        returns=Count("steps", filter=returned),
    )  # fmt: skip
    found = list(counted)
    if not span.is_masked:
        seal.read(found, "detail")
    yield from table("问题整改台账", HEADER, [_row(each, span.is_masked) for each in found], by)


def _row(item: TrackedItem, is_masked: bool) -> tuple:
    source, last = sources.get(item.source_kind), _annotated(item, "last")
    return (
        str(source.label) if source else "", item.title, item.station.name if item.station else "",
        item.county.name if item.county else "", str(item.get_kind_display()), item.found_on, item.due_on,
        str(item.get_state_display()), _annotated(item, "proofs"),
        localdate(last) if isinstance(last, datetime) else None, _annotated(item, "returns"), item.closed_on,
        item.plan_year, "" if is_masked else item.opened["detail"],
    )  # fmt: skip


def _annotated(item: TrackedItem, name: str) -> object:
    return getattr(item, name)
