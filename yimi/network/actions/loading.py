"""Loading a network of stations from a file (站点导入), such as the demo network."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core.actors import Actor
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import name_id
from yimi.network.models import Station

from .areas import Loaded
from .stations import StationFacts, put_station

FIELDS = {"code", "name", "short_name", "level", "mode", "kind", "batch", "prefix", "state", "area", "parent"} | {
    "phone", "address", "premises_source", "host", "operator"
}  # fmt: skip
DAYS = ("self_checked", "accepted", "unveiled", "operating", "ceased")


@transaction.atomic
def load_stations(rows: Iterable[Mapping[str, Any]], *, by: Actor, today: date) -> Loaded:
    """Load stations (导入站点), those above first; one that exists already stays as it is.

    A date is a day, or a number of days from `today`.
    """
    existing = set(Station.objects.unscoped("导入时查已有站点").values_list("code", flat=True))
    done, problems, seen = Loaded(), {}, set()
    for number, row in _above_first(rows):
        code = str(row.get("code") or _("第 %(n)s 个站点") % {"n": number})
        if code in seen:
            problems[code] = [_("站点代码在文件里重复。")]
        elif code in existing:
            done.kept += 1
        else:
            problems |= _add(code, row, by, today)
            done.added += 1
        seen.add(code)
    if problems:
        raise Invalid(problems)
    return done


def _add(code: str, row: Mapping[str, Any], by: Actor, today: date) -> dict[str, list[Any]]:
    """Add one station; gives what is wrong with it."""
    try:
        put_station(name_id("station", code), by=by, **_facts(row, today))
    except (Invalid, RuleBroken) as wrong:
        return {code: [str(wrong)]}
    return {}


def _above_first(rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    levels = [str(level) for level in Station.Level]

    def depth(numbered: tuple[int, Mapping[str, Any]]) -> int:
        level = numbered[1].get("level")
        return levels.index(level) if level in levels else 0

    return sorted(enumerate(rows, 1), key=depth)


def _facts(row: Mapping[str, Any], today: date) -> StationFacts:
    unknown = sorted(set(row) - FIELDS - {"dates"})
    if unknown:
        raise Invalid({name: [_("不认识的字段。")] for name in unknown})
    facts = {name: str(row[name] or "") for name in FIELDS & set(row)}
    days = row.get("dates") or {}
    wrong = sorted(set(days) - set(DAYS))
    if wrong:
        raise Invalid({f"dates.{name}": [_("不认识的日期。")] for name in wrong})
    return facts | {f"{name}_on": _day(name, days[name], today) for name in DAYS if name in days}  # type: ignore[return-value]


def _day(name: str, value: Any, today: date) -> date | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return today + timedelta(days=value)
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Invalid({f"dates.{name}": [_("日期“%(value)s”不对。") % {"value": value}]}) from None
