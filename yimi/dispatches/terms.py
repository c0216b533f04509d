"""How long minutes and objections may take, and how circulars are issued (时限和行文): policy data of the province."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True)
class Terms:
    """Workdays after a meeting and of objections; how many circulars a year; who issues them to whom, and how named."""

    minutes_workdays: int = 5
    objection_workdays: int = 5
    circulars_a_year: int = 2
    issuer: str = ""
    to: str = ""
    number: str = "〔%(year)s〕%(n)s 号"


def terms() -> Terms:
    return _read(Path(settings.YIMI_CATALOGUE) / "dispatches.yaml")


@cache
def _read(path: Path) -> Terms:
    told = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Terms(**{name: value for name, value in told.items() if name != "schema_version"})
