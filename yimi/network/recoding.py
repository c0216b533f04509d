"""Re-coding of divisions (区划变更): looked through whole before anything is written, so that nothing is orphaned."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from yimi.core.errors import invalid
from yimi.core.text import clean, hidden_marks, widen

from .area_rows import DEPTH, DIGITS
from .models import Area, AreaCode, ServedArea, Station, StationArea

OLD, NEW, NAME, PARENT = "原代码", "新代码", "新名称", "新上级"
COLUMNS = (OLD, NEW, NAME, PARENT)
ABOLISHED = "撤销"
MOST = 5000
_UNIT = re.compile(r"\d{6}-D\d{2}")
_UNIT_DEPTH = 3
_LONGEST = 50
_HISTORY = (AreaCode, StationArea)


@dataclass
class Change:
    """One row of a table of changes: the area, what it becomes, what is wrong, and what hangs on it."""

    row: int
    old: str
    code: str
    name: str
    parent_code: str
    area: Area | None = None
    parent: Area | None = None
    faults: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    hanging: list[tuple[str, int]] = field(default_factory=list)

    @property
    def found(self) -> Area:
        """The area, of a row without faults."""
        if self.area is None:
            raise LookupError(self.old)
        return self.area

    @property
    def is_abolished(self) -> bool:
        return self.code == ABOLISHED

    @property
    def is_placed_anew(self) -> bool:
        """Whether the code or the area above changes."""
        return bool(self.area) and not self.is_abolished and (self.code != self.old or bool(self.parent_code))


def plan(rows: Iterable[Mapping[str, str]]) -> list[Change]:
    """What a table of changes would do, row by row; nothing is written.

    Raises:
        Invalid: the table is empty, too long or lacks a column.
    """
    changes = [_change(number, row) for number, row in enumerate(_with_columns(rows), 2)]
    areas = {area.code: area for area in Area.objects.select_related("county", "parent")}
    after = _codes_after(changes, areas)
    given = Counter(change.code for change in changes if not change.is_abolished)
    seen: Counter[str] = Counter()
    for change in changes:
        change.area = areas.get(change.old)
        seen[change.old] += 1
        change.faults += _faults(change, after, given, seen)
    _tell_children(changes, areas)
    _tell_hanging(changes)
    return changes


def _with_columns(rows: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    found = list(rows)
    if not found:
        raise invalid("table", _("表里没有数据。"))
    if len(found) > MOST:
        raise invalid("table", _("一次最多 %d 行。") % MOST)
    missing = [name for name in (OLD, NEW) if name not in found[0]]
    if missing:
        raise invalid("table", _("缺少这些列：%(columns)s。") % {"columns": "、".join(missing)})
    return found


def _change(number: int, row: Mapping[str, str]) -> Change:
    old, code, name, parent = (clean(str(row.get(column) or "")) for column in COLUMNS)
    return Change(number, old, code, widen(name), parent)


def _codes_after(changes: list[Change], areas: Mapping[str, Area]) -> dict[str, Area]:
    """Every code there is when all is done; one that another area keeps stays with that."""
    given = {each.code: areas[each.old] for each in changes if each.old in areas and not each.is_abolished}
    named = {each.old for each in changes}
    return given | {code: area for code, area in areas.items() if code not in named}


def _faults(change: Change, after: Mapping[str, Area], given: Counter[str], seen: Counter[str]) -> list[Any]:
    area = change.area
    if area is None:
        return [_("没有“%(code)s”这个区划。") % {"code": change.old}]
    if seen[change.old] > 1:
        return [_("原代码 %(code)s 在表里重复。") % {"code": change.old}]
    if change.is_abolished:
        return []
    found = []
    if not _fits(change.code, area):
        found.append(_("新代码“%(code)s”与原区划的层级不符。") % {"code": change.code})
    elif given[change.code] > 1 or after.get(change.code) != area:
        found.append(_("新代码 %(code)s 已被使用。") % {"code": change.code})
    if hidden_marks(change.name) or len(change.name) > _LONGEST:
        found.append(_("新名称不超过 50 个字。"))
    return found + _faults_above(change, area, after)


def _fits(code: str, area: Area) -> bool:
    if area.level == Area.Level.UNIT:
        return bool(_UNIT.fullmatch(code))
    return bool(re.fullmatch(rf"\d{{{DIGITS[area.level]}}}", code))


def _faults_above(change: Change, area: Area, after: Mapping[str, Area]) -> list[Any]:
    """A new area above must be there, above, and in the same county."""
    if not change.parent_code:
        return []
    change.parent = above = after.get(change.parent_code)
    if above is None:
        return [_("新上级“%(code)s”不存在，下级会没有归属。") % {"code": change.parent_code}]
    if area.is_ranked or area.parent is None:
        return [_("市县和省的上级不能改。")]
    if above.county_id != area.county_id:
        return [_("不能改到另一个市县；请先办理社工站和档案的移交。")]
    if _depth(above) >= _depth(area):
        return [_("新上级 %(code)s 的层级不在本级之上。") % {"code": change.parent_code}]
    return []


def _depth(area: Area) -> int:
    return DEPTH.get(area.level, _UNIT_DEPTH)


def _tell_children(changes: list[Change], areas: Mapping[str, Area]) -> None:
    """Codes below that begin with the old code and stay as they are: perhaps forgotten."""
    named = {change.old for change in changes}
    for change in changes:
        left = [code for code in areas if code.startswith(change.old) and code not in named]
        if change.area and change.code != change.old and left and not change.is_abolished:
            change.notes.append(_("下级还有 %(n)s 个代码以原代码开头，没有一并变更。") % {"n": len(left)})


def _tell_hanging(changes: list[Change]) -> None:
    """What belongs to the areas; where something does, an area cannot be abolished."""
    gone = {change.area.pk for change in changes if change.area and change.is_abolished}
    found = _hanging([change.area.pk for change in changes if change.area], gone)
    for change in changes:
        change.hanging = found.get(change.area.pk, []) if change.area else []
        if change.is_abolished and change.hanging and not change.faults:
            what = "、".join(f"{name} {number}" for name, number in change.hanging)
            change.faults.append(_("还有 %(what)s，不能撤销；请先移交。") % {"what": what})


def _hanging(areas: list[UUID], gone: set[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """How many rows of each kind belong to these areas, without areas that go with them; one statement a relation."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for relation in Area._meta.get_fields(include_hidden=True):
        if not relation.one_to_many or relation.related_model in _HISTORY:
            continue
        model, name = cast(Any, relation.related_model), cast(Any, relation).field.name
        rows = _living(model._base_manager.filter(**{f"{name}__in": areas}), gone)
        label = str(_("下级区划") if model is Area else model._meta.verbose_name)
        for area, number in rows.order_by().values_list(name).annotate(n=Count("pk")):
            found[area][label] = max(number, found[area].get(label, 0))
    return {area: sorted(kinds.items(), key=lambda kind: -kind[1]) for area, kinds in found.items()}


def _living(rows: QuerySet, gone: set[UUID]) -> QuerySet:
    """Without what is over, and without areas that are abolished in the same table, or counted of themselves."""
    if rows.model is Station:
        return rows.exclude(state=Station.State.CLOSED)
    if rows.model is ServedArea:
        return rows.filter(to_on=None).exclude(station__state=Station.State.CLOSED).exclude(station__area=F("area"))
    if rows.model is Area:
        return rows.exclude(pk__in=gone).exclude(is_hidden=True, valid_to__isnull=False).exclude(county=F("pk"))
    return rows
