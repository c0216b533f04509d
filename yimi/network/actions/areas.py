"""Loading the divisions of the province (区划导入)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import journal, scope
from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.ids import name_id
from yimi.network.area_rows import AreaRow, read_area_rows
from yimi.network.models import Area
from yimi.network.names import short_name

COPIED = ("name", "short_name", "level", "kind", "is_ranked", "is_hidden", "order", "note")


@dataclass
class Loaded:
    """How many rows a load added, changed and left as they were."""

    added: int = 0
    changed: int = 0
    kept: int = 0

    def __str__(self):
        return _("新增 %(added)s，修改 %(changed)s，未变 %(kept)s。") % self.__dict__


@transaction.atomic
def load_areas(rows: Iterable[Mapping[str, str]], *, by: Actor, source: str = "") -> Loaded:
    """Load divisions (导入区划) by code; loading again changes nothing. All rows are right, or none is written."""
    known = {area.code: area for area in Area.objects.select_related("county")}
    checked = read_area_rows(rows, {code: area.level for code, area in known.items()})
    done, new, changed = Loaded(), [], []
    for row in checked:
        area = known.get(row.code)
        if area is None:
            area = known[row.code] = _new(row, known, source)
            new.append(area)
        elif _rewrite(area, row, known):
            changed.append(area)
    Area.objects.bulk_create(new, batch_size=500)
    Area.objects.bulk_update(changed, [*COPIED, "parent", "path"], batch_size=200)
    done.added, done.changed, done.kept = len(new), len(changed), len(checked) - len(new) - len(changed)
    if new or changed:
        journal.record("network.load_areas", by, (new or changed)[0])
    return done


def _new(row: AreaRow, known: dict[str, Area], source: str) -> Area:
    area = Area(id=name_id("area", row.code), code=row.code, source=source[:100])
    area.parent = known.get(row.parent)
    area.path = _path(row, area.parent)
    area.county = area if row.is_ranked else area.parent and area.parent.county
    _copy(area, row)
    return area


def _rewrite(area: Area, row: AreaRow, known: dict[str, Area]) -> bool:
    """Bring an area to what the row says; gives whether anything changed."""
    parent, before = known.get(row.parent), _state(area)
    if area.county_id != (area.id if row.is_ranked else parent and parent.county_id):
        # Rows that copy the county (stations, people, contacts) would no longer agree with it.
        raise invalid(row.code, _("导入不能把区划改到另一个市县。"))
    path = _path(row, parent)
    if path != area.path:
        scope.repath(area.path, path)
    area.parent, area.path = parent, path
    _copy(area, row)
    return _state(area) != before


def _copy(area: Area, row: AreaRow) -> None:
    for name in COPIED:
        setattr(area, name, short_name(row.name, row.level) if name == "short_name" else getattr(row, name))


def _path(row: AreaRow, parent: Area | None) -> str:
    return f"{parent.path if parent else ''}{row.code}/"


def _state(area: Area) -> list:
    return [getattr(area, name) for name in (*COPIED, "parent_id", "path")]
