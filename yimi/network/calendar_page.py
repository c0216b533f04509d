"""The page of the workday calendar (工作日历), as values that its template places."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.ui.components import Column, Crumb, Option, ScopeBar

from .models import Area
from .queries import manageable_areas, ranked_areas, top_area
from .workdays import locals_of, year_of

FIRST = 2020
AHEAD = 3


def url(area: Area, year: int) -> str:
    return reverse("network:calendar") + "?" + urlencode({"area": area.code, "year": year})


def shown(by: Actor, area: Area, asked: int | None) -> dict[str, Any]:
    """Everything on the page of an area and a year; without one, this year."""
    this = clock.today().year
    year = min(max(asked or this, FIRST), this + AHEAD)
    changed = locals_of(area, year)
    mine = set(
        manageable_areas(by).filter(pk__in=[area.pk, *(each.area.pk for each in changed)]).values_list("pk", flat=True)
    )
    return {
        "area": area,
        "calendar": year_of(area, year),
        "locals": [(each, each.area.pk in mine) for each in changed],
        "may_manage": area.pk in mine,
        "scope": _scope(area, year),
        "earlier": url(area, year - 1) if year > FIRST else "",
        "later": url(area, year + 1) if year < this + AHEAD else "",
        "columns": [Column(_("月份")), Column(_("工作日"), numeric=True), *map(Column, _heads())],
        "here": url(area, year),
    }


def _heads() -> list[str]:
    return [_("放假"), _("周末上班"), _("本地调整")]


def _scope(area: Area, year: int) -> ScopeBar:
    """全省 › 市县, in the official order; a smaller area is named after them."""
    province = top_area()
    options = [Option(_("全省"), url(province, year), province == area)] if province else []
    options += [Option(one.short_name, url(one, year), one == area, one.name) for one in ranked_areas()]
    county = area.county
    crumbs = [
        Crumb(_("全省"), locked=True),
        Crumb(county.name if county else _("全部市县"), options, chosen=bool(county)),
    ]
    if county and county != area:
        crumbs.append(Crumb(area.name, locked=True))
    return ScopeBar(crumbs)
