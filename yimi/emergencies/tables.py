"""The list for the flood and typhoon headquarters (三防名单): name, village, number of people, and nothing else."""

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import clock
from yimi.core.errors import RuleBroken

from .models import Operation
from .queries import line_cards, lines_for

TITLE = "三防名单"
HEADER = ("序号", "姓名", "村（居）", "人数")
MOST_ROWS, _AT_ONCE = 20_000, 500


def rows_of(by: User, operation: Operation) -> list[tuple[object, ...]]:
    """The rows as the reader sees them: in full at the station, masked above it."""
    lines = lines_for(by, operation).select_related("area__parent").order_by("area__path", "rank", "id")
    if lines.count() > MOST_ROWS:
        raise RuleBroken(_("超过一次导出的上限 %d 户，请分乡镇导出。") % MOST_ROWS, code="too_many_rows")
    found: list[tuple[object, ...]] = []
    for first in range(0, MOST_ROWS, _AT_ONCE):
        some = list(lines[first : first + _AT_ONCE])
        for card in line_cards(by, some):
            area = card.row.area
            place = f"{area.parent.name}{area.name}" if area.level == area.Level.VILLAGE and area.parent else area.name
            found.append((len(found) + 1, card.name, place, card.row.persons))
        if len(some) < _AT_ONCE:
            break
    return found


def name_of(operation: Operation) -> str:
    return f"{TITLE}-{operation.name}-{clock.today():%Y%m%d}.xlsx"
