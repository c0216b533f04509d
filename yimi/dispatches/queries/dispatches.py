"""What can be read of dispatches (季调度): those within reach, the remarks of 市县, decisions and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.dispatches.models import Decision, Dispatch
from yimi.network.models import Area
from yimi.reports.models import Report
from yimi.tracking.models import TrackedItem
from yimi.tracking.queries import counties_to_ask, items_for, soon_on, stations_to_ask, status
from yimi.ui.components import Rag

DECISION = "dispatch"
ORDER = ("-last", "id")
View, Hold = Permission.DISPATCH_VIEW, Permission.DISPATCH_HOLD
HANDED_IN = (Report.State.SUBMITTED, Report.State.ACCEPTED, Report.State.LOCKED)


def dispatches_for(actor: Actor, period: str = "") -> QuerySet[Dispatch]:
    """The dispatches within her reach."""
    rows = Dispatch.objects.allowed(actor, View).select_related("report__area", "area", "county")
    return rows.filter(report__period=period) if period else rows


def dispatch_for(actor: Actor, pk: UUID) -> Dispatch:
    """The dispatch with its texts, or 404."""
    rows = Dispatch.objects.select_related("report__area", "area", "county", "begun_by", "issued_by")
    row = rows.get_allowed(actor, View, pk=pk)
    seal.read(row, "attendees", "minutes")
    return row


def may_hold(actor: Actor, row: Dispatch) -> bool:
    """Whether she holds this dispatch: of whose report she may."""
    return reports_to_hold(actor).filter(pk=row.report_id).exists()


def reports_to_hold(actor: Actor) -> QuerySet[Report]:
    """The quarterly reports on which she may hold a dispatch."""
    rows = Report.objects.allowed(actor, Hold).filter(cadence="quarterly", station=None, number=1)
    return rows.exclude(state=Report.State.EXCUSED).select_related("area", "county")


def reports_to_begin(actor: Actor) -> list[Report]:
    """Those on which there is no dispatch yet, of the places where she works, the newest of each; few."""
    there = Dispatch.objects.unscoped("已有季调度的报告").values("report")
    newest: dict[UUID, Report] = {}
    own = {grant.on_kind == "province" for grant in actor.grants_for(Hold)}
    rows = reports_to_hold(actor).exclude(pk__in=there).order_by("-last", "id")
    for row in rows.filter(level="province") if True in own else rows:
        newest.setdefault(row.place, row)
    return list(newest.values())


@dataclass(frozen=True)
class Remark:
    """What a 市县 says in its own report of the quarter (市县发言): the report, and whether it is handed in."""

    county: Area
    report: Report

    @property
    def is_in(self) -> bool:
        return self.report.state in HANDED_IN


def remarks_of(row: Dispatch) -> list[Remark]:
    """The reports of the 市县 of the quarter in the official order; none of a dispatch that a 市县 holds."""
    if row.county_id:
        return []
    rows = Report.objects.unscoped("市县发言").filter(
        cadence="quarterly", period=row.report.period, level="county", number=1
    )  # fmt: skip
    rows = rows.exclude(state=Report.State.EXCUSED).select_related("county").order_by("county__order")
    return [Remark(each.county, each) for each in rows if each.county]


@dataclass(frozen=True)
class Decided:
    """A decision with the item that follows it, once it is issued."""

    row: Decision
    item: TrackedItem | None
    status: Rag | None

    @property
    def is_settled(self) -> bool:
        return self.item is not None and self.item.state not in TrackedItem.UNSETTLED

    @property
    def owner(self) -> str:
        return self.row.station.short_name if self.row.station else self.row.county.short_name


def decisions_of(actor: Actor, row: Dispatch) -> list[Decided]:
    """The decisions within her reach, in the order in which they were made; three statements."""
    rows = list(
        Decision.objects.allowed(actor, View).filter(dispatch=row, is_void=False).select_related("county", "station")
    )
    seal.read(rows, "detail")
    items = {item.pk: item for item in items_for(actor).filter(pk__in=[each.pk for each in rows])}
    soon = soon_on() if items else clock.today()
    return [Decided(each, item := items.get(each.pk), status(item, soon) if item else None) for each in rows]


def open_decisions(row: Dispatch) -> int:
    """How many of its items are not settled."""
    pks = row.decisions.filter(is_void=False).values("pk")
    return TrackedItem.objects.unscoped("本次调度未办结的事项").filter(
        pk__in=pks, state__in=TrackedItem.UNSETTLED
    ).count()  # fmt: skip


def dispatch_of_decision(pk: UUID) -> UUID | None:
    """On which dispatch something was decided."""
    rows = Decision.objects.unscoped("议定事项所在的季调度").filter(pk=pk)
    return rows.values_list("dispatch", flat=True).first()


def owners(actor: Actor, row: Dispatch) -> list[tuple[str, str]]:
    """Who may be given something to do: the province names 市县 and stations, a 市县 its stations."""
    counties: Sequence[Area] = counties_to_ask(actor) if row.county_id is None else ()
    stations = stations_to_ask(actor).filter(level="station", state="operating")
    stations = stations.filter(county=row.county_id) if row.county_id else stations
    found = [(f"area:{area.code}", area.name) for area in counties]
    return found + [(f"station:{each.code}", f"{each.county.short_name} {each.short_name}") for each in stations]


def sees_report(actor: Actor, row: Dispatch) -> bool:
    """Whether she sees the report with all its figures, and so the dispatch table."""
    return Report.objects.allowed(actor, Permission.REPORT_VIEW).filter(pk=row.report_id).exists()
