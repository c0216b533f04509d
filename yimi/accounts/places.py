"""What a grant is held on, in words and codes (授权对象): the province, an area, a station."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import invalid
from yimi.core.permissions import OnKind
from yimi.network.models import Area, Station

from .models import Held


@dataclass(frozen=True)
class Place:
    """A place that a role can be held on. Relations (合同, 个案 …) are made by their own domains."""

    on_kind: str
    on_id: str = ""
    area_path: str | None = None
    code: str = ""
    name: Any = ""


PROVINCE = Place(OnKind.PROVINCE, name=_("全省"))


def place(on_kind: str, code: str = "") -> Place:
    """The place of this kind with this code; `Invalid` when there is none."""
    if on_kind == OnKind.PROVINCE:
        return PROVINCE
    if on_kind == OnKind.AREA:
        area = Area.objects.filter(code=code).first()
        if area:
            return of_area(area)
    if on_kind == OnKind.STATION:
        station = _stations().filter(code=code).first()
        if station:
            return of_station(station)
    raise invalid("code", _("没有编码为 %(code)s 的区划或社工站。") % {"code": code})


def of_area(area: Area) -> Place:
    return Place(OnKind.AREA, str(area.pk), area.path, area.code, area.name)


def of_station(station: Station) -> Place:
    return Place(OnKind.STATION, str(station.pk), None, station.code, station.name)


def places_of(held: Iterable[Held]) -> dict[tuple[str, str], Place]:
    """The places of these grants or requests, by (kind, id), in two queries however many they are."""
    held = list(held)
    areas = Area.objects.filter(pk__in=_ids(held, OnKind.AREA))
    stations = _stations().filter(pk__in=_ids(held, OnKind.STATION))
    known = [PROVINCE, *map(of_area, areas), *map(of_station, stations)]
    return {(found.on_kind, found.on_id): found for found in known}


def choices() -> list[tuple[str, str]]:
    """Code and name of every area down to the township and every station, to choose from while typing."""
    areas = Area.objects.filter(is_hidden=False).exclude(level__in=[Area.Level.PROVINCE, Area.Level.VILLAGE])
    stations = _stations().order_by("code").values_list("code", "name")
    return [*areas.order_by("path").values_list("code", "name"), *stations]


def _ids(held: list[Held], kind: OnKind) -> list[UUID]:
    return [UUID(row.on_id) for row in held if row.on_kind == kind]


def _stations():
    return Station.objects.unscoped("授权对象的名称")
