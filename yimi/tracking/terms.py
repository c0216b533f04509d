"""How long an item may take, and when it is followed one level higher (督办时限): policy data of the province."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


@dataclass(frozen=True)
class Terms:
    """Workdays to settle each kind; workdays before the due day that ask for attention; workdays late that escalate."""

    days: dict[str, int]
    attention_days: int
    escalate_after: dict[str, int]


def terms() -> Terms:
    return _read(Path(settings.YIMI_CATALOGUE) / "tracking.yaml")


@cache
def _read(path: Path) -> Terms:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    days = {"notice": 10, "urged": 7, "chased": 5} | told.get("days", {})
    after = {"station": 3, "county": 8} | told.get("escalate_after", {})
    return Terms(days, told.get("attention_days", 2), after)
