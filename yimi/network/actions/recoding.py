"""Re-coding divisions (变更区划): all rows of the table, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock, journal, scope
from yimi.core.actors import Actor, may
from yimi.core.errors import Invalid
from yimi.core.permissions import Permission
from yimi.network.models import Area, AreaCode, Station
from yimi.network.names import short_name
from yimi.network.recoding import Change, plan


@dataclass
class Recoded:
    """How many areas changed and how many were abolished."""

    changed: int = 0
    abolished: int = 0

    def __str__(self):
        return _("变更 %(changed)s 个，撤销 %(abolished)s 个。") % self.__dict__


@transaction.atomic
def recode_areas(rows: Iterable[Mapping[str, str]], *, by: Actor, source: str = "") -> Recoded:
    """Give areas new codes, names or areas above (区划变更). What belongs to them, and past membership, stays.

    The old codes go on finding the areas. A station that carries the code of its seat carries the new one.

    Raises:
        Invalid: any row cannot be done; each is named with its reason.
    """
    if not may(by, Permission.AREA_MANAGE):
        raise PermissionDenied
    list(Area.objects.select_for_update().filter(parent=None))  # one change of the map at a time
    changes = plan(rows)
    if faults := {f"rows.{change.row}": change.faults for change in changes if change.faults}:
        raise Invalid(faults)
    _place(changes)
    done = Recoded()
    for change in changes:
        area = Area.objects.get(pk=change.found.pk)
        _finish(area, change, source)
        done.abolished += change.is_abolished
        done.changed += not change.is_abolished
        journal.record("network.recode_area", by, area)
    return done


def _place(changes: list[Change]) -> None:
    """From the top down; where a new code is the old one of another, all of them step aside first."""
    moving = sorted((each for each in changes if each.is_placed_anew), key=lambda each: each.found.path.count("/"))
    olds = {each.old for each in moving}
    if any(each.code in olds and each.code != each.old for each in moving):
        for nth, each in enumerate(moving):
            _put(each, f"~{nth}", "~/")
    for each in moving:
        parent = each.parent or each.found.parent
        above = Area.objects.values_list("path", flat=True).get(pk=parent.pk) if parent else ""
        _put(each, each.code, above)
        Area.objects.filter(pk=each.found.pk).update(parent=parent)


def _put(change: Change, code: str, above: str) -> None:
    """Give an area a code and the paths that follow from it, its own, those below and those of all that copy them."""
    before = Area.objects.get(pk=change.found.pk)
    scope.repath(before.path, f"{above}{code}/")
    Area.objects.filter(pk=before.pk).update(code=code)
    Station.objects.unscoped("区划变更").filter(area=before, code=before.code).update(code=code)


def _finish(area: Area, change: Change, source: str) -> None:
    if change.code != change.old and not change.is_abolished:
        AreaCode.objects.create(area=area, code=change.old, until_on=clock.today(), source=source[:100])
    if change.is_abolished:
        area.valid_to, area.is_hidden = clock.today(), True
    if change.name:
        area.name, area.short_name = change.name, short_name(change.name, area.level)
    area.save(update_fields=["name", "short_name", "valid_to", "is_hidden"])
