"""What can be read of daily monitoring (日监测): alerts, what was done about each, and the counts of a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.core.scope import AREA
from yimi.core.text import clean
from yimi.network.models import Area
from yimi.tracking.safety import safety_checks

from .models import Alert, AlertStep, DailyMonitor
from .sight import below, countable, visible
from .standing import open_on

ORDER = ("due_on", "id")
UNSETTLED = "unsettled"


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to (筛选). With a day: what was open at its end, whatever became of it."""

    state: str = UNSETTLED
    item: str = ""
    county: str = ""
    station: str = ""
    on: date | None = None
    is_escalated: bool = False

    def rows(self) -> Q:
        exact = {"item": self.item, "county__code": self.county, "station__code": clean(self.station)}
        wanted = Q(**{name: value for name, value in exact.items() if value})
        if self.is_escalated:
            wanted &= Q(escalated_on__isnull=False)
        return wanted & (open_on(self.on) if self.on else self._state())

    def _state(self) -> Q:
        if self.state == UNSETTLED:
            return Q(closed_on=None)
        return Q(state=self.state) if self.state else Q()


def alerts_for(actor: Actor, asked: Asked | None = None) -> QuerySet[Alert]:
    """The alerts that appear to her."""
    rows = Alert.objects.allowed(actor, Permission.ALERT_VIEW).filter(visible(actor))
    return rows.filter((asked or Asked()).rows()).select_related("station", "county")


def left_out(actor: Actor, asked: Asked) -> int:
    """How many the list leaves out for a reader of a town: 另有 n 条限制记录."""
    if not any(grant.on_kind == AREA for grant in actor.grants_for(Permission.ALERT_VIEW)):
        return 0
    within = Alert.objects.allowed(actor, Permission.ALERT_VIEW).filter(asked.rows())
    return within.exclude(visible(actor)).count()


@dataclass(frozen=True)
class Sheet:
    """An alert as one reader sees it: from the province without station, record and the words of the station."""

    alert: Alert
    is_near: bool
    url: str
    steps: list[AlertStep]
    may_explain: bool
    may_resolve: bool

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.alert)


def is_overdue(alert: Alert) -> bool:
    """Whether nobody explained it in time."""
    return alert.state == Alert.State.OPEN and alert.due_on < clock.today()


def near(actor: Actor, rows: list[Alert]) -> set[UUID]:
    """Those that she sees from below the province: by their station."""
    ids = [row.pk for row in rows]
    return set(
        Alert.objects.allowed(actor, Permission.ALERT_VIEW)
        .filter(below(actor), pk__in=ids)
        .values_list("pk", flat=True)
    )


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    """One alert, with the record behind it where the reader may open it; 404 out of reach."""
    row = alerts_for(actor, Asked(state="")).filter(pk=pk).first()
    if row is None:
        raise Http404
    is_near = bool(near(actor, [row]))
    steps = list(row.steps.select_related("by"))
    seal.read([step for step in steps if is_near or step.what == AlertStep.What.ESCALATED], "words")
    return Sheet(
        row, is_near, _url(actor, row) if is_near else "", steps,
        may_explain=not row.is_settled and _holds(actor, Permission.ALERT_EXPLAIN, pk),
        may_resolve=not row.is_settled and _holds(actor, Permission.ALERT_RESOLVE, pk),
    )  # fmt: skip


def _url(actor: Actor, row: Alert) -> str:
    check = safety_checks.get(row.source)
    if check is None or (check.known and not check.known(actor).filter(pk=row.subject).exists()):
        return ""
    return check.url(row.subject, row.station.code)


def _holds(actor: Actor, permission: Permission, pk: UUID) -> bool:
    return Alert.objects.allowed(actor, permission).filter(pk=pk).exists()


def numbers(actor: Actor) -> dict[str, int]:
    """How many alerts stand how, of those that appear to her."""
    is_open = Q(state=Alert.State.OPEN)
    return alerts_for(actor).aggregate(
        all=Count("pk"), open=Count("pk", filter=is_open), explained=Count("pk", filter=Q(state="explained")),
        escalated=Count("pk", filter=Q(escalated_on__isnull=False)),
        late=Count("pk", filter=is_open & Q(due_on__lt=clock.today())),
    )  # fmt: skip


def counts(actor: Actor, which: Q) -> dict[str, int]:
    """How many of these alerts there are of each item, as far as their number may be told."""
    rows = Alert.objects.allowed(actor, Permission.ALERT_VIEW).filter(countable(actor), which)
    return dict(rows.order_by().values_list("item").annotate(Count("pk")))


def counties_to_choose(actor: Actor) -> list[Area]:
    """The counties whose counts she reads, in the official order."""
    rows = DailyMonitor.objects.allowed(actor, Permission.ALERT_VIEW).order_by().values("county")
    return list(Area.objects.filter(pk__in=rows).order_by("order"))


def monitors_for(actor: Actor, day: date) -> QuerySet[DailyMonitor]:
    """The counts of a day, county by county in the official order."""
    rows = DailyMonitor.objects.allowed(actor, Permission.ALERT_VIEW).filter(day=day)
    return rows.select_related("county").order_by("county__order")


def recent(actor: Actor, day: date, most: int) -> list[DailyMonitor]:
    """The days up to this one of who reads one county, the last first."""
    rows = DailyMonitor.objects.allowed(actor, Permission.ALERT_VIEW).filter(day__lte=day)
    return list(rows.select_related("county").order_by("-day")[:most])


def last_day() -> date | None:
    """The last day whose monitoring is there."""
    return DailyMonitor.objects.unscoped("最近的日监测").aggregate(day=Max("day"))["day"]


def days_beside(day: date) -> tuple[date | None, date | None]:
    """The days before and after this one whose monitoring is there."""
    days = DailyMonitor.objects.unscoped("前后的日监测").order_by("day").values_list("day", flat=True)
    return days.filter(day__lt=day).last(), days.filter(day__gt=day).first()
