"""What the building of stations gives to the chronicle (大事记): unveilings, and the steps of every station."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.ledgers.chronicle import Happening, within
from yimi.ledgers.spans import Span
from yimi.network.models import Station, StationPause

from .events import unveilings

BUILDING, STEPS = gettext_lazy("揭牌活动"), gettext_lazy("站点变动")


def unveiled(by: User, span: Span, least: int) -> Iterator[Happening]:
    """揭牌活动 at the stations of the range."""
    rows = unveilings(by).filter(within(span, "unveiled__station"), voided_on=None, on__range=(span.first, span.last))
    for event in rows:
        stations = [one.station for one in event.unveiled.all()]
        url = reverse("construction:unveiling", args=[event.pk])
        yield Happening(event.on, event.title, "、".join(each.short_name for each in stations[:5]), url, BUILDING)


def steps(by: User, span: Span, least: int) -> Iterator[Happening]:
    """When a station was accepted, began to operate, stopped, went on again and closed."""
    rows = Station.objects.allowed(by, Permission.STATION_VIEW).exclude(level=Station.Level.VILLAGE_ROOM)
    wanted = {name: code for name, code in (("code", span.station), ("county__code", span.county)) if code}
    stations = rows.filter(Q(**wanted))
    for station in stations:
        yield from _steps(station, _days(station), span)
    for pause in StationPause.objects.filter(station__in=stations).select_related("station"):
        yield from _steps(pause.station, _of_pause(pause), span)


def _days(station: Station) -> Iterator[tuple[date | None, str]]:
    yield station.accepted_on, _("%s通过建站验收")
    yield station.operating_on, _("%s投入运营")
    if station.state == Station.State.CLOSED:
        yield station.ceased_on, _("%s撤销")


def _of_pause(pause: StationPause) -> Iterator[tuple[date | None, str]]:
    if pause.station.state != Station.State.CLOSED or pause.from_on != pause.station.ceased_on:
        yield pause.from_on, _("%s暂停运营")
    yield pause.until_on, _("%s恢复运营")


def _steps(station: Station, days: Iterator[tuple[date | None, str]], span: Span) -> Iterator[Happening]:
    url = reverse("network:station", args=[station.code])
    for on, what in days:
        if on is not None and span.has(on):
            yield Happening(on, what % station.name, station.short_name, url, STEPS)
