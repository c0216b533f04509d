"""What must hold of a station before it is written (站点规则), said field by field."""

from collections import defaultdict
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.text import hidden_marks

from .models import Area, Station

DATES = ("self_checked_on", "accepted_on", "unveiled_on", "operating_on", "ceased_on")
IN_ORDER = (("self_checked_on", "accepted_on"), ("accepted_on", "operating_on"), ("operating_on", "ceased_on"))
SEATS: dict[str, set[Area.Level]] = {
    Station.Level.COUNTY_CENTRE: {Area.Level.CITY, Area.Level.COUNTY, Area.Level.DISTRICT},
    Station.Level.STATION: {Area.Level.TOWNSHIP, Area.Level.UNIT},
    Station.Level.VILLAGE_ROOM: {Area.Level.VILLAGE},
}
STOPPED = {Station.State.SUSPENDED, Station.State.CLOSED}

Problems = dict[str, list[Any]]


def check_station(station: Station) -> None:
    """Raise `Invalid` with everything that is wrong with the station."""
    problems: Problems = defaultdict(list)
    for check in (_fields, _uniqueness, _place, _dates, _pauses):
        check(station, problems)
    if problems:
        raise Invalid(dict(problems))


def _fields(station: Station, problems: Problems) -> None:
    try:
        station.clean_fields(exclude=["area", "county", "parent", "host", "operator", "merged_into", "area_path"])
    except ValidationError as wrong:
        for name, messages in wrong.message_dict.items():
            problems[name].extend(messages)
    for name in ("name", "short_name"):
        if hidden_marks(getattr(station, name)):
            problems[name].append(_("名称里有看不见的字符。"))


def _uniqueness(station: Station, problems: Problems) -> None:
    others = Station.objects.unscoped("代码和前缀全省唯一").exclude(pk=station.pk)
    for name, message in (
        ("code", _("代码 %(value)s 已有站点：%(name)s。")),
        ("prefix", _("前缀 %(value)s 已由%(name)s使用。")),
    ):
        value = getattr(station, name)
        if other := others.filter(**{name: value}).first():
            problems[name].append(message % {"value": value, "name": other.name})


def _place(station: Station, problems: Problems) -> None:
    if station.level in SEATS and station.area.level not in SEATS[station.level]:
        problems["level"].append(
            _("%(level)s不能设在%(area)s（%(area_level)s）。")
            % {
                "level": station.get_level_display(),
                "area": station.area.name,
                "area_level": station.area.get_level_display(),
            }
        )
    if station.mode and station.level != Station.Level.STATION:
        problems["mode"].append(_("只有社工站分建设模式，县中心和社工室不填。"))


def _dates(station: Station, problems: Problems) -> None:
    for earlier, later in IN_ORDER:
        first, second = getattr(station, earlier), getattr(station, later)
        if first and second and second < first:
            problems[later].append(
                _("不能早于%(what)s（%(day)s）。") % {"what": _label(earlier), "day": first.isoformat()}
            )
    for name in DATES:
        day = getattr(station, name)
        if day and day > clock.today():
            problems[name].append(_("不能晚于今天。"))
    if station.state in (Station.State.OPERATING, Station.State.SUSPENDED) and not station.operating_on:
        problems["operating_on"].append(_("运营或暂停运营的站点要有运营日期。"))
    if (station.state in STOPPED) != bool(station.ceased_on):
        problems["ceased_on"].append(_("暂停运营或撤销的站点要有停止运营日期，其他站点不填。"))


def _pauses(station: Station, problems: Problems) -> None:
    """Dates that are corrected stay around the pauses there were."""
    pauses = list(station.pauses.all())
    began, ceased = station.operating_on, station.ceased_on
    if pauses and began and began > pauses[0].from_on and began != pauses[0].until_on:
        words = _("不能晚于停运期间的开始（%(day)s）。")
        problems["operating_on"].append(words % {"day": pauses[0].from_on.isoformat()})
    is_paused = station.state == Station.State.SUSPENDED
    last = max((day for one in pauses if (day := one.until_on or (None if is_paused else one.from_on))), default=None)
    if last and ceased and ceased < last:
        words = _("不能早于上一次停运的日期（%(day)s）。")
        problems["ceased_on"].append(words % {"day": last.isoformat()})


def _label(name: str) -> str:
    return str(cast(Field, Station._meta.get_field(name)).verbose_name)
