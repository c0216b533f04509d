"""What a plan of a mode usually holds, and who signs it (计划模板), from the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.accounts.queries import areas_with_officers
from yimi.catalogue.models import Kind
from yimi.catalogue.queries import edition_in_force, whole
from yimi.core.permissions import Role
from yimi.network.models import Area, Station

TOWNSHIP, COUNTY = "township", "county"


@dataclass(frozen=True)
class Blueprint:
    """The template of one mode (一种模式的模板)."""

    code: str
    name: str
    ladder: tuple[str, ...]
    platform: str
    project: str
    lines: tuple[tuple[str, str, int], ...]  # domain, measure, quantity
    specials: tuple[tuple[str, str], ...]  # code, name


EMPTY = Blueprint("", "", (TOWNSHIP, COUNTY), "", "", (), ())


def blueprint_for(station: Station, on: date) -> Blueprint:
    """The template of a station: that of its kind where there is one (农场改居), else of its mode."""
    found = _all(on)
    return found.get(station.kind) or found.get(station.mode) or EMPTY


def anchors(on: date) -> dict[str, str]:
    """What a target may rest on (政策依据): code → name."""
    edition = edition_in_force(Kind.PLANS, on)
    return {row["code"]: row["name_zh"] for row in edition.content["anchors"]} if edition else {}


def step_names(on: date) -> dict[str, str]:
    edition = edition_in_force(Kind.PLANS, on)
    rows: Iterable[dict[str, Any]] = edition.content["steps"] if edition else ()
    return {row["code"]: row["name_zh"] for row in rows}


def ladder_of(station: Station, on: date) -> list[str]:
    """Who signs the plan of a station. Where the town has nobody appointed, its step is left out."""
    steps = list(blueprint_for(station, on).ladder)
    seat = station.area
    manned = seat.level == Area.Level.TOWNSHIP and areas_with_officers([seat.pk], Role.TOWNSHIP_OFFICER)
    return [step for step in steps if step != TOWNSHIP or manned]


def waits_for(station: Station, step: str | None) -> str:
    """Who acts next, in words."""
    if step == TOWNSHIP:
        return _("等%(area)s审核") % {"area": station.area.name}
    return _("等%(area)s审定") % {"area": station.county.name} if step == COUNTY else ""


def _all(on: date) -> dict[str, Blueprint]:
    edition = edition_in_force(Kind.PLANS, on)
    return _read(edition.pk, edition.checksum) if edition else {}


@lru_cache(maxsize=8)
def _read(pk: UUID, checksum: str) -> dict[str, Blueprint]:
    return {
        row["code"]: Blueprint(
            row["code"], row["name_zh"], tuple(row["ladder"]), row["platform_zh"], row.get("project_zh", ""),
            tuple((line["domain"], line["measure"], line["quantity"]) for line in row["lines"]),
            tuple((each["code"], each["name_zh"]) for each in row.get("specials", ())),
        )
        for row in whole(pk, checksum).content["templates"]
    }  # fmt: skip
