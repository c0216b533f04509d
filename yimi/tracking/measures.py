"""What is counted of tracked items (督办指标): how many were raised and how many settled."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, Facts, Measure, Row, measures

from .models import TrackedItem


def _raised() -> QuerySet[TrackedItem]:
    return TrackedItem.objects.unscoped("figures").exclude(state=TrackedItem.State.VOID).exclude(station=None)


def _visible(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=TrackedItem.objects.allowed(actor, Permission.TRACKING_VIEW).values("pk"))


def _present(day: str):
    def rows_of(actor: Actor, rows: list[TrackedItem]) -> list[Row]:
        found = TrackedItem.objects.unscoped("rows already cut to reach").select_related("station")
        by_id = found.in_bulk([row.pk for row in rows])
        return [_row(by_id[row.pk], day) for row in rows]

    return rows_of


def _row(item: TrackedItem, day: str) -> Row:
    code, name = (item.station.code, item.station.short_name) if item.station else ("", "")
    url = f"/app/tracking/{item.pk}/"
    return Row("tracked", item.pk, code, getattr(item, day), 1, None, item.title, url, name)


def _facts(key: str, day: str) -> Facts:
    return Facts(
        key=key, rows=_raised, on=day, station="station_id", opens=Permission.TRACKING_VIEW, visible=_visible,
        present=_present(day),
    )  # fmt: skip


UNDIVIDED = _("督办事项按等次、来源分列请看督办清单，因此只按区划、社工站和时间分列。")

measures.add(
    Measure(
        code="TRACK_NEW",
        name=_("新提出督办事项"),
        unit=_("件"),
        kind=FLOW,
        definition=_("本期向社工站提出的工作提示、督促和督办事项，按发现日期计；撤销的不计。"),
        facts=_facts("tracked_raised", "found_on"),
        undivided=UNDIVIDED,
        order=150,
    )
)
measures.add(
    Measure(
        code="TRACK_DONE",
        name=_("办结督办事项"),
        unit=_("件"),
        kind=FLOW,
        definition=_("本期经他人复查通过的事项，按办结日期计。"),
        facts=_facts("tracked_closed", "closed_on"),
        undivided=UNDIVIDED,
        order=152,
    )
)
