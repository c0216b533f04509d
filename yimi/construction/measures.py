"""What the building of the network counts (建站指标)."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.declare import Toucher, touchers
from yimi.core.permissions import Permission
from yimi.figures.marks import mark, mark_station
from yimi.figures.measure import NO_KEY, STOCK, Dimension, Facts, Measure, Row, measures
from yimi.network.models import Station

STATION_LEVEL = Q(level=Station.Level.STATION) & ~Q(mode="")


def _operated():
    """Every station that has begun to operate, with the last day it did."""
    return Station.objects.unscoped("figures").exclude(operating_on=None)


def _open_to_all(actor: Actor, rows):
    """Facts about stations are open to all staff."""
    return rows


def _present(actor: Actor, stations: list[Station]) -> list[Row]:
    return [
        Row(
            "station",
            s.pk,
            s.code,
            s.operating_on,
            1,
            label=s.name,
            url=f"/app/stations/{s.code}/",
            station_name=s.short_name,
        )
        for s in stations
    ]


def _column(name: str, names) -> Dimension:
    """A breakdown of stations by what is written of them; an empty one stands under `none`."""
    return Dimension(
        path=name,
        keys=lambda value, on: [value] if value else [],
        where=lambda key, _day: Q(**{name: "" if key == NO_KEY else key}),
        names=names,
    )


def _batches() -> dict:
    """The batches that stations were built in (批次), as they are called."""
    written = Station.objects.unscoped("figures").exclude(batch="").order_by("batch").values_list("batch", flat=True)
    return {batch: batch for batch in written.distinct()} | {NO_KEY: _("未注明批次")}


BY_STATION = ("mode", "station_kind", "batch")
_DIMENSIONS = {
    "mode": _column("mode", lambda: dict(Station.Mode.choices)),
    "station_kind": _column("kind", lambda: dict(Station.Kind.choices)),
    "batch": _column("batch", _batches),
}

OPERATION = Facts(
    key="operation",
    rows=_operated,
    on="operating_on",
    until="ceased_on",
    station="id",
    dimensions=_DIMENSIONS,
    opens=Permission.STATION_VIEW,
    visible=_open_to_all,
    present=_present,
)

measures.add(
    Measure(
        code="STATION_ON",
        name=_("运营社工站"),
        unit=_("个"),
        kind=STOCK,
        definition=_("当日处于运营状态的乡镇、街道、大社区社工站；县级中心和村（居）社工室另计。"),
        facts=OPERATION,
        where=STATION_LEVEL,
        breakdowns=BY_STATION,
        order=10,
    )
)


def _accepted():
    """Every station that was accepted, with the last day it was not stopped."""
    return Station.objects.unscoped("figures").exclude(accepted_on=None)


def _present_accepted(actor: Actor, stations: list[Station]) -> list[Row]:
    return [replace(row, on=one.accepted_on) for row, one in zip(_present(actor, stations), stations, strict=True)]


ACCEPTANCE = Facts(
    key="station_accepted",
    rows=_accepted,
    on="accepted_on",
    until="ceased_on",
    station="id",
    dimensions=_DIMENSIONS,
    opens=Permission.STATION_VIEW,
    visible=_open_to_all,
    present=_present_accepted,
)

measures.add(
    Measure(
        code="STATION_BUILT",
        name=_("验收合格社工站"),
        unit=_("个"),
        kind=STOCK,
        definition=_(
            "截至当日已验收合格、没有暂停或撤销的乡镇、街道、大社区社工站，含尚未运营的；不与运营社工站相加。"
        ),
        facts=ACCEPTANCE,
        where=STATION_LEVEL,
        breakdowns=BY_STATION,
        order=11,
    )
)


def _touch_stations(ids, since) -> None:
    """A station's dates or area changed: its leaves of every month, and the months of its dates."""
    mark_station(ids, since)
    rows = Station.objects.unscoped("figures").filter(pk__in=ids)
    dates = rows.values_list("pk", "accepted_on", "operating_on", "ceased_on")
    mark((station, day) for station, *days in dates for day in days if day)


touchers.add(Toucher("construction.operation", "station", _touch_stations))
