"""What is counted of tasks (交办指标): how many were done, how long they took, what share was administrative."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, RATE, Dimension, Facts, Measure, Row, measures

from .models import Assignment, Kind, Spent

ADMINISTRATIVE = (Kind.CIVIL_ASSIST, Kind.UNRELATED)


def _done() -> QuerySet[Assignment]:
    return Assignment.objects.unscoped("figures").filter(state=Assignment.State.DONE)


def _spent() -> QuerySet[Spent]:
    return Spent.objects.unscoped("figures").filter(is_void=False)


def _visible_tasks(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=Assignment.objects.allowed(actor, Permission.ASSIGNMENT_VIEW).values("pk"))


def _visible_spent(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=Spent.objects.allowed(actor, Permission.ASSIGNMENT_VIEW).values("pk"))


def _present_tasks(actor: Actor, rows: list[Assignment]) -> list[Row]:
    return [_row(row, row, row.done_on) for row in _with_stations(Assignment, rows)]


def _present_spent(actor: Actor, rows: list[Spent]) -> list[Row]:
    return [_row(row, row.assignment, row.on) for row in _with_stations(Spent, rows, "assignment")]


def _with_stations(model, rows: list, *more: str) -> list:
    found = model.objects.unscoped("rows already cut to reach").select_related("station", *more)
    by_id = found.in_bulk([row.pk for row in rows])
    return [by_id[row.pk] for row in rows]


def _row(row, task: Assignment, on) -> Row:
    url = f"/app/assignments/{task.pk}/"
    label, station = str(Kind(task.kind).label), row.station
    return Row("assignment", row.pk, station.code, on, 1, None, label, url, station.short_name)


def _by_kind(path: str) -> dict[str, Dimension]:
    """The sort of work (事项性质)."""
    return {
        "task_kind": Dimension(
            path=path, keys=lambda kind, on: [kind], where=lambda key, _day: Q(**{path: key}),
            names=lambda: dict(Kind.choices),
        )
    }  # fmt: skip


TASKS = Facts(
    key="assignment", rows=_done, on="done_on", station="station_id", dimensions=_by_kind("kind"),
    opens=Permission.ASSIGNMENT_VIEW, visible=_visible_tasks, present=_present_tasks,
)  # fmt: skip
SPENT = Facts(
    key="spent", rows=_spent, on="on", station="station_id", dimensions=_by_kind("assignment__kind"),
    opens=Permission.ASSIGNMENT_VIEW, visible=_visible_spent, present=_present_spent,
)  # fmt: skip

measures.add(
    Measure(
        code="TASK_N",
        name=_("办结镇街交办事项"),
        unit=_("件"),
        kind=FLOW,
        definition=_("本期办结的镇街交办事项，计在办结之日；退回的不计。"),
        facts=TASKS,
        breakdowns=("task_kind",),
        order=120,
    )
)
measures.add(
    Measure(
        code="TASK_MINUTES",
        name=_("镇街交办用时"),
        unit=_("分钟"),
        kind=FLOW,
        definition=_("全站用在镇街交办事项上的时间，按日登记、以半小时计；与出勤无关，不分到个人。"),
        facts=SPENT,
        of=F("half_hours") * 30,
        breakdowns=("task_kind",),
        order=122,
    )
)
measures.add(
    Measure(
        code="TASK_ADMIN_MINUTES",
        name=_("其中行政性事务用时"),
        unit=_("分钟"),
        kind=FLOW,
        definition=_("镇街交办用时中，性质为民政辅助和非本职的部分。"),
        facts=SPENT,
        where=Q(assignment__kind__in=ADMINISTRATIVE),
        of=F("half_hours") * 30,
        breakdowns=("task_kind",),
        order=124,
    )
)
measures.add(
    Measure(
        code="TASK_ADMIN_RATE",
        name=_("行政性事务占比"),
        unit="%",
        kind=RATE,
        definition=_("行政性事务用时除以镇街交办用时。用来商量分工，不用于排名和考核。"),
        parts=("TASK_ADMIN_MINUTES", "TASK_MINUTES"),
        undivided=_("占比就是按事项性质算出来的，因此只按区划、社工站和时间分列。"),
        order=126,
    )
)
