"""指标完成情况表: what a place has to reach in a year, how far it has come, and room for names and the seal."""

from collections.abc import Sequence
from datetime import date

from django.utils import translation

from yimi.core import clock, journal
from yimi.core.actors import Actor
from yimi.core.paper import Cell, Document, Meaning, Paragraph, Table, made, sample_mark
from yimi.core.paper.document import PLAIN
from yimi.figures.measure import RATE
from yimi.ui import formats

from .pages import amount
from .places import Spot, full_name
from .queries.targets import Node, targets_at

HEADER = ("指标", "单位", "年度目标", "序时应完成", "已完成", "完成率", "缺口", "状态")
SIGNS = ("填表人", "审核人", "负责人", "盖章")
NOTES = (
    "序时应完成：年度目标乘以已过工作日占全年工作日的比例，自首个社工站运营之日起算；存量、人数和比率到期达到，不按序时。",
    "完成率：已完成数除以年度目标。缺口：年度目标减去已完成数。",
    "状态：已完成数达到序时应完成数的95%及以上为正常，80%至95%为需关注，低于80%为未按时。",
)


@translation.override("zh-hans")
def form_of(actor: Actor, spot: Spot, year: int) -> Document:
    """The form of a place for a year, of the targets that hold for it; 404 out of reach."""
    nodes = [node for node in targets_at(actor, spot, year) if node.is_handed_down]
    unit = full_name(spot)
    told = Table(HEADER, tuple(map(_row, nodes)))
    return Document(
        PLAIN, f"{unit}\n{year}年度指标完成情况表",
        (told,) if nodes else (Paragraph.of("这一年还没有下达到这里的目标。"),),
        signed=unit, dated=_day(year), notes=NOTES if nodes else (), meanings=_meanings(nodes), seal_line=SIGNS,
        sample=sample_mark(),
    )  # fmt: skip


def form_file(by: Actor, spot: Spot, year: int, layout: str) -> tuple[bytes, str]:
    """The form to take along, with its name; written down before it leaves."""
    content = made(form_of(by, spot, year), layout)
    journal.record("planning.export_targets", by, ("targets", year), station=spot.station)
    return content, ".".join((f"{full_name(spot)}{year}年度指标完成情况表", layout))


def _row(node: Node) -> tuple[Cell, ...]:
    measure, pace = node.measure, node.pace
    done, owed = (pace.done, pace.owed) if pace else (None, None)
    missing = max(0, node.value - done) if done is not None else None
    return (
        Cell(str(measure.name), code=measure.code),
        Cell(str(measure.unit)),
        Cell(amount(measure, node.value), is_number=True),
        Cell(formats.figure(round(owed)) if owed is not None else "—", is_number=owed is not None),
        Cell(amount(measure, done), is_number=done is not None, url=node.url),
        Cell(formats.pct(pace.ratio if pace else None, 1), is_number=done is not None),
        Cell(_gap(node, missing), is_number=missing is not None and measure.kind != RATE),
        Cell(str(pace.status.label) if pace and pace.status else "—"),
    )


def _gap(node: Node, missing: float | None) -> str:
    """What is missing to the target; of a rate in percentage points."""
    if node.measure.kind != RATE or missing is None:
        return amount(node.measure, missing)
    return f"{missing / 10:.1f}个百分点"


def _meanings(nodes: Sequence[Node]) -> tuple[Meaning, ...]:
    told = {node.measure.code: node.measure for node in nodes}
    return tuple(Meaning(code, str(each.name), str(each.definition)) for code, each in told.items())


def _day(year: int) -> str:
    """The day until which it counts: today, or the end of a past year."""
    day = min(clock.today(), date(year, 12, 31))
    return f"{day.year}年{day.month}月{day.day}日"
