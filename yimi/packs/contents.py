"""What is in a pack (材料目录): the items of an occasion, and which of them the house makes itself."""

from dataclasses import dataclass

from yimi.accounts.models import User
from yimi.catalogue.queries import PackItem, PackList, pack_lists
from yimi.core import clock
from yimi.core.actors import may
from yimi.ledgers.materials import Material, materials


@dataclass(frozen=True)
class Line:
    """One item with its number, and what makes it; nothing where the unit must add it (缺)."""

    nth: int
    item: PackItem
    material: Material | None


def occasions() -> dict[str, PackList]:
    """The occasions that the catalogue in force knows, by code."""
    return pack_lists(clock.today())


def lines(pack: PackList, by: User) -> list[Line]:
    """The items in order; a material that this reader may not make is missing, too."""
    return [Line(nth, item, _material(item, by)) for nth, item in enumerate(pack.items, 1)]


def _material(item: PackItem, by: User) -> Material | None:
    found = materials.get(item.material)
    return found if found and may(by, found.permission) else None
