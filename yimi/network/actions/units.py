"""Loading management units (管理单元): big communities over residents' and villagers' committees."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import name_id
from yimi.core.text import clean
from yimi.network.models import Area, Covered

from .areas import Loaded

CODE = re.compile(r"\d{6}-D\d{2}")


@transaction.atomic
def load_units(rows: Iterable[Mapping[str, Any]], *, by: Actor, source: str = "") -> Loaded:
    """Load management units (导入管理单元) with what they cover; a unit covers 村（居） of its own district."""
    rows = list(rows)
    areas = _areas_named(rows)
    _check(rows, areas)
    done = Loaded()
    for order, row in enumerate(rows, 1):
        unit, is_new = _unit(row, areas[row["parent"]], order, source)
        changed = _cover(unit, [areas[code] for code in row["covers"]])
        if is_new:
            done.added += 1
        elif changed:
            done.changed += 1
        else:
            done.kept += 1
        if is_new or changed:
            journal.record("network.load_units", by, unit)
    return done


def _areas_named(rows: list[Mapping[str, Any]]) -> dict[str, Area]:
    codes = {str(code) for row in rows for code in (row.get("parent"), *(row.get("covers") or ()))}
    return {area.code: area for area in Area.objects.filter(code__in=codes).select_related("county")}


def _unit(row: Mapping[str, Any], parent: Area, order: int, source: str) -> tuple[Area, bool]:
    name = clean(row["name"])
    return Area.objects.get_or_create(
        code=row["code"],
        defaults={
            "id": name_id("area", row["code"]),
            **{"name": name, "short_name": name, "parent": parent, "path": f"{parent.path}{row['code']}/"},
            **{"level": Area.Level.UNIT, "kind": Area.Kind.MANAGEMENT_UNIT, "order": order},
            **{"county": parent.county, "source": source[:100], "note": _("示例") if row.get("example") else ""},
        },
    )


def _cover(unit: Area, areas: list[Area]) -> bool:
    """Bring what a unit covers to these areas; gives whether anything changed."""
    before = set(unit.covered.values_list("area_id", flat=True))
    wanted = {area.id for area in areas}
    if before == wanted:
        return False
    unit.covered.exclude(area_id__in=wanted).delete()
    Covered.objects.bulk_create(Covered(unit=unit, area_id=pk) for pk in wanted - before)
    return True


def _check(rows: list[Mapping[str, Any]], areas: Mapping[str, Area]) -> None:
    problems: dict[str, list[Any]] = defaultdict(list)
    covered: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        code = str(row.get("code") or _("第 %(n)s 个管理单元") % {"n": number})
        found = [*_unit_problems(row, areas), *_cover_problems(row, areas, covered)]
        if found:
            problems[code].extend(found)
        covered |= dict.fromkeys(row.get("covers") or (), code)
    if problems:
        raise Invalid(dict(problems))


def _unit_problems(row: Mapping[str, Any], areas: Mapping[str, Area]) -> list[str]:
    found = []
    if not CODE.fullmatch(str(row.get("code") or "")):
        found.append(_("管理单元编码不对，应如 460203-D01。"))
    if not clean(str(row.get("name") or "")):
        found.append(_("名称不能为空。"))
    if row.get("parent") not in areas:
        found.append(_("上级区划“%(parent)s”不存在。") % {"parent": row.get("parent")})
    return found


def _cover_problems(row: Mapping[str, Any], areas: Mapping[str, Area], covered: Mapping[str, str]) -> list[str]:
    found, parent = [], areas.get(row.get("parent", ""))
    for code in row.get("covers") or ():
        area = areas.get(code)
        if area is None or area.level != Area.Level.VILLAGE:
            found.append(_("覆盖的村（居）“%(code)s”不存在。") % {"code": code})
        elif parent and not area.path.startswith(parent.path):
            found.append(_("%(name)s不在%(parent)s内。") % {"name": area.name, "parent": parent.name})
        elif code in covered:
            found.append(_("%(name)s已由 %(unit)s 覆盖。") % {"name": area.name, "unit": covered[code]})
    return found
