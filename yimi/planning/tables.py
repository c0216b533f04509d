"""The 责任清单 as a table to take along (导出)."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.files.roster import Roster, write_roster
from yimi.core.permissions import Permission
from yimi.network.queries import unit_name

from .models import Duty
from .queries.roadmap import DUTY_ORDER, duties_for, opened, standing

HEADER = ("序号", "市县", "责任事项", "依据", "责任科室", "分管领导", "联络员", "完成期限", "状态", "进展")
WIDTHS = (5, 14, 36, 28, 16, 10, 10, 12, 10, 28)
MOST = 2000


def duty_table(by: Actor, year: int, county: str = "", state: str = "") -> bytes:
    """The duties that the reader sees, with head and foot; written down before it leaves."""
    rows = opened(duties_for(by, year, county, state).order_by(*DUTY_ORDER)[:MOST])
    journal.record("planning.export_duties", by, ("duties", year))
    stream = BytesIO()
    roster = Roster(
        title=_("%(year)s 年责任清单") % {"year": year}, unit=unit_name(by, Permission.PLANNING_VIEW),
        as_of=clock.today(), header=HEADER, rows=_lines(rows), widths=WIDTHS, nothing=_("没有责任事项。"),
    )  # fmt: skip
    write_roster(stream, roster, by=by, purpose=_("责任清单"))
    return stream.getvalue()


def _lines(rows: list[Duty]) -> Iterator[tuple]:
    for number, row in enumerate(rows, 1):
        word = standing(row.done_on, row.due_on)[1] if row.state != Duty.State.OPEN else row.get_state_display()
        yield (
            number, row.county.name, row.title, row.basis, row.office, row.opened["leader"] or "",
            row.opened["liaison"] or "", row.due_on, str(word), row.progress,
        )  # fmt: skip
