"""What is in a pack (材料目录): the items of an occasion, those added to them, and what the house makes itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.catalogue.queries import PackItem, PackList, pack_lists
from yimi.core import clock
from yimi.core.actors import may
from yimi.ledgers.materials import Material, materials

ADDED = "+"  # before the key of a material that the occasion does not ask for


@dataclass(frozen=True)
class Line:
    """One item with its number, and what makes it; else why the unit must add it (缺)."""

    nth: int
    item: PackItem
    material: Material | None
    why: str = ""

    @property
    def is_added(self) -> bool:
        return self.item.code.startswith(ADDED)


def occasions() -> dict[str, PackList]:
    """The occasions that the catalogue in force knows, by code."""
    return pack_lists(clock.today())


def lines(pack: PackList, by: User, chosen: Sequence[str] = ()) -> list[Line]:
    """The chosen items in the order in which they were chosen; without a choice, what the occasion asks for."""
    known = {item.code: item for item in (*pack.items, *_others(pack, by))}
    items = [known[code] for code in chosen if code in known] if chosen else list(pack.items)
    return [_line(nth, item, by) for nth, item in enumerate(items, 1)]


def offered(pack: PackList, by: User) -> list[Line]:
    """What may be chosen: the items of the occasion, then what else the house can make for this reader."""
    return lines(pack, by, [item.code for item in (*pack.items, *_others(pack, by))])


def _others(pack: PackList, by: User) -> list[PackItem]:
    asked = {item.material for item in pack.items}
    more = [each for each in materials if each.key not in asked and may(by, each.permission)]
    return [PackItem(f"{ADDED}{each.key}", str(each.label), "", each.key) for each in more]


def _line(nth: int, item: PackItem, by: User) -> Line:
    """A material that this reader may not make is missing, too, and it is said why."""
    found = materials.get(item.material)
    if found is None:
        return Line(nth, item, None, _("请自备后放入"))
    if not may(by, found.permission):
        return Line(nth, item, None, _("您没有查看这类材料的权限，请自备后放入"))
    return Line(nth, item, found)
