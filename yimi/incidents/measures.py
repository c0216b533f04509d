"""What incidents count (强制报告的指标)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, Facts, Measure, Row, measures

from .models import Incident
from .sight import visible


def _rows() -> QuerySet[Incident]:
    return Incident.objects.unscoped("figures").filter(voided_at=None, reported_on__isnull=False)


def _visible(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=Incident.objects.allowed(actor, Permission.CONTACT_VIEW).filter(visible(actor)))


def _present(actor: Actor, rows: list[Any]) -> list[Row]:
    found = Incident.objects.unscoped("rows already cut to reach").select_related("station")
    kept = found.in_bulk([row.pk for row in rows])
    return [_row(kept[row.pk]) for row in rows]


def _row(row: Incident) -> Row:
    url = reverse("incidents:incident", args=[row.pk])
    label = str(row.get_kind_display())
    return Row("incident", row.pk, row.station.code, row.reported_on, 1, None, label, url, row.station.short_name)


INCIDENTS = Facts(
    key="incident",
    rows=_rows,
    on="reported_on",
    station="station_id",
    opens=Permission.CONTACT_VIEW,
    visible=_visible,
    present=_present,
)
measures.add(
    Measure(
        code="REPORT_MINOR_N",
        name=_("强制报告"),
        unit=_("件"),
        kind=FLOW,
        definition=_(
            "侵害未成年人、家庭暴力和老年人被虐待、遗弃等情形，已向公安或民政部门、乡镇（街道）报告的，计在报告之日。"
            "县以上不显示小于 5 的数。"
        ),
        facts=INCIDENTS,
        undivided=_("强制报告件数少，按类别、年龄或性别分列会让人认出当事人，因此只按区划、社工站和时间分列。"),
        guarded=True,
        order=112,
    )
)
