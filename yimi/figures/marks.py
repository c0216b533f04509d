"""Marks (标记): say in the action's own transaction which leaves it made stale."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yimi.core import db
from yimi.core.periods import Month

from .models import LeafPart, Mark, NodeMark, NodePart


def mark(keys: Iterable[tuple[UUID, date]]) -> None:
    """Mark the leaves of these (station, day) pairs. Pass the OLD and the NEW pair of a changed fact."""
    for station, month in {(station, Month.of(day).first) for station, day in keys if day}:
        db.put(Mark(station_id=station, month=month), once=(station, month))


def mark_station(stations: Iterable[UUID], since: date | None = None) -> None:
    """Mark every leaf of these stations, and all nodes of those months: a date or the area changed."""
    leaves = LeafPart.objects.each().filter(station__in=list(stations))
    nodes = NodePart.objects.each()
    if since:
        leaves, nodes = leaves.filter(month__gte=since.replace(day=1)), nodes.filter(month__gte=since.replace(day=1))
    mark(leaves.values_list("station_id", "month"))
    for area, month in nodes.values_list("area_id", "month"):
        db.put(NodeMark(area_id=area, month=month), once=(area, month))
