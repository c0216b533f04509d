"""What can be read of targets (目标): those of a place with their pace, one with its parts, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.periods import Month
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, RATE, Measure, measures
from yimi.figures.queries import figure
from yimi.planning import done
from yimi.planning.models import Decomposition, Share, Target
from yimi.planning.pace import Clockwork, Pace, pace_of
from yimi.planning.places import STATION, Spot, children, lineage, reaches
from yimi.planning.splitting import ADDING, Sum
from yimi.planning.standing import checked
from yimi.planning.weighing import is_split, month_key

State = Decomposition.State
WHY = "下达到本级的目标"


@dataclass(frozen=True)
class Node:
    """A target as one place has it: what it has to reach, how that goes, and how it is handed down."""

    target: Target
    measure: Measure
    spot: Spot
    value: int
    is_own: bool
    published: Decomposition | None
    draft: Decomposition | None
    pace: Pace | None = None
    url: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether what was handed down was made for another value than the place has now."""
        return self.published is not None and not self.is_own and self.published.total != self.value

    @property
    def is_handed_down(self) -> bool:
        """Whether the value holds for this place: it was handed to it, or it has published its own."""
        return not self.is_own or self.published is not None

    @property
    def is_split(self) -> bool:
        return is_split(self.target, self.spot)


def targets_at(actor: Actor, spot: Spot, year: int) -> list[Node]:
    """The targets of a place in a year, in the order of the measures, with their pace."""
    found = _nodes(actor, spot, year)
    if not found:
        return []
    doing = done.read_year(actor, spot.place, year, [node.measure.code for node in found])
    time, today = done.clockworks([spot.place], year)[spot.place.id], clock.today()
    return [_with_pace(node, doing, time, today) for node in found]


def _with_pace(node: Node, doing: done.Doing, time: Clockwork, today: date) -> Node:
    code, place = node.measure.code, node.spot.place
    pace = pace_of(node.measure.kind, node.value, doing.of(code, place), time, today, node.target.due_on)
    url = done.rows_url(code, place, node.target.year)
    return Node(**{**vars(node), "pace": pace, "url": url})


def _nodes(actor: Actor, spot: Spot, year: int) -> list[Node]:
    if not reaches(actor, Permission.PLANNING_VIEW, spot):
        raise Http404
    mine = Decomposition.objects.allowed(actor, Permission.PLANNING_VIEW).filter(place=spot.key, target__year=year)
    versions: dict[UUID, list[Decomposition]] = {}
    for made in mine.select_related("target__area", "published_by").order_by("number"):
        versions.setdefault(made.target_id, []).append(made)
    values: dict[UUID, tuple[Target, int, bool]] = {}
    shares = Share.objects.allowed(actor, Permission.PLANNING_VIEW).filter(
        place=spot.key, month=None, decomposition__state=State.PUBLISHED, decomposition__target__year=year
    )
    for share in shares.select_related("decomposition__target__area").order_by("decomposition__number"):
        values[share.decomposition.target_id] = (share.decomposition.target, share.value, False)
    for made_here in versions.values():
        last = made_here[-1]
        if spot.level != STATION and last.target.area_id == spot.area:
            out = [made for made in made_here if made.state == State.PUBLISHED]
            values[last.target_id] = (last.target, (out or made_here)[-1].total, True)
    may_set = reaches(actor, Permission.TARGET_SET, spot)
    nodes = [_node(spot, *value, versions.get(pk, []), may_set) for pk, value in values.items()]
    nodes = [node for node in nodes if node.published or not node.is_own or may_set]
    return sorted(nodes, key=lambda node: (node.measure.order, not node.is_own))


def _node(spot: Spot, target: Target, value: int, is_own: bool, versions: list[Decomposition], may_set: bool) -> Node:
    published = next((made for made in reversed(versions) if made.state == State.PUBLISHED), None)
    draft = next((made for made in versions if made.state == State.DRAFT), None) if may_set else None
    return Node(target, measures[target.measure], spot, value, is_own, published, draft)


@dataclass(frozen=True)
class Part:
    """What one county, station or month has to reach, and how it goes."""

    key: str
    name: Any
    value: int
    is_locked: bool
    pace: Pace | None
    url: str = ""
    query: dict[str, str] = field(default_factory=dict)
    before: int | None = None  # in the version before

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.before == self.value else self.value - self.before


@dataclass(frozen=True)
class Sheet:
    """One target at one place: its node, its parts in official order, whether they add up, and all versions."""

    node: Node
    parts: list[Part]
    sum: Sum | None
    versions: list[Decomposition]
    shown: Decomposition | None
    above: list[Spot]

    @property
    def adds(self) -> bool:
        return self.node.measure.kind in ADDING


def sheet_for(actor: Actor, pk: UUID, spot: Spot, number: int | None = None) -> Sheet:
    """The target as this place has it, in the version that is in force, or in another one; 404 where it has none."""
    year = Target.objects.unscoped(WHY).filter(pk=pk).values_list("year", flat=True).first()
    node = next((each for each in targets_at(actor, spot, year or 0) if each.target.pk == pk), None)
    if node is None:
        raise Http404
    rows = Decomposition.objects.allowed(actor, Permission.PLANNING_VIEW).filter(target=pk, place=spot.key)
    versions = list(rows.select_related("target", "published_by", "made_by").order_by("-number"))
    if not node.draft:
        versions = [made for made in versions if made.state == State.PUBLISHED]
    shown = next((made for made in versions if made.number == number), None) or node.published
    before = next((made for made in versions if shown and made.number < shown.number), None)
    parts = _parts(actor, node, shown, before) if shown else []
    return Sheet(node, parts, checked(shown) if shown else None, versions, shown, lineage(spot)[1:])


def draft_for(actor: Actor, pk: UUID) -> tuple[Decomposition, list[Part], Sum]:
    """A draft to be edited: its parts with what the version in force gives them; 404 out of reach."""
    rows = Decomposition.objects.select_related("target__area", "area", "station__county")
    made = rows.prefetch_related("shares").get_allowed(actor, Permission.TARGET_SET, pk=pk)
    before = Decomposition.objects.unscoped(WHY).filter(target=made.target_id, place=made.place, number__lt=made.number)
    earlier = before.order_by("-number").first()
    given = {share.place: share.value for share in earlier.shares.all()} if earlier else {}
    names = {share.place: _name(share) for share in made.shares.select_related("area", "station")}
    parts = [
        Part(each.place, names[each.place], each.value, each.is_locked, None, before=given.get(each.place))
        for each in made.shares.all()
    ]
    return made, parts, checked(made)


def _parts(actor: Actor, node: Node, shown: Decomposition, before: Decomposition | None) -> list[Part]:
    shares = list(shown.shares.select_related("area", "station"))
    given = {share.place: share.value for share in before.shares.all()} if before else {}
    if node.spot.level == STATION:
        return _months(actor, node, shares, given)
    kids = {kid.key: kid for kid in children(node.spot)}
    code, today = node.measure.code, clock.today()
    doing = done.read_year(actor, node.spot.place, node.target.year, [code], by_station=True)
    times = done.clockworks([kid.place for kid in kids.values()], node.target.year)
    found = []
    for share in shares:
        kid = kids.get(share.place)
        pace = None
        if kid:
            number = doing.of(code, kid.place)
            pace = pace_of(node.measure.kind, share.value, number, times[kid.place.id], today, node.target.due_on)
        url = done.rows_url(code, kid.place, node.target.year) if kid else ""
        query = kid.query if kid else {}
        found.append(
            Part(share.place, _name(share), share.value, share.is_locked, pace, url, query, given.get(share.place))
        )
    return found


def _months(actor: Actor, node: Node, shares: Sequence[Share], given: dict[str, int]) -> list[Part]:
    parts = figure(actor, node.measure.code, node.spot.place, done.code_of(node.target.year), ("month",)).by
    told = {month_key(int(part.key[-2:])): part.value for part in parts}
    today, found = clock.today(), []
    for share in shares:
        month = Month(node.target.year, share.month or 1)
        is_over, number = month.last < today, told.get(share.place) or 0
        time = Clockwork(month.first, month.last, int(is_over), 1)
        is_begun = month.first <= today
        pace = pace_of(FLOW, share.value, number, time, today, month.last) if is_begun else None
        found.append(Part(share.place, _name(share), share.value, share.is_locked, pace, before=given.get(share.place)))
    return found


def _name(share: Share) -> Any:
    if share.month:
        return _("%(n)s月") % {"n": share.month}
    return (share.station.short_name or share.station.name) if share.station else share.area.name


def amount(measure: Measure, value: float | None) -> float | None:
    """A value as people read it: a rate in per cent."""
    return value / 10 if measure.kind == RATE and value is not None else value
