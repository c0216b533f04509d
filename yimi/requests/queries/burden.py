"""What a year asked of the stations (为基层减负): items, minutes for a station, what ended, what was refused."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.permissions import OnKind, Permission
from yimi.core.scope import PROVINCE, path_range
from yimi.network.models import Area, Station
from yimi.network.queries import paths_above
from yimi.requests.models import Demand, Level, Refusal
from yimi.requests.standing import reminders_sent
from yimi.requests.turns import holds_in, minutes_in

YEARS = 3
HOUR = 60


@dataclass(frozen=True)
class Year:
    """One year of the stations of a place: how much they were asked, and how much they were not."""

    year: int
    items: int
    minutes: int  # of one station, on the average
    ended: int
    refused: int
    reminders: int
    levels: dict[str, tuple[int, int]]  # items and minutes by the level that asked

    @property
    def hours(self) -> float:
        return self.minutes / HOUR

    @property
    def rows(self) -> list[tuple[Any, int, int]]:
        return [(Level(level).label, *self.levels[level]) for level in Level.values]


def place_of(actor: Actor) -> Area:
    """The place whose stations her page is about: the widest that she has, a station's county."""
    grants = actor.grants_for(Permission.REQUEST_VIEW)
    areas = [grant.on_id for grant in grants if grant.on_kind == OnKind.AREA]
    stations = [grant.on_id for grant in grants if grant.on_kind == OnKind.STATION]
    if any(grant.on_kind == PROVINCE for grant in grants) or not (areas or stations):
        return Area.objects.get(parent=None)
    found = Area.objects.filter(pk__in=areas).order_by("path").first()
    return found or Station.objects.unscoped("社工站所在市县").filter(pk__in=stations)[0].county


def years(actor: Actor, place: Area) -> list[Year]:
    """The last years of a place, the newest first; a constant number of statements."""
    this_year = clock.today().year
    demands = list(_demands(place))
    stations = list(_stations(place))
    refused = Refusal.objects.unscoped("只计件数").filter(path_range("area__path", place.path))
    counts = [each.year for each in refused.values_list("refused_on", flat=True)]
    return [
        _year(year, demands, stations, counts.count(year), reminders_sent(place.path, year))
        for year in range(this_year, this_year - YEARS, -1)
    ]


def _demands(place: Area):
    """Everything that was ever published and reaches stations of the place."""
    rows = Demand.objects.unscoped("公布的事项只计件数和用时").filter(published_on__isnull=False)
    around = path_range("target__path", place.path)
    return rows.filter(around).select_related("target") | rows.filter(
        target__path__in=paths_above(place.path)
    ).select_related("target")


def _stations(place: Area):
    rows = Station.objects.unscoped("站点资料对工作人员公开").filter(path_range("area_path", place.path))
    return rows.filter(state=Station.State.OPERATING).values_list("area_path", "level")


def _year(year: int, demands: list[Demand], stations: list[tuple[str, str]], refused: int, reminders: int) -> Year:
    held = [row for row in demands if holds_in(row, year)]
    weight = {row.pk: minutes_in(row, year) * _asked(row, stations) for row in held}
    asked = sum(level == Station.Level.STATION for _path, level in stations) or 1
    by_level = {
        level: (
            sum(row.level == level for row in held),
            round(sum(weight[row.pk] for row in held if row.level == level) / asked),
        )
        for level in Level.values
    }
    ended = sum(row.ended_on is not None and row.ended_on.year == year for row in demands)
    minutes = round(sum(weight.values()) / asked)
    return Year(year, len(held), minutes, ended, refused, reminders, by_level)


def _asked(row: Demand, stations: list[tuple[str, str]]) -> int:
    """How many stations of the place a request asks."""
    return sum(level == row.to_level and path.startswith(row.target.path) for path, level in stations)


def compared(found: list[Year]) -> str:
    """This year beside the last, in words."""
    now, before = found[0], found[1]
    if not before.items:
        return _("上一年没有登记的事项，不作比较。")
    return _("与上一年全年相比：事项 %(items)+d 项，每站用时 %(minutes)+d 分钟。") % {
        "items": now.items - before.items, "minutes": now.minutes - before.minutes,
    }  # fmt: skip
