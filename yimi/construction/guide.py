"""The building guide as a checklist reads it (建站指引): its items for a level and mode, groups, and the pass rule."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yimi.catalogue.models import Edition, Kind
from yimi.catalogue.queries import edition_in_force, whole
from yimi.core.errors import RuleBroken
from yimi.network.models import Station

PHOTO = "photo"
SIGNS = "SIGN"
ROOMS = "ROOM"


@dataclass(frozen=True)
class GuideItem:
    """One item of the guide (核查项目) in words."""

    code: str
    group: str
    name: str
    name_en: str
    is_mandatory: bool
    is_shareable: bool
    evidence: tuple[str, ...]
    evidence_names: tuple[str, ...]
    area_m2: int | None

    @property
    def hint(self) -> str:
        """What it asks for, where the reader reads English."""
        return self.name_en if (get_language() or "").startswith("en") else ""


@dataclass(frozen=True)
class Guide:
    """An edition of the guide: its groups in order, items by code, and how many must pass."""

    edition: UUID
    groups: dict[str, str]
    items: dict[str, GuideItem]
    min_pass_rate: float


def guide_on(on: date) -> Edition:
    """The edition in force on a day; refused where none is published."""
    edition = edition_in_force(Kind.BUILDING, on)
    if edition is None:
        raise RuleBroken(_("还没有发布建站指引，不能建立清单。"), code="no_guide")
    return edition


def guide_of(edition: Edition) -> Guide:
    return _read(edition.pk, edition.checksum)


@lru_cache(maxsize=16)
def _read(pk: UUID, checksum: str) -> Guide:
    content = whole(pk, checksum).content
    kinds = {row["code"]: row["name_zh"] for row in content["evidence_kinds"]}
    items = {row["code"]: _item(row, kinds) for row in content["items"]}
    groups = {row["code"]: row["name_zh"] for row in content["groups"]}
    return Guide(pk, groups, items, content["edition"]["pass_rule"]["min_pass_rate"])


def _item(row: dict[str, Any], kinds: dict[str, str]) -> GuideItem:
    evidence = tuple(row["evidence"])
    return GuideItem(
        row["code"], row["group"], row["name_zh"], row.get("name_en", ""), row["mandatory"],
        row.get("shareable", False), evidence, tuple(kinds[code] for code in evidence), row.get("suggested_area_m2"),
    )  # fmt: skip


def codes_for(edition: Edition, station: Station) -> list[str]:
    """The items that a station of this level and mode must look at, in the order of the guide."""
    rows = whole(edition.pk, edition.checksum).content["items"]
    return [
        row["code"]
        for row in rows
        if station.level in row["levels"] and (not station.mode or station.mode in row["modes"])
    ]
