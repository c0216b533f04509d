"""时间表 and 责任清单 as tables to take along (导出)."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.files.roster import Roster, write_roster
from yimi.core.permissions import Permission
from yimi.network.queries import unit_name

from .models import Duty
from .places import Spot
from .queries.roadmap import (
    DUTY_ORDER,
    SORTS,
    File,
    Step,
    duties_for,
    files_of,
    milestones_for,
    opened,
    standing,
    steps,
)

HEADER = (
    "序号", "市县", "责任事项", "依据", "责任科室", "分管领导", "联络员", "完成期限", "状态", "进展", "佐证材料",
)  # fmt: skip
WIDTHS = (5, 14, 36, 28, 16, 10, 10, 12, 10, 28, 24)
STEP_HEADER = (
    "序号", "工作节点", "责任单位（岗位）", "责任人", "前置节点", "开始日期", "完成期限", "状态", "完成日期",
    "完成佐证", "佐证材料",
)  # fmt: skip
STEP_WIDTHS = (5, 34, 20, 10, 28, 12, 12, 10, 12, 30, 24)
MOST = 2000


def duty_table(by: Actor, year: int, county: str = "", state: str = "") -> bytes:
    """The duties that the reader sees, with head and foot; written down before it leaves."""
    rows = opened(duties_for(by, year, county, state).order_by(*DUTY_ORDER)[:MOST])
    journal.record("planning.export_duties", by, ("duties", year))
    stream = BytesIO()
    roster = Roster(
        title=_("%(year)s 年责任清单") % {"year": year}, unit=unit_name(by, Permission.PLANNING_VIEW),
        as_of=clock.today(), header=HEADER, rows=_lines(rows, files_of(rows, "duty")), widths=WIDTHS,
        nothing=_("没有责任事项。"),
    )  # fmt: skip
    write_roster(stream, roster, by=by, purpose=_("责任清单"))
    return stream.getvalue()


def milestone_table(by: Actor, year: int, spot: Spot, state: str = "", sort: str = "") -> bytes:
    """The steps of a place as she sees them (时间表), with what proves each; written down before it leaves."""
    rows = milestones_for(by, year, spot, state).order_by(*SORTS.get(sort, SORTS[""]))[:MOST]
    journal.record("planning.export_milestones", by, ("milestones", year))
    stream = BytesIO()
    roster = Roster(
        title=_("%(name)s %(year)s 年时间表") % {"name": spot.name, "year": year}, unit=spot.name, as_of=clock.today(),
        header=STEP_HEADER, rows=_step_lines(steps(rows)), widths=STEP_WIDTHS, nothing=_("没有工作节点。"),
    )  # fmt: skip
    write_roster(stream, roster, by=by, purpose=_("时间表"))
    return stream.getvalue()


def _step_lines(found: list[Step]) -> Iterator[tuple]:
    for number, step in enumerate(found, 1):
        row, before = step.row, "、".join(each.title for each in step.waits_for)
        yield (
            number, row.title, row.office, row.opened["person"] or "", before, row.begins_on, row.due_on,
            str(step.word), row.done_on or "", (row.done_on and row.opened["proof"]) or "", _names(step.files),
        )  # fmt: skip


def _names(files: Iterable[File]) -> str:
    return "、".join(file.opened["name"] or "" for file in files)


def _lines(rows: list[Duty], files: dict[UUID, list[File]]) -> Iterator[tuple]:
    for number, row in enumerate(rows, 1):
        word = standing(row.done_on, row.due_on)[1] if row.state != Duty.State.OPEN else row.get_state_display()
        yield (
            number, row.county.name, row.title, row.basis, row.office, row.opened["leader"] or "",
            row.opened["liaison"] or "", row.due_on, str(word), row.progress,
            _names(files.get(row.pk, [])),
        )  # fmt: skip
