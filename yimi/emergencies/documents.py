"""A brief of an action as a document (应急关爱快报): sentences and tables, every number reckoned."""

from django.conf import settings

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.paper.document import BRIEF, Cell, Document, Heading, Paragraph, Table
from yimi.core.paper.word import SAMPLE

from .briefs import Brief, Count
from .models import Operation

MARK = "应急关爱快报"
HEADER = (
    "",
    "应排查（户）",
    "已联系（户）",
    "应转移（户）",
    "已转移（户）",
    "已转移（人）",
    "不愿转移（户）",
    "联系不上（户）",
)
NOTES = (
    "应排查：名单上的户数。已联系：电话告知、见面、转移或已问明情况的户数。应转移：镇村名单或住房情况列明的户数，由镇村核定。",
    "转移的决定和命令由镇村、三防部门作出，社工站负责告知、协助和报告。数字按各站登记逐户计算，没有人工填报。",
)


def brief_document(actor: Actor, told: Brief) -> Document:
    """The brief as paper: what it is, how far it has come, by place, by house and group."""
    row = told.operation
    return Document(
        kind=BRIEF, mark=MARK, number=f"第 {told.number} 期", title=title_of(row),
        blocks=(*_sentences(told), *_by_place(told), *_by_group(told)),
        dated=_moment(told), notes=NOTES, sample=SAMPLE if settings.YIMI_PROFILE == "demo" else "",
    )  # fmt: skip


def title_of(row: Operation) -> str:
    kind = f"{row.get_level_display()}响应"
    return f"{row.name}应急关爱情况（{kind}）" + ("（演练）" if row.is_drill else "")


def _moment(told: Brief) -> str:
    at = told.at.astimezone(clock.CIVIL)
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"


def _sentences(told: Brief) -> list[Heading | Paragraph]:
    row, all_ = told.operation, told.whole
    rest = all_.lines - all_.reached - all_.unreachable
    said = (
        f"截至{_moment(told)}，{row.name}应急关爱行动处于{row.get_phase_display()}阶段，名单共 {all_.lines} 户 "
        f"{all_.persons} 人，已联系 {all_.reached} 户，尚未联系 {rest} 户，"
        f"联系不上 {all_.unreachable} 户（已转包户责任人）。"
    )
    moved = (
        f"应转移 {all_.to_move} 户，已转移 {all_.moved} 户 {all_.moved_persons} 人，其中住“四房一低洼”和地质灾害点的 "
        f"{told.houses.moved_persons} 人；不愿转移 {all_.refused} 户，均已劝导并报村镇。"
    )
    return [Heading("一、总体情况"), Paragraph.of(said), Paragraph.of(moved)]


def _by_place(told: Brief) -> list[Heading | Table]:
    rows = [_row(area.name, count) for area, count in told.places]
    return [Heading("二、分地情况"), Table(("地区", *HEADER[1:]), (*rows, _row("合计", told.whole)))]


def _by_group(told: Brief) -> list[Heading | Paragraph | Table]:
    rows = [_row("四房一低洼和地灾点住户", told.houses)] + [_row(name, count) for name, count in told.groups]
    more = Paragraph.of("一户有几类对象的，各类分别计数，因此各类相加大于总数。")
    return [Heading("三、分对象情况"), Table(("对象", *HEADER[1:]), tuple(rows)), more]


def _row(name: str, count: Count) -> tuple[Cell, ...]:
    numbers = (
        count.lines, count.reached, count.to_move, count.moved, count.moved_persons, count.refused, count.unreachable
    )  # fmt: skip
    return (Cell(name), *(Cell(str(number), is_number=True) for number in numbers))
