"""Campaigns as a table (专项活动清单), as the reader sees them."""

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core import journal
from yimi.core.errors import RuleBroken
from yimi.core.files import write_table

from .queries import ORDER, Asked, campaigns_for, sheets

MOST_ROWS, _AT_ONCE = 5000, 500
TITLE = "专项活动清单"
HEADER = (
    "社工站", "类别", "名称", "开始日期", "结束日期", "状态", "名单人数", "已领人数", "发放人次", "户数", "未领人数"
)  # fmt: skip


def write_campaigns(stream: IO[bytes], asked: Asked, *, by: User, purpose: str) -> int:
    """The list as .xlsx (导出), written down before it leaves."""
    total = campaigns_for(by, asked).count()
    if total > MOST_ROWS:
        words = _("共 %(rows)s 行，超过一次导出的上限 %(most)s 行，请先筛选。")
        raise RuleBroken(words % {"rows": total, "most": MOST_ROWS}, code="too_many_rows")
    journal.record("campaigns.export_campaigns", by, ("campaigns", total))
    return write_table(stream, TITLE, HEADER, _rows(asked, by), by=by, purpose=purpose)


def _rows(asked: Asked, by: User) -> Iterator[tuple[object, ...]]:
    rows = campaigns_for(by, asked).order_by(*ORDER)
    for first in range(0, MOST_ROWS, _AT_ONCE):
        some = list(rows[first : first + _AT_ONCE])
        for sheet in sheets(by, some):
            row, tally = sheet.row, sheet.tally
            yield (
                row.station.name, str(row.get_kind_display()), sheet.name, row.first_on, row.last_on,
                str(row.get_state_display()), tally.listed, tally.reached, tally.times, tally.households, tally.left,
            )  # fmt: skip
        if len(some) < _AT_ONCE:
            return
