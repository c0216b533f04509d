"""How the list of places is made (覆盖清单): as a whole with its total, or one place at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor, may
from yimi.core.errors import Invalid, RuleBroken, invalid
from yimi.core.permissions import Permission
from yimi.core.text import clean
from yimi.network.models import Area

from .models import FIRST_YEAR, LAST_YEAR, ListedPlace

LISTABLE = (Area.Level.TOWNSHIP, Area.Level.UNIT)


@dataclass(frozen=True)
class PlaceFields:
    """One line of the list: the code of an area, its year, a note; `row` is where it stood in a table."""

    code: str
    year: int | None
    note: str = ""
    row: int = 0


@dataclass(frozen=True)
class Listed:
    """What came of putting a list: how many are new, changed, taken off, and the same."""

    added: int
    changed: int
    removed: int
    same: int


@transaction.atomic
def put_list(fields: Iterable[PlaceFields], *, by: Actor, total: int, on: date | None = None) -> Listed:
    """Make this the list (导入覆盖清单): every place once, as many as `total` says. What it leaves out is taken off.

    It holds from a day that is not over, or from an earlier one on which no later list held.
    """
    _require_planner(by)
    lines, on = list(fields), _checked(on or clock.today())
    areas = _areas(lines)
    if len(lines) != total:
        said = {"n": len(lines), "total": total}
        raise invalid("total", _("清单合计 %(n)s 个地点，与填写的总数 %(total)s 不符。") % said)
    there = {one.area.code: one for one in _open().select_related("area")}
    counts = {"added": 0, "changed": 0, "same": 0}
    for line in lines:
        counts[_put(line, areas[line.code], there.pop(line.code, None), on)] += 1
    for gone in there.values():
        _take_off(gone, _("新清单里没有"), on)
    journal.record("coverage.put_list", by, ("coverage", "list"))
    return Listed(removed=len(there), **counts)


@transaction.atomic
def put_place(fields: PlaceFields, *, by: Actor) -> ListedPlace:
    """Put one place on the list, or give it another year (列入清单、调整年度)."""
    _require_planner(by)
    area = _areas([fields])[fields.code]
    _put(fields, area, _open().filter(area=area).first(), clock.today())
    row = _open().get(area=area)
    journal.record("coverage.put_place", by, row)
    return row


@transaction.atomic
def delist_place(code: str, *, by: Actor, reason: str) -> ListedPlace:
    """Take a place off the list (移出清单). Its row stays, with the reason."""
    _require_planner(by)
    row = _open().filter(area__code=clean(code)).first()
    if row is None:
        raise invalid("code", _("清单里没有这个地点。"))
    if not clean(reason):
        raise invalid("reason", _("请填写移出原因。"))
    _take_off(row, clean(reason)[:200], clock.today())
    journal.record("coverage.delist_place", by, row)
    return row


def _require_planner(by: Actor) -> None:
    if not may(by, Permission.COVERAGE_PLAN):
        raise RuleBroken(_("没有权限。"), code="forbidden", status=403)


def _checked(on: date) -> date:
    """The day from which a list holds; what held on past days does not change by it."""
    if on > clock.today():
        raise invalid("on", _("生效日期不能晚于今天。"))
    changes = ListedPlace.objects.aggregate(listed=Max("listed_on"), delisted=Max("delisted_on")).values()
    latest = max(filter(None, changes), default=on)
    if on < latest:
        raise invalid("on", _("生效日期不能早于清单上次变动的 %(day)s。") % {"day": latest.isoformat()})
    return on


def _open():
    return ListedPlace.objects.filter(delisted_on=None).select_for_update(of=("self",))


def _areas(lines: list[PlaceFields]) -> dict[str, Area]:
    """The areas by code; `Invalid` names every line that cannot be."""
    found = {area.code: area for area in Area.objects.filter(code__in=[line.code for line in lines])}
    faults: dict[str, list[str]] = {}
    seen: set[str] = set()
    for line in lines:
        for path, said in _faults(line, found.get(line.code), line.code in seen):
            faults.setdefault(f"rows.{line.row}.{path}" if line.row else path, []).append(said)
        seen.add(line.code)
    if faults:
        raise Invalid(faults)
    return found


def _faults(line: PlaceFields, area: Area | None, is_twice: bool) -> list[tuple[str, str]]:
    where = _("第 %(row)d 行：") % {"row": line.row} if line.row else ""
    found = []
    if area is None:
        found.append(("code", where + _("没有代码为 %(code)s 的区划。") % {"code": line.code or "—"}))
    elif area.level not in LISTABLE or area.county_id is None:
        said = {"name": area.name}
        found.append(("code", where + _("%(name)s不是乡镇、街道、大社区或农场，不能列入。") % said))
    if is_twice:
        found.append(("code", where + _("%(code)s 写了两次。") % {"code": line.code}))
    if line.year is None or not FIRST_YEAR <= line.year <= LAST_YEAR:
        found.append(("year", where + _("年度应是四位年份。")))
    return found


def _put(line: PlaceFields, area: Area, there: ListedPlace | None, on: date) -> str:
    """`_areas` has seen that the line has a year and its area a county."""
    note, year = clean(line.note)[:100], int(line.year or 0)
    if there is None:
        said: dict[str, Any] = {"county_id": area.county_id, "year": year, "note": note}
        ListedPlace.objects.create(area=area, listed_on=on, **said)
        return "added"
    if (there.year, there.note) == (year, note):
        return "same"
    there.year, there.note = year, note
    there.save(update_fields=["year", "note"])
    return "changed"


def _take_off(row: ListedPlace, reason: str, on: date) -> None:
    row.delisted_on, row.delisted_because = on, reason
    row.save(update_fields=["delisted_on", "delisted_because"])
