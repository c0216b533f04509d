"""How figures stand on their pages (数字页面)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.ui import formats

from .locking import Adjusted, Adjustment
from .measure import RATE


@dataclass(frozen=True)
class AdjustedLine:
    """A measure of a locked month in words; `url` opens the rows of today, `changes_url` what changed since."""

    name: Any
    frozen: str
    now: str
    difference: str
    url: str
    changes_url: str = ""


def adjusted_lines(found: Adjusted, where: dict[str, str]) -> list[AdjustedLine]:
    """The measures that have anything to show, those that changed first."""
    told = [line for line in found.lines if line.is_hidden or line.frozen or line.now]
    told.sort(key=lambda line: not line.difference)
    return [_line(line, where | {"measure": line.measure.code, "period": found.span.code}) for line in told]


def _line(line: Adjustment, rows: dict[str, str]) -> AdjustedLine:
    is_rate = line.measure.kind == RATE
    write: Any = (lambda number: formats.pct(number, 1)) if is_rate else formats.figure
    gained = line.difference
    difference = formats.signed(gained) if not is_rate else ("+" if gained and gained > 0 else "") + write(gained)
    url = "" if is_rate or line.is_hidden else f"{reverse('figures:rows')}?{urlencode(rows)}"
    name = line.measure.name if is_rate else f"{line.measure.name}（{line.measure.unit}）"
    facts = line.measure.facts
    changes = f"{reverse(facts.changes)}?{urlencode(_of_month(rows))}" if facts and facts.changes else ""
    if line.is_hidden:
        untold = _("不显示")
        return AdjustedLine(name, untold, untold, untold, url)
    return AdjustedLine(name, write(line.frozen), write(line.now), difference, url, changes)


def _of_month(rows: dict[str, str]) -> dict[str, str]:
    """The address of rows as the list of changes is asked: a month for a period."""
    return {"month" if name == "period" else name: value for name, value in rows.items()}
