"""Writing a station (社工站): new or changed, its seat and the area it belongs to."""

from datetime import date, timedelta
from typing import Any, TypedDict, Unpack, cast
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import clock, declare, journal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean, widen
from yimi.network.models import Station, StationArea
from yimi.network.queries import hosts, manageable_areas, operators, station_above
from yimi.network.spans import respan
from yimi.network.station_rules import DATES, check_station

from .serving import overlap_excused, reseat, serve

TEXTS = ("name", "short_name", "batch", "prefix", "phone", "address")
CHOICES = ("level", "mode", "kind", "state", "premises_source")


class StationFacts(TypedDict, total=False):
    """What is said about a station. `area` and `parent` are codes, `host` and `operator` names.

    The seat is the area of `code` unless given.
    """

    code: str
    name: str
    short_name: str
    level: str
    mode: str
    kind: str
    batch: str
    state: str
    area: str
    parent: str
    host: str
    operator: str
    prefix: str
    phone: str
    address: str
    premises_source: str
    self_checked_on: date | None
    accepted_on: date | None
    unveiled_on: date | None
    operating_on: date | None
    ceased_on: date | None


@transaction.atomic
def put_station(
    pk: UUID,
    *,
    by: Actor,
    version: int | None = None,
    moves_on: date | None = None,
    overlap_reason: str | None = None,
    **facts: Unpack[StationFacts],
) -> Station:
    """Write a station (新建或修改站点). A change of area counts from `moves_on`, the first of a month.

    Whoever gives `overlap_reason`, if only empty, is asked why a new station may serve what another serves.
    """
    station = _to_write(pk, by, version)
    before = {name: getattr(station, name) for name in (*DATES, "state", "level", "mode")}
    was_in = station.area_id
    _fill(station, facts)
    _run_by(station, facts)
    _seat(station, facts, by)
    check_station(station)
    is_new = not station.version
    moved = _save(station, facts, was_in, moves_on)
    if is_new:
        reason = "" if overlap_reason is None else overlap_excused(station, [station.area], overlap_reason)
        serve(station, [station.area], _first_month(station), reason)
    journal.record("network.put_station", by, station, station=station.id)
    if moved or any(getattr(station, name) != value for name, value in before.items()):
        declare.touch("station", [station.id], moved)
    return station


def _to_write(pk: UUID, by: Actor, version: int | None) -> Station:
    """The station locked for writing, or a new one; 404 where it exists out of reach."""
    found = Station.objects.allowed(by, Permission.STATION_MANAGE).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        if Station.objects.unscoped("编号是否已用").filter(pk=pk).exists():
            raise Http404
        return Station(id=pk, version=0)
    if version is not None and version != found.version:
        raise RuleBroken(_("这个站点刚被别人修改过，请刷新后再改。"), code="stale")
    return found


def _fill(station: Station, facts: StationFacts) -> None:
    if station.version and station.next_file_number > 1 and facts.get("prefix", station.prefix) != station.prefix:
        raise RuleBroken(_("档案号前缀已经用过，不能再改。"), code="prefix_in_use")
    said = cast(dict[str, Any], facts)
    for name in TEXTS:
        if name in said:
            setattr(station, name, widen(clean(said[name] or "")))
    if station.version and said.get("state", station.state) != station.state:
        raise RuleBroken(_("站点状态按建站步骤办理，不能直接改。"), code="state_by_steps")
    for name in CHOICES:
        if name in said:
            setattr(station, name, said[name] or "")
    for name in DATES:
        if name in said:
            setattr(station, name, said[name])
    station.code = clean(facts.get("code", station.code))
    station.short_name = station.short_name or station.name[:30]


def _run_by(station: Station, facts: StationFacts) -> None:
    """Who is responsible for the station and who runs it (主管单位、承接机构), by name; empty: nobody yet."""
    for field, known in (("host", hosts()), ("operator", operators())):
        if field not in facts:
            continue
        name = widen(clean(cast(dict[str, str], facts)[field] or ""))
        found = known.filter(name=name).first() if name else None
        if name and found is None:
            raise invalid(field, _("没有名为“%(name)s”的机构，请先登记机构。") % {"name": name})
        setattr(station, field, found)


def _seat(station: Station, facts: StationFacts, by: Actor) -> None:
    """Place the station in its seat area, within reach of who writes."""
    code = facts.get("area") or (station.area.code if station.area_id and "code" not in facts else station.code)
    area = manageable_areas(by).filter(code=code).select_related("county").first()
    if area is None:
        path = "area" if facts.get("area") else "code"
        raise invalid(path, _("没有代码为“%(code)s”的区划，或者不在您的管辖范围内。") % {"code": code})
    if area.county is None:
        raise invalid("code", _("社工站要设在市县以下。"))
    if station.version and station.county_id != area.county_id:
        raise RuleBroken(_("站点不能迁到另一个市县，请撤销后在新址新建。"), code="other_county")
    station.area, station.area_path, station.county = area, area.path, area.county


def _save(station: Station, facts: StationFacts, was_in: UUID | None, moves_on: date | None) -> date | None:
    """Write the row and its membership; gives the day from which a changed area counts."""
    is_new, station.version = not station.version, station.version + 1
    if is_new or "parent" in facts:
        station.parent = _parent(station, facts.get("parent", ""))
    station.save(force_insert=is_new)
    _keep_pause(station)
    respan(station)
    if is_new:
        StationArea.objects.create(station=station, area=station.area, from_on=_first_month(station))
        _adopt(station)
        return None
    return _move(station, was_in, moves_on) if was_in and was_in != station.area_id else None


def _keep_pause(station: Station) -> None:
    """The running pause of a station that is suspended begins on the day it ceased, also where that is corrected."""
    if station.state == Station.State.SUSPENDED:
        station.pauses.update_or_create(until_on=None, defaults={"from_on": station.ceased_on})


def _parent(station: Station, code: str) -> Station | None:
    """The station above (上级站点): the one named, else the one whose seat encloses this seat."""
    if not code:
        return station_above(station)
    found = Station.objects.unscoped("上级站点按代码查找").filter(code=code).first()
    if found is None:
        raise invalid("parent", _("没有代码为“%(code)s”的上级站点。") % {"code": code})
    return found


def _adopt(station: Station) -> None:
    """Stations below that had no station above now have this one."""
    levels = list(Station.Level)
    below = levels[levels.index(Station.Level(station.level)) + 1 :]
    rows = Station.objects.unscoped("下级站点归到新设的上级").within(station.area_path)
    rows.filter(parent=None, level__in=below).exclude(pk=station.pk).update(parent=station)


def _first_month(station: Station) -> date:
    known = [day for name in DATES if (day := getattr(station, name))]
    return min([*known, clock.today()]).replace(day=1)


def _move(station: Station, was_in: UUID, moves_on: date | None) -> date:
    """End the membership of the old area and begin that of the new one."""
    since = moves_on or clock.today().replace(day=1)
    last = station.memberships.get(to_on=None)
    if since.day != 1 or since > clock.today():
        raise invalid("moves_on", _("归属从某月 1 日起变更，不能晚于今天。"))
    if since < last.from_on:
        raise invalid("moves_on", _("不能早于上一次归属变更（%(day)s）。") % {"day": last.from_on.isoformat()})
    if since == last.from_on:
        last.area = station.area
        last.save(update_fields=["area"])
    else:
        last.to_on = since - timedelta(days=1)
        last.save(update_fields=["to_on"])
        StationArea.objects.create(station=station, area=station.area, from_on=since)
    reseat(station, was_in, since)
    return since
