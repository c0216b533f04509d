"""The fold (归集): recompute marked leaves and nodes in the background, by the exact protocol.

Read: one snapshot reads the mark ids and the facts of their leaves. Write: a short transaction first
deletes exactly those marks; if any is gone another folder has it, so everything is rolled back. Then
the leaf is stored and its county marked. Nodes the same, one level up. Any number of folders may run.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from yimi.core import db
from yimi.core.models import State
from yimi.core.periods import ONE_DAY, Month

from .cells import TOTAL, Cells
from .leaves import Key, compute, of_leaves
from .measure import DISTINCT, FLOW, STOCK, Measure, measures_of, streams
from .models import LeafPart, Mark, NodeMark, NodePart, Parts, StockChange
from .parts import TOTALS, open_part, packed, unpacked
from .places import Network, Place

BATCH = 96
NOT_LATER = timedelta(0)
MEASURES = "figures.measures"


class Taken(Exception):
    """Another folder deleted one of the marks first."""


def fold() -> int:
    """Fold everything that is marked now; gives the number of leaves and nodes made."""
    return _drain(fold_leaves) + _drain(fold_nodes)


def rebuild() -> int:
    """Mark every leaf there could be, then fold: the figures again from nothing but the facts."""
    _mark_all()
    return fold()


@transaction.atomic
def adopt() -> bool:
    """Mark every leaf if they were made by other measures than are declared now; whether it did."""
    told = hashlib.sha256("\n".join(sorted(map(_told_of, measures_of()))).encode()).hexdigest()
    state, _made = State.objects.get_or_create(key=MEASURES, defaults={"value": ""})
    if state.value == told:
        return False
    _mark_all()
    State.objects.filter(key=MEASURES).update(value=told)
    return True


def _told_of(measure: Measure) -> str:
    """A measure in words: whoever changes what it counts changes its definition."""
    with override(None):
        return f"{measure.code} {measure.kind} {measure.facts.key} {measure.breakdowns} {measure.definition}"


def _mark_all() -> None:
    keys = {
        (station, day + later)
        for facts, on, later in _fact_days()
        for station, day in facts.rows().values_list(facts.station, on).distinct()
        if day
    }
    keys |= set(LeafPart.objects.each().values_list("station_id", "month"))
    months = {(station, Month.of(day).first) for station, day in keys if day}
    Mark.objects.bulk_create((Mark(station_id=station, month=month) for station, month in months), batch_size=500)


def verify() -> list[str]:
    """Recompute every leaf and node that is not marked and compare; what differs, in words."""
    with db.snapshot():
        marked = set(Mark.objects.values_list("station_id", "month"))
        kept = [key for key in LeafPart.objects.each().values_list("station_id", "month") if key not in marked]
        wrong = [_told(key) for key in differing_leaves([(station, Month.of(month)) for station, month in kept])]
        pending = set(NodeMark.objects.values_list("area_id", "month"))
        above = [key for key in NodePart.objects.each().values_list("area_id", "month") if key not in pending]
        return wrong + [_told(key) for key in differing_nodes([(area, Month.of(month)) for area, month in above])]


def differing_leaves(keys: list[Key]) -> list[Key]:
    """The leaves that are not what the facts give."""
    return [key for chunk in _chunks(keys) for key in _differing(chunk, compute(chunk), LeafPart, "station_id")]


def differing_nodes(keys: list[Key]) -> list[Key]:
    """The nodes that are not what their leaves give."""
    return [key for chunk in _chunks(keys) for key in _differing(chunk, _united(chunk), NodePart, "area_id")]


def _chunks(keys: list[Key]) -> Iterator[list[Key]]:
    keys = sorted(keys, key=lambda key: key[1].first)
    for start in range(0, len(keys), 200):
        yield keys[start : start + 200]


def _differing(keys: list[Key], fresh: dict[Key, Cells], model, place: str) -> list[Key]:
    """The keys whose stored cells are not what the facts give."""
    kept = _kept(model.objects.all(), place, {month.first for _place, month in keys})
    return [key for key in keys if not _is_made_of(fresh[key], kept[key])]


def _kept(parts: Parts, place: str, months: Iterable[date]) -> dict[Key, list[tuple[str, bytes]]]:
    """The stored parts of these months, by place and month."""
    kept: dict[Key, list[tuple[str, bytes]]] = defaultdict(list)
    rows = parts.filter(month__in=months).values_list(place, "month", "part", "content")
    for pk, month, part, content in rows.iterator():
        kept[pk, Month.of(month)].append((part, content))
    return kept


def _is_made_of(cells: Cells, parts: list[tuple[str, bytes]]) -> bool:
    totals = Cells()
    for part, content in parts:
        if part == TOTALS:
            open_part(totals, part, content, heads={TOTAL})
    whole = unpacked((part, content) for part, content in parts if part != TOTALS)
    return _content(whole) == _content(cells) and _content(totals) == _content(cells.totals())


def _content(cells: Cells) -> tuple[dict, dict]:
    """Cells without zeros and empty sets, for comparing."""
    counts = {code: {n: c for n, c in named.items() if c} for code, named in cells.counts.items()}
    sets = {code: {n: set(s) for n, s in named.items() if s} for code, named in cells.sets.items()}
    return {code: named for code, named in counts.items() if named}, {c: named for c, named in sets.items() if named}


def _told(key: Key) -> str:
    return f"{key[0]} {key[1].year}-{key[1].number:02d} 与台账不一致"


def fold_leaves() -> int:
    """Fold up to one batch of leaves."""
    with db.snapshot():
        marks = _some_marks(Mark.objects.values_list("station_id", "month", "id"))
        leaves = compute(marks)
        counties = _counties_of(marks)
    return _store(leaves, marks, lambda made: _keep_leaves(made, counties), Mark)


def fold_nodes() -> int:
    """Fold up to one batch of nodes from the stored leaves."""
    with db.snapshot():
        marks = _some_marks(NodeMark.objects.values_list("area_id", "month", "id"))
        nodes = _united(marks)
    return _store(nodes, marks, _keep_nodes, NodeMark)


def _drain(step) -> int:
    """Repeat a step while it makes something."""
    total = 0
    while made := step():
        total += made
    return total


def _fact_days() -> Iterable[tuple]:
    for facts, _measures in streams({FLOW, STOCK, DISTINCT}):
        yield facts, facts.on, NOT_LATER
        if facts.until:  # what ends is missing from the next day on
            yield facts, facts.until, ONE_DAY


def _some_marks(rows) -> dict[Key, list[int]]:
    """The marks of at most one batch of keys, with all their ids as this snapshot sees them."""
    marks: dict[Key, list[int]] = defaultdict(list)
    for place, month, pk in rows.order_by("month", rows.query.values_select[0]).iterator():
        key = (place, Month.of(month))
        if key not in marks and len(marks) == BATCH:
            break
        marks[key].append(pk)
    return dict(marks)


def _store(made: dict[Key, Cells], marks: dict[Key, list[int]], keep, model) -> int:
    """Claim and keep a batch; where someone else took a mark, key by key."""
    if not made:
        return 0
    try:
        _claim_and_keep(made, marks, keep, model)
    except Taken:
        return sum(_store_one(key, made[key], marks[key], keep, model) for key in made)
    return len(made)


def _store_one(key: Key, cells: Cells, ids: list[int], keep, model) -> int:
    try:
        _claim_and_keep({key: cells}, {key: ids}, keep, model)
    except Taken:
        return 0
    return 1


@transaction.atomic
def _claim_and_keep(made: dict[Key, Cells], marks: dict[Key, list[int]], keep, model) -> None:
    ids = [pk for key in made for pk in marks[key]]
    deleted, _ = model.objects.filter(id__in=ids).delete()
    if deleted != len(ids):
        raise Taken
    keep(made)


def _keep_leaves(made: dict[Key, Cells], counties: dict[Key, UUID | None]) -> None:
    _keep(LeafPart, "station_id", made)
    StockChange.objects.filter(of_leaves(made, "station_id", "month")).delete()
    StockChange.objects.bulk_create(
        StockChange(station_id=station, month=month.first, measure=measure.code, change=change)
        for (station, month), cells in made.items()
        for measure in measures_of(STOCK)
        if (change := cells.count(measure.code))
    )
    above = {(county, month.first) for (station, month) in made if (county := counties[station, month])}
    NodeMark.objects.bulk_create(NodeMark(area_id=county, month=month) for county, month in above)


def _keep_nodes(made: dict[Key, Cells]) -> None:
    _keep(NodePart, "area_id", made)


def _keep(model, place: str, made: dict[Key, Cells]) -> None:
    """Store parts instead of those there were: which breakdowns a leaf has is not what it had."""
    model.objects.filter(of_leaves(made, place, "month")).delete()
    model.objects.bulk_create(
        (
            model(**{place: pk}, month=month.first, part=part, content=content)
            for (pk, month), cells in made.items()
            for part, content in packed(cells).items()
        ),
        batch_size=1000,
    )


def _counties_of(keys: Iterable[Key]) -> dict[Key, UUID | None]:
    network = Network()
    return {key: next((c.id for c in network.counties if key[0] in network.members(c, key[1])), None) for key in keys}


def _united(keys: Iterable[Key]) -> dict[Key, Cells]:
    """Each county's leaves of the month, added and united."""
    network, keys = Network(), list(keys)
    places: dict[UUID, Place] = {county.id: county for county in network.counties}
    leaves = _kept(LeafPart.objects.exclude(part=TOTALS), "station_id", {month.first for _area, month in keys})
    nodes: dict[Key, Cells] = {}
    for area, month in keys:
        nodes[(area, month)] = node = Cells()
        for station in network.members(places[area], month):
            node.merge(unpacked(leaves.get((station, month), ())))
    return nodes
