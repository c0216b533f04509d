"""What the tasks of towns give to inspections (迎检材料): what was handed to stations, and the hours it took."""

from collections.abc import Iterator

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.ledgers.materials import File, table
from yimi.ledgers.queries import stations_in
from yimi.ledgers.spans import Span

from .models import Assignment
from .queries import assignments_for, opened

HEADER = ("社工站", "交办日期", "事项", "性质", "办结期限", "状态", "用时（小时）", "办结日期", "办结情况")


def ledger(by: User, span: Span) -> Iterator[File]:
    """镇街交办台账: the tasks handed out on these days; what they were and how they ended only in a pack with names."""
    stations = stations_in(by, Permission.ASSIGNMENT_VIEW, span)
    rows = assignments_for(by).filter(station__in=stations, handed_on__range=(span.first, span.last))
    found = opened(rows.order_by("station__code", "handed_on", "id"))
    yield from table("镇街交办台账", HEADER, [_row(each, span.is_masked) for each in found], by)


def _row(row: Assignment, is_masked: bool) -> tuple:
    title, note = ("", "") if is_masked else (row.opened["title"], row.opened["done_note"])
    return (
        row.station.name, row.handed_on, title, str(row.get_kind_display()), row.due_on, str(row.get_state_display()),
        (getattr(row, "half_hours", 0) or 0) / 2, row.done_on, note,
    )  # fmt: skip
