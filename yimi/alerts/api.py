"""Daily monitoring (日监测) for programs: alerts and what is done about them, and the counts of a day by county."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs

from . import actions, pages, queries
from .queries import Asked

router = Router(tags=["alerts"])


class AlertsQuery(Paged):
    """Without a state: what is not settled. With a day: what was open at its end."""

    state: Literal["unsettled", "open", "explained", "resolved", "gone", "all"] = "unsettled"
    item: Literal["event", "report", "lost", "vacant", "emergency", ""] = ""
    county: str = Field(default="", max_length=12)
    station: str = Field(default="", max_length=12)
    on: date | None = None
    escalated: bool = False

    def asked(self) -> Asked:
        state = "" if self.state == "all" else self.state
        return Asked(state, self.item, self.county, self.station, self.on, self.escalated)


class AlertOut(Out):
    """A safety finding as long as it lasts. Nobody's name; from the province no station either."""

    id: UUID
    item: str
    source: str
    says: str
    county: str
    station: str | None
    since_on: date
    found_on: date
    due_on: date
    is_overdue: bool
    state: str
    escalated_on: date | None
    closed_on: date | None
    gone_on: date | None
    version: int


class AlertsOut(Out):
    """`left_out` is how many more a reader of a town is told of."""

    items: list[AlertOut]
    left_out: int
    next: str | None


class AlertStepOut(Out):
    """What was done about it; `words` is nothing where the caller may not read them."""

    id: UUID
    what: str
    at: datetime
    by: str | None
    words: str | None


class AlertInFull(AlertOut):
    steps: list[AlertStepOut]


class AlertStepIn(In):
    """What is said about it, without names; `step` is the id of the step, made by its sender."""

    step: UUID
    words: str
    version: int | None = None


class DailyMonitorsQuery(In):
    """Without a day: the last one that is there."""

    day: date | None = None


class DailyMonitorOut(Out):
    """The counts of one county on one day; `counts` are what was open at its end, by item."""

    county: str
    day: date
    is_workday: bool
    operating: int
    counts: dict[str, int]
    opened: int
    closed: int
    escalated: int
    is_late: bool
    made_at: datetime


class DailyMonitorsOut(Out):
    day: date | None
    items: list[DailyMonitorOut]


@router.get("/alerts", response=answers(AlertsOut), summary="安全提醒")
@needs(Permission.ALERT_VIEW)
def list_alerts(request, query: Query[AlertsQuery]) -> Any:
    """The alerts that the caller may know of, the first due first."""
    asked = query.asked()
    rows, following = page(queries.alerts_for(request.user, asked), query.limit, query.cursor, queries.ORDER)
    near = queries.near(request.user, rows)
    items = [_alert(row, row.pk in near) for row in rows]
    return {"items": items, "left_out": queries.left_out(request.user, asked), "next": following}


@router.get("/alerts/{uuid:pk}", response=answers(AlertInFull), summary="一条安全提醒")
@needs(Permission.ALERT_VIEW)
def get_alert(request, pk: UUID) -> Any:
    """One alert with what was done about it."""
    return _in_full(request, pk)


@router.post("/alerts/{uuid:pk}/explain", response=answers(AlertInFull), summary="说明安全提醒")
@needs(Permission.ALERT_EXPLAIN)
def explain_alert(request, pk: UUID, body: AlertStepIn) -> Any:
    """Say what is being done about it, once."""
    actions.explain_alert(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/alerts/{uuid:pk}/resolve", response=answers(AlertInFull), summary="办结安全提醒")
@needs(Permission.ALERT_RESOLVE)
def resolve_alert(request, pk: UUID, body: AlertStepIn) -> Any:
    """Settle it; while the same finding lasts it does not come again."""
    actions.resolve_alert(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.post("/alerts/{uuid:pk}/escalate", response=answers(AlertInFull), summary="升级安全提醒")
@needs(Permission.ALERT_RESOLVE)
def escalate_alert(request, pk: UUID, body: AlertStepIn) -> Any:
    """Take it to the province, which follows it as a tracked item."""
    actions.escalate_alert(pk, by=request.user, **body.model_dump())
    return _in_full(request, pk)


@router.get("/daily-monitors", response=answers(DailyMonitorsOut), summary="日监测")
@needs(Permission.ALERT_VIEW)
def list_daily_monitors(request, query: Query[DailyMonitorsQuery]) -> Any:
    """The counts of a day, county by county in the official order."""
    day = query.day or queries.last_day()
    rows = queries.monitors_for(request.user, day) if day else []
    same = [name for name in DailyMonitorOut.model_fields if name != "county"]
    return {
        "day": day,
        "items": [{name: getattr(row, name) for name in same} | {"county": row.county.code} for row in rows],
    }


def _in_full(request, pk: UUID) -> dict[str, Any]:
    sheet = queries.sheet_for(request.user, pk)
    return _alert(sheet.alert, sheet.is_near) | {"steps": [_step(each) for each in sheet.steps]}


def _step(row) -> dict[str, Any]:
    words = row.__dict__.get("opened", {}).get("words")
    return {"id": row.pk, "what": row.what, "at": row.at, "by": row.by and row.by.name, "words": words}


def _alert(row, is_near: bool) -> dict[str, Any]:
    own = {
        "says": pages.says(row), "county": row.county.code, "station": row.station.code if is_near else None,
        "is_overdue": queries.is_overdue(row),
    }  # fmt: skip
    return own | {name: getattr(row, name) for name in AlertOut.model_fields if name not in own}
