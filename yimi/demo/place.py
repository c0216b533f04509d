"""The demo's places (演示网络): divisions, big communities, policy, operating agencies and stations."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from django.conf import settings

from yimi.catalogue.actions import load_folder
from yimi.core.actors import SYSTEM
from yimi.core.ids import name_id
from yimi.network.actions import load_areas, load_stations, load_units, put_organisation
from yimi.network.models import Area, Covered, Station
from yimi.network.queries import FIRST_BATCH

from .data import demo, read
from .scales import Scale

SOURCE = "国家统计局统计用区划代码 2023"
EXAMPLE = "示例"


def load_province(scale: Scale, today: date) -> None:
    """Everything that is there on the first day."""
    with (settings.YIMI_CATALOGUE / "areas.csv").open(encoding="utf-8", newline="") as file:
        load_areas(csv.DictReader(file), by=SYSTEM, source=SOURCE)
    load_units(read("units.yaml")["units"], by=SYSTEM)
    load_folder(settings.YIMI_CATALOGUE, by=SYSTEM)
    _register_operators()
    load_stations([row for row in rows_of(scale) if _is_old(row, scale)], by=SYSTEM, today=today)


def _register_operators() -> None:
    """The made-up agencies that run stations (承接机构)."""
    for row in demo("organisations")["operators"]:
        pk = name_id("organisation", row["uscc"])
        put_organisation(pk, by=SYSTEM, kind="agency", name=row["name"], uscc=row["uscc"], area=row["counties"][0])


def load_later(scale: Scale, today: date) -> None:
    """The stations that came later and do not operate yet."""
    load_stations([row for row in rows_of(scale) if not _is_old(row, scale)], by=SYSTEM, today=today)


def _is_old(row: dict[str, Any], scale: Scale) -> bool:
    return max(row["dates"].values()) <= -scale.days


def rows_of(scale: Scale) -> list[dict[str, Any]]:
    """Every station of the demo, now or later."""
    rows = _operated(read("stations.yaml")["stations"])
    if scale.stations:
        return [_opened(row, scale) for row in rows if row["code"] in scale.stations]
    return _in_every_town(rows, scale) if scale.whole else rows


def _operated(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each station of the first batch with the agency that runs those of its county."""
    counties = dict(Area.objects.exclude(county=None).values_list("code", "county__code"))
    agencies = {code: row["name"] for row in demo("organisations")["operators"] for code in row["counties"]}
    return [
        row | {"operator": agencies.get(counties.get(row["code"], ""), "")} if row["batch"] == FIRST_BATCH else row
        for row in rows
    ]


def _opened(row: dict[str, Any], scale: Scale) -> dict[str, Any]:
    """The station with its dates moved so that it has operated as long as the story."""
    days = {"self_checked": -scale.days - 20, "accepted": -scale.days - 8, "operating": -scale.days}
    return row | {"state": "operating", "dates": days}


def _in_every_town(rows: list[dict[str, Any]], scale: Scale) -> list[dict[str, Any]]:
    """All stations of the file opened, and one more in each town that has none."""
    known = {row["code"] for row in rows}
    free = _prefixes({row["prefix"] for row in rows})
    towns = Area.objects.filter(level="township", kind="administrative", is_hidden=False).exclude(code__in=known)
    added = [_row_of(town, next(free)) for town in towns.select_related("county")]
    opened = [_opened(row, scale) for row in [*rows, *added] if row["level"] != "village_room"]
    return [*opened, *(row for row in rows if row["level"] == "village_room")]


def _prefixes(taken: set[str]) -> Iterator[str]:
    return (prefix for letters in product(ascii_uppercase, repeat=3) if (prefix := "Y" + "".join(letters)) not in taken)


def _row_of(town: Area, prefix: str) -> dict[str, Any]:
    mode = "subdistrict" if town.name.endswith("街道") else "township"
    county = town.county.name if town.county else ""
    name = f"{county}{town.name}社工站"
    return {
        "code": town.code,
        "name": name,
        "short_name": town.name,
        "level": "station",
        "mode": mode,
        "prefix": prefix,
    }


@dataclass(frozen=True)
class Seat:
    """A station that operates, the villages that it serves, and its part of what is done."""

    station: Station
    county: Area
    villages: list[Area]
    weight: float

    @property
    def code(self) -> str:
        return self.station.code


def seats() -> list[Seat]:
    """The stations of the story, in the official order of their counties."""
    operating = Station.objects.unscoped("演示").filter(level="station", state="operating")
    stations = list(operating.select_related("county", "area").order_by("county__order", "code"))
    weights = _weights(stations)
    return [Seat(each, each.county, _villages(each), weights[each.code]) for each in stations]


def _villages(station: Station) -> list[Area]:
    served = Area.objects.filter(parent=station.area, level="village", is_hidden=False).order_by("code")
    covered = [row.area for row in Covered.objects.filter(unit=station.area).select_related("area")]
    return covered or list(served) or [station.area]


def _weights(stations: list[Station]) -> dict[str, float]:
    """How much each station does. Within a county uneven values lie on example stations and cancel out."""
    spread, given = demo("weights")["example_stations"], count()
    raw = {each.code: spread[next(given) % len(spread)] if EXAMPLE in each.name else 1.0 for each in stations}
    members: dict[str, list[str]] = defaultdict(list)
    for each in stations:
        members[each.county.code].append(each.code)
    factors = {county: _factor(county, [raw[code] for code in codes]) for county, codes in members.items()}
    return {each.code: raw[each.code] * factors[each.county.code] for each in stations}


def _factor(county: str, raw: list[float]) -> float:
    return demo("weights")["counties"].get(county, 1.0) * len(raw) / sum(raw)
