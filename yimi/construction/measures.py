"""What the building of the network counts (建站指标)."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.declare import Toucher, touchers
from yimi.core.periods import ONE_DAY
from yimi.core.permissions import Permission
from yimi.figures.marks import mark, mark_station
from yimi.figures.measure import NO_KEY, STOCK, Dimension, Facts, Measure, Row, measures
from yimi.network.models import Station, StationSpan

STATION_LEVEL = Q(station__level=Station.Level.STATION) & ~Q(station__mode="")


def _operated():
    """The days on which stations operated, without pauses."""
    return StationSpan.objects.exclude(on_from=None).select_related("station")


def _open_to_all(actor: Actor, rows):
    """Facts about stations are open to all staff."""
    return rows


def _present(actor: Actor, spans: list[StationSpan]) -> list[Row]:
    return [_row(one.station, one.on_from) for one in spans]


def _row(station: Station, on: date | None) -> Row:
    return Row(
        "station",
        station.pk,
        station.code,
        on,
        1,
        label=station.name,
        url=f"/app/stations/{station.code}/",
        station_name=station.short_name,
    )


def _column(name: str, names) -> Dimension:
    """A breakdown of stations by what is written of them; an empty one stands under `none`."""
    return Dimension(
        path=f"station__{name}",
        keys=lambda value, on: [value] if value else [],
        where=lambda key, _day: Q(**{f"station__{name}": "" if key == NO_KEY else key}),
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
    on="on_from",
    until="to_on",
    station="station_id",
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
    """The days since stations were accepted, without pauses."""
    return StationSpan.objects.exclude(built_from=None).select_related("station")


def _present_accepted(actor: Actor, spans: list[StationSpan]) -> list[Row]:
    return [_row(one.station, one.built_from) for one in spans]


ACCEPTANCE = Facts(
    key="station_accepted",
    rows=_accepted,
    on="built_from",
    until="to_on",
    station="station_id",
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
    """A station's dates or area changed: its leaves of every month, and the months in which it began or ended."""
    mark_station(ids, since)
    rows = StationSpan.objects.filter(station__in=ids).values_list("station_id", "built_from", "on_from", "to_on")
    mark((station, day) for station, built, on, to in rows for day in (built, on, to and to + ONE_DAY) if day)


touchers.add(Toucher("construction.operation", "station", _touch_stations))
