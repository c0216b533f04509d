"""What is looked at every day (安全监测): each domain that owns the facts declares what it finds.

How long and how often is data of the province. There are five items and no more. None says that a record is missing,
and none is about a worker.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from yimi.core.actors import Actor
from yimi.core.clock import CIVIL
from yimi.core.declare import Declared


class Item(TextChoices):
    """The five safety items (安全事项)."""

    EVENT = "event", _("24 小时事件")
    REPORT = "report", _("强制报告")
    LOST = "lost", _("失联")
    VACANT = "vacant", _("缺岗")
    EMERGENCY = "emergency", _("应急")


@dataclass(frozen=True)
class Finding:
    """One thing that was so on a day: at which station, of which record, and since when."""

    station: UUID
    subject: UUID
    since: date


@dataclass(frozen=True)
class Look:
    """What a check is asked: the civil day that is over, its rule, and what it found before that is not gone yet."""

    day: date
    rule: dict[str, Any]
    open: frozenset[UUID] = frozenset()

    @property
    def end(self) -> datetime:
        """The last moment of the day."""
        return datetime.combine(self.day + timedelta(days=1), time.min, tzinfo=CIVIL)


@dataclass(frozen=True)
class SafetyCheck:
    """One thing that is looked for (监测项): `found` gives all that was so at the end of a day.

    `says` holds no name; the record is opened by `url`, with the rights of its reader. `known` are the subjects of
    which somebody at a station or town may know, and none narrows it. What is `is_restricted` is told to nobody else.
    """

    key: str
    item: Item
    says: Any
    found: Callable[[Look], Iterable[Finding]]
    url: Callable[[UUID, str], str]
    usual: dict[str, Any] = field(default_factory=dict)
    known: Callable[[Actor], QuerySet] | None = None
    is_restricted: bool = False
    order: int = 0

    @property
    def rule(self) -> dict[str, Any]:
        return self.usual | told().get("checks", {}).get(self.key, {})

    @property
    def words(self) -> str:
        """What was found, with the numbers of the rule."""
        return str(self.says) % self.rule


safety_checks: Declared[SafetyCheck] = Declared("safety check")


def items() -> list[Item]:
    """The items that some domain looks after, in their order."""
    looked_after = {check.item for check in safety_checks}
    return [item for item in Item if item in looked_after]


def told() -> dict[str, Any]:
    """What the province says of its daily monitoring."""
    return _read(Path(settings.YIMI_CATALOGUE) / "alerts.yaml")


@cache
def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
