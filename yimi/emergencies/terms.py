"""Who is looked after in an emergency, and how soon (应急关爱的对象和时限): policy data of the province."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class Group:
    """One group of the list (名单对象), by categories of a person or of her household."""

    key: str
    name_zh: str
    name_en: str
    any: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()
    household: frozenset[str] = frozenset()
    at_least: int = 1
    from_age: int = 0

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def codes(self) -> frozenset[str]:
        return self.any | self.all | self.household


@dataclass(frozen=True)
class Terms:
    """The groups in their order, who should be moved, and the clocks."""

    groups: tuple[Group, ...]
    dwelling_rank: int = 0
    to_move: dict[str, frozenset[str]] = field(default_factory=dict)
    unreachable: timedelta = timedelta(hours=1)
    keep_days: int = 30
    brief_hours: tuple[int, ...] = (8, 14, 20)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset().union(*(group.codes for group in self.groups))

    def names(self, keys: list[str]) -> list[str]:
        """What groups are called; two that are called alike are said once."""
        known = {group.key: group.name for group in self.groups}
        return list(dict.fromkeys(known[key] for key in keys if key in known))

    def is_to_move(self, kind: str, dwelling: list[str]) -> bool:
        return bool(self.to_move.get(kind, frozenset()) & set(dwelling))


def terms() -> Terms:
    return _read(Path(settings.YIMI_CATALOGUE) / "emergency.yaml")


@cache
def _read(path: Path) -> Terms:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Terms(
        groups=tuple(_group(each) for each in told.get("groups", [])),
        dwelling_rank=told.get("dwelling_rank", 0),
        to_move={kind: frozenset(flags) for kind, flags in told.get("to_move", {}).items()},
        unreachable=timedelta(minutes=told.get("unreachable_minutes", 60)),
        keep_days=told.get("keep_days", 30),
        brief_hours=tuple(told.get("brief_hours", (8, 14, 20))),
    )


def _group(told: dict[str, Any]) -> Group:
    said: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in told.items()
    }
    return Group(**said)
