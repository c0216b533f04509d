"""What the numbers of the ledger are called besides (叫法), and how soon an answer is due: data of the province."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


@dataclass(frozen=True)
class Terms:
    """Other names of measures, what may stand before and after a name, and the workdays to answer in."""

    aliases: dict[str, str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    answer_workdays: int


def terms() -> Terms:
    return _read(Path(settings.YIMI_CATALOGUE) / "requests.yaml")


@cache
def _read(path: Path) -> Terms:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Terms(
        told.get("aliases", {}), tuple(told.get("before", ())), tuple(told.get("after", ())),
        told.get("answer_workdays", 5),
    )  # fmt: skip
