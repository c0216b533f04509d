"""The dispatch table (调度表) and what stands beside it: read with the rights of the reader, in the official order.

No row is compared with another: who is behind is a word in her own row, never a place in a list.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.paper.document import Block, Cell, Paragraph, Table
from yimi.core.periods import Period
from yimi.core.permissions import Permission
from yimi.figures.measure import RATE, Measure, measures
from yimi.figures.places import Place
from yimi.figures.reading import Asked as AskedFigures
from yimi.figures.reading import read
from yimi.network.models import Station
from yimi.planning import places
from yimi.planning.models import Duty, Milestone
from yimi.planning.places import Spot
from yimi.planning.queries.roadmap import ORDER, duties_for, milestones_for, standing
from yimi.planning.queries.targets import Node, Part, amount, sheet_for, targets_at
from yimi.tracking.models import TrackedItem
from yimi.tracking.queries import items_for
from yimi.tracking.sources import sources
from yimi.ui.formats import figure, pct

VIEW = Permission.PLANNING_VIEW
MOST = 20
WHY = "站点建设情况公开"
BUILT = ("accepted", "operating", "suspended")
State = TrackedItem.State


def spot_of(actor: Actor, place: Place) -> Spot | None:
    """The province or the county, as far as the reader reaches it."""
    if place.kind != "area":
        return None
    spot = places.spot_named(area=place.code)
    return spot if places.reaches(actor, VIEW, spot) else None


def targets_table(actor: Actor, place: Place, period: Period) -> list[Block]:
    """目标进度: each county, or of a county each station, by target: done, its share, and a word."""
    spot = spot_of(actor, place)
    if spot is None:
        return []
    nodes = [node for node in targets_at(actor, spot, period.last.year) if node.is_handed_down][:4]
    parted = [(node, {part.key: part for part in _parts(actor, node, spot)}) for node in nodes]
    kids = places.children(spot)
    if not parted or not kids:
        return []
    rows = tuple((Cell(kid.name), *(_done(node, parts.get(kid.key)) for node, parts in parted)) for kid in kids)
    heads = (_first(spot), *(f"{node.measure.name}（{node.measure.unit}）" for node, _parts in parted))
    return [Table(heads, rows, _("调度表1 目标进度"), widths=(2, *(3 for _each in parted)))]


def _parts(actor: Actor, node: Node, spot: Spot) -> Sequence[Part]:
    return sheet_for(actor, node.target.pk, spot).parts


def _first(spot: Spot) -> str:
    return _("市县") if spot.level == places.PROVINCE else _("社工站")


def _done(node: Node, part: Part | None) -> Cell:
    """324，81%，正常."""
    if part is None or part.pace is None or part.pace.done is None:
        return Cell("—")
    pace, code = part.pace, node.measure.code
    said = [told(node.measure, pace.done)]
    said += [pct(pace.ratio)] if pace.ratio is not None else []
    said += [str(pace.status.label)] if pace.status else []
    return Cell("，".join(said), code=code, url=part.url)


def told(measure: Measure, value: float | None) -> str:
    return f"{amount(measure, value):.1f}%" if measure.kind == RATE and value is not None else figure(value)


def building_table(actor: Actor, place: Place, period: Period) -> list[Block]:
    """建站、覆盖率和上期督办: planned, accepted and operating stations, coverage, last quarter's items."""
    spot = spot_of(actor, place)
    if spot is None or spot.level != places.PROVINCE:
        return []
    kids, built, tracked = places.children(spot), _built(), _tracked(actor, period.previous())
    cover = _coverage(spot.place, kids, period)
    rows = tuple(_building(kid, built.get(kid.county, {}), cover, tracked.get(kid.county, {})) for kid in kids)
    heads = (
        _("市县"), _("应建（个）"), _("验收合格（个）"), _("运营（个）"), _("覆盖率"), _("上期督办（件）"), _("已办结"),
        _("未按时"),
    )  # fmt: skip
    return [Table(heads, rows, _("调度表2 建站和上期督办"), widths=(3, 2, 2, 2, 2, 2, 2, 2))] if rows else []


def _building(kid: Spot, built: dict, listed: dict, tracked: dict) -> tuple[Cell, ...]:
    """A 市县 that has not begun to operate has no rate yet."""
    places_, rate = listed.get(kid.key, (None, None))
    counts = (places_ or built.get("all", 0), built.get("built", 0), built.get("on", 0))
    items = (tracked.get("raised", 0), tracked.get("closed", 0), tracked.get("late", 0))
    covered = Cell(pct(rate, 1) if rate is not None and built.get("on") else "—", True, "COVER_RATE")
    return (
        Cell(kid.name), *(Cell(figure(n), True) for n in counts), covered, *(Cell(figure(n), True) for n in items),
    )  # fmt: skip


def _built() -> dict:
    rows = Station.objects.unscoped(WHY).filter(level=Station.Level.STATION).exclude(state=Station.State.CLOSED)
    counted = rows.values("county_id").annotate(
        all=Count("pk"), built=Count("pk", filter=Q(state__in=BUILT)), on=Count("pk", filter=Q(state="operating"))
    )  # fmt: skip
    return {row["county_id"]: row for row in counted}


def _tracked(actor: Actor, before: Period) -> dict:
    """The items that were raised in the quarter before, by county: how many, settled, and late today."""
    rows = items_for(actor).filter(found_on__range=(before.first, before.last)).exclude(state=State.VOID)
    counted = rows.order_by().values("county_id").annotate(
        raised=Count("pk"), closed=Count("pk", filter=Q(state=State.CLOSED)),
        late=Count("pk", filter=Q(state=State.OPEN, due_on__lt=clock.today())),
    )  # fmt: skip
    return {row["county_id"]: row for row in counted}


def _coverage(top: Place, kids: Sequence[Spot], period: Period) -> dict[str, tuple]:
    """The places that are to get a station (应建), and how many of them have one."""
    asked = (measures["PLACE_LISTED"], measures["COVER_RATE"])
    reading = read(AskedFigures(top, (period,), asked, by_station=True))
    return {kid.key: tuple(reading.value(each, kid.place, period).number for each in asked) for kid in kids}


def roadmap_table(actor: Actor, place: Place, period: Period) -> list[Block]:
    """时间表、路线图: how many steps are done, and those that come next or are late."""
    spot = spot_of(actor, place)
    if spot is None:
        return []
    rows = list(milestones_for(actor, period.last.year, spot).order_by(*ORDER))
    if not rows:
        return []
    done, late = sum(row.done_on is not None for row in rows), sum(_is_late(row) for row in rows)
    said = _("全年 %(all)d 个工作节点，已完成 %(done)d 个，未按时 %(late)d 个。") % {
        "all": len(rows), "done": done, "late": late,
    }  # fmt: skip
    coming = [row for row in rows if row.done_on is None][:8]
    table = Table(
        (_("工作节点"), _("责任单位（岗位）"), _("完成期限"), _("进度")),
        tuple((Cell(row.title), Cell(row.office), Cell(row.due_on.isoformat()), _word(row)) for row in coming),
        _("下一步工作节点"), widths=(6, 3, 2, 2),
    )  # fmt: skip
    return [Paragraph.of(said), *([table] if coming else [])]


def _is_late(row: Milestone) -> bool:
    return row.done_on is None and row.due_on < clock.today()


def _word(row: Milestone | Duty) -> Cell:
    return Cell(str(standing(row.done_on, row.due_on)[1]))


def problems_table(actor: Actor, place: Place, period: Period) -> list[Block]:
    """问题清单: the findings that are not settled, the oldest first."""
    spot = spot_of(actor, place)
    if spot is None:
        return []
    rows = items_for(actor).filter(state__in=TrackedItem.UNSETTLED)
    rows = rows if spot.level == places.PROVINCE else rows.filter(county=spot.county)
    found, total = list(rows.order_by("county__order", "due_on", "id")[:MOST]), rows.count()
    if not found:
        return []
    table = Table(
        (_("市县"), _("事项"), _("来源"), _("期限")), tuple(_problem(row) for row in found), _("未办结的问题"),
        widths=(2, 6, 3, 2),
    )  # fmt: skip
    more = [Paragraph.of(_("共 %(n)d 件，列前 %(m)d 件。") % {"n": total, "m": MOST})] if total > MOST else []
    return [table, *more]


def _problem(row: TrackedItem) -> tuple[Cell, ...]:
    source = sources.get(row.source_kind)
    name = str(source.label) if source else ""
    return Cell(row.county.short_name), Cell(row.title), Cell(name), Cell(row.due_on.isoformat())


def duties_table(actor: Actor, place: Place, period: Period) -> list[Block]:
    """责任清单: by county how many duties there are, under way and done; of a county each of them."""
    spot = spot_of(actor, place)
    if spot is None:
        return []
    rows = duties_for(actor, period.last.year, "" if spot.level == places.PROVINCE else place.code)
    return _duties_by_county(rows) if spot.level == places.PROVINCE else _duties_of_one(rows)


def _duties_by_county(rows) -> list[Block]:
    counted = rows.order_by("county__order").values("county__short_name", "county__order").annotate(
        all=Count("pk"), doing=Count("pk", filter=Q(state="under_way")), done=Count("pk", filter=Q(state="done"))
    )  # fmt: skip
    lines = tuple(
        (Cell(row["county__short_name"]), *(Cell(figure(row[name]), True) for name in ("all", "doing", "done")))
        for row in counted
    )
    heads = (_("市县"), _("责任事项"), _("推进中"), _("已完成"))
    return [Table(heads, lines, _("各市县责任清单"), widths=(4, 2, 2, 2))] if lines else []


def _duties_of_one(rows) -> list[Block]:
    lines = tuple(
        (Cell(row.title), Cell(row.office), Cell(row.due_on.isoformat()), Cell(str(row.get_state_display())))
        for row in rows.order_by("due_on", "id")[:MOST]
    )
    heads = (_("责任事项"), _("责任科室"), _("完成期限"), _("状态"))
    return [Table(heads, lines, _("责任事项"), widths=(6, 3, 2, 2))] if lines else []


def of_year(actor: Actor, year: int) -> list[Block]:
    """What the yearly assessment tells of 市县: their targets and their stations, as the dispatches tell them."""
    top, span = places.top().place, Period.range(date(year, 1, 1), min(clock.today(), date(year, 12, 31)))
    return [*targets_table(actor, top, span), *building_table(actor, top, span)]
