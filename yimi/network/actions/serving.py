"""Which areas a station serves (服务区域): its seat at first, then what its county writes."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Area, ServedArea, Station
from yimi.network.serving import overlaps_of

LONGEST = 200


@transaction.atomic
def put_served(
    pk: UUID,
    *,
    by: Actor,
    areas: Iterable[str],
    on: date | None = None,
    overlap_reason: str = "",
    version: int | None = None,
) -> Station:
    """Say which areas a station serves from a day on (登记服务区域), by code. What another serves asks for a reason."""
    rows = Station.objects.select_related("county").select_for_update(of=("self",))
    station = rows.get_allowed(by, Permission.STATION_MANAGE, pk=pk)
    _check_station(station, version)
    wanted, since = _areas(station, areas), on or clock.today()
    if since > clock.today():
        raise invalid("on", _("不能晚于今天。"))
    kept = {row.area_id for row in station.served.filter(to_on=None)}
    new = [area for area in wanted if area.pk not in kept]
    reason = overlap_excused(station, new, overlap_reason)
    _end(station.served.exclude(area__in=wanted), since - timedelta(days=1))
    serve(station, new, since, reason)
    station.version += 1
    station.save(update_fields=["version"])
    journal.record("network.put_served", by, station, station=station.pk)
    return station


def _check_station(station: Station, version: int | None) -> None:
    if version is not None and version != station.version:
        raise RuleBroken(_("这个站点刚被别人修改过，请刷新后再改。"), code="stale")
    if station.state == Station.State.CLOSED:
        raise RuleBroken(_("站点已撤销，不再有服务区域。"), code="wrong_state")


def _areas(station: Station, codes: Iterable[str]) -> list[Area]:
    wanted = list(dict.fromkeys(filter(None, map(clean, codes))))
    found = {area.code: area for area in Area.objects.filter(code__in=wanted, county=station.county, is_hidden=False)}
    if not wanted:
        raise invalid("areas", _("请至少填一个区划。"))
    if missing := [code for code in wanted if code not in found]:
        words = _("%(county)s没有代码为“%(codes)s”的区划。")
        raise invalid("areas", words % {"county": station.county.name, "codes": "、".join(missing)})
    return [found[code] for code in wanted]


def overlap_excused(station: Station, areas: Iterable[Area], reason: str) -> str:
    """The reason why these areas may overlap with what others serve; asked for where they do, empty where not."""
    words = clean(reason or "")
    found = overlaps_of(station, areas)
    if len(words) > LONGEST:
        raise invalid("overlap_reason", _("最多 %(most)d 字。") % {"most": LONGEST})
    if found and len(words) < 2:
        named = "；".join(_other(station, each.station, each.other, each.area) for each in found)
        raise invalid("overlap_reason", _("%(named)s。确要重叠的，请写明原因。") % {"named": named})
    return words if found else ""


def _other(station: Station, one: Station, two: Station, area: Area) -> str:
    other = two if one == station else one
    return _("%(area)s已由%(station)s服务") % {"area": area.name, "station": other.name}


def serve(station: Station, areas: Iterable[Area], since: date, reason: str = "") -> None:
    """The station serves these areas from a day on, as far as it does not yet."""
    kept = set(station.served.filter(to_on=None).values_list("area_id", flat=True))
    ServedArea.objects.bulk_create(
        ServedArea(station=station, area=area, from_on=since, overlap_reason=reason)
        for area in areas
        if area.pk not in kept
    )


def end_served(station: Station, last: date) -> list[ServedArea]:
    """A station that is closed serves nothing after that day; gives what it served until then."""
    rows = station.served.filter(to_on=None)
    ended = list(rows.select_related("area"))
    _end(rows, last)
    return ended


def reseat(station: Station, was_in: UUID, since: date) -> None:
    """A station that moved serves its new seat where it served the old one."""
    rows = station.served.filter(area=was_in, to_on=None)
    if rows.exists():
        _end(rows, since - timedelta(days=1))
        serve(station, [station.area], since)


def _end(rows, last: date) -> None:
    """End what is open on a day; what would have begun after it was never served."""
    open_ones = rows.filter(to_on=None)
    open_ones.filter(from_on__gt=last).delete()
    open_ones.update(to_on=last)
