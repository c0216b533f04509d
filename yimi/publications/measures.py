"""What is counted of texts (信息宣传指标): how many were handed in, and how many times one was adopted."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core import seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import FLOW, Facts, Measure, Row, measures

from .models import Adoption, OutletLevel, Publication

VIEW = Permission.PUBLICATION_VIEW
UNDIVIDED = _("信息宣传按类别、采用层级分列请看信息清单，因此只按区划、社工站和时间分列。")


def _sent() -> QuerySet[Publication]:
    rows = Publication.objects.unscoped("figures").exclude(sent_on=None)
    return rows.exclude(state=Publication.State.VOID)


def _adopted() -> QuerySet[Adoption]:
    rows = Adoption.objects.unscoped("figures").filter(is_adopted=True, is_void=False)
    return rows.exclude(outlet_level=OutletLevel.AGENCY).exclude(publication__state=Publication.State.VOID)


def _visible(model) -> Callable[[Actor, QuerySet], QuerySet]:
    def visible(actor: Actor, rows: QuerySet) -> QuerySet:
        return rows.filter(pk__in=model.objects.allowed(actor, VIEW).values("pk"))

    return visible


def _present_sent(actor: Actor, rows: list[Publication]) -> list[Row]:
    found = Publication.objects.unscoped("rows already cut to reach").select_related("station")
    by_id = found.in_bulk([row.pk for row in rows])
    seal.read(list(by_id.values()), "title")
    return [_row(by_id[row.pk].pk, by_id[row.pk], by_id[row.pk].sent_on) for row in rows]


def _present_adopted(actor: Actor, rows: list[Adoption]) -> list[Row]:
    found = Adoption.objects.unscoped("rows already cut to reach").select_related("publication__station")
    by_id = found.in_bulk([row.pk for row in rows])
    seal.read([each.publication for each in by_id.values()], "title")
    return [_row(row.pk, by_id[row.pk].publication, by_id[row.pk].on) for row in rows]


def _row(pk, text: Publication, on) -> Row:
    station, url = text.station, f"/app/publications/{text.pk}/"
    return Row("publication", pk, station.code, on, 1, None, text.opened["title"] or "", url, station.short_name)


SENT = Facts(
    key="publications_sent", rows=_sent, on="sent_on", station="station_id", opens=VIEW,
    visible=_visible(Publication), present=_present_sent,
)  # fmt: skip
ADOPTED = Facts(
    key="publications_adopted", rows=_adopted, on="on", station="station_id", opens=VIEW, visible=_visible(Adoption),
    present=_present_adopted,
)  # fmt: skip

measures.add(
    Measure(
        code="PUB_SENT",
        name=_("报送信息"),
        unit=_("篇"),
        kind=FLOW,
        definition=_("本期社工站向市县报送的信息简报和典型案例，按报送日期计；撤回的不计。"),
        facts=SENT,
        undivided=UNDIVIDED,
        order=160,
    )
)
measures.add(
    Measure(
        code="PUB_ADOPTED",
        name=_("信息采用"),
        unit=_("篇次"),
        kind=FLOW,
        definition=_(
            "本期被市县、省级、国家级机关或媒体采用的信息，按采用日期计；同一篇被几家采用的分别计，机构自有渠道刊发的不计。"
        ),
        facts=ADOPTED,
        undivided=UNDIVIDED,
        order=162,
    )
)
