"""What is counted of emergency actions (应急指标). Drills (演练) count nothing."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, Facts, Measure, Row, measures

from .models import Outcome
from .models.lines import What


def _rows() -> QuerySet[Outcome]:
    return Outcome.objects.unscoped("figures").filter(voided_at=None, operation__is_drill=False)


def _visible(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=Outcome.objects.allowed(actor, Permission.EMERGENCY_VIEW).values("pk"))


def _present(actor: Actor, rows: list[Outcome]) -> list[Row]:
    found = Outcome.objects.unscoped("rows already cut to reach").select_related("station")
    by_id = found.in_bulk([row.pk for row in rows])
    return [_row(by_id[row.pk]) for row in rows]


def _row(row: Outcome) -> Row:
    url, station = f"/app/emergencies/lines/{row.line_id}/", row.station
    return Row("emergency", row.pk, station.code, row.on, 1, None, str(row.get_what_display()), url, station.short_name)


FACTS = Facts(
    key="emergency_outcome", rows=_rows, on="on", station="station_id", opens=Permission.EMERGENCY_VIEW,
    visible=_visible, present=_present,
)  # fmt: skip
UNDIVIDED = _("应急联络按行动、村（居）分列请看应急看板，因此只按区划、社工站和时间分列。")

measures.add(
    Measure(
        code="EMERG_CONTACT_PT",
        name=_("应急联系人次"),
        unit=_("人次"),
        kind=FLOW,
        definition=_(
            "应急关爱行动中电话告知和见面的次数，按发生日期计；演练和撤回的不计。有档案的同时按常规计入探访、走访。"
        ),
        facts=FACTS,
        where=Q(what__in=(What.TOLD, What.MET)),
        undivided=UNDIVIDED,
        order=160,
    )
)
measures.add(
    Measure(
        code="EMERG_MOVED_PT",
        name=_("协助转移人次"),
        unit=_("人次"),
        kind=FLOW,
        definition=_(
            "应急关爱行动中记为已转移的人数，按发生日期计；演练和撤回的不计。转移的决定由镇村和三防部门作出。"
        ),
        facts=FACTS,
        where=Q(what=What.MOVED),
        of=F("persons"),
        undivided=UNDIVIDED,
        order=162,
    )
)
