"""What plans and targets give to inspections (迎检材料): the plans in force as documents, targets with their pace."""

from collections.abc import Iterator

from docx.document import Document

from yimi.accounts.models import User
from yimi.catalogue.queries import domains
from yimi.core import clock
from yimi.core.paper.word import begun, saved
from yimi.core.permissions import Permission
from yimi.figures.measure import RATE, measures
from yimi.ledgers.materials import File, table
from yimi.ledgers.queries import stations_in
from yimi.ledgers.spans import Span

from .models import AnnualPlan
from .places import spot_for
from .queries.plans import ORDER, plans_in_force
from .queries.targets import Node, amount, targets_at

VIEW = Permission.PLANNING_VIEW
BOX, MOST_DOCUMENTS = "年度服务计划", 30
PLANS = ("社工站", "市县", "年度", "第几次", "资源平台", "合作单位", "重点项目", "级别", "目标", "领域计划", "特色服务")
TARGETS = ("指标", "单位", "目标", "已完成", "完成率（%）", "按时应完成", "进度", "完成期限", "依据文号", "依据文件")


def plans(by: User, span: Span) -> Iterator[File]:
    """年度服务计划: the plans in force of the year of the last day, as a table, and of few stations each on its own."""
    rows = plans_in_force(by, _year(span)).filter(station__in=stations_in(by, VIEW, span))
    rows = rows.select_related("station__county").prefetch_related("lines", "specials")
    found = list(rows.order_by(*ORDER))
    yield from table(f"{_year(span)}年度服务计划汇总", PLANS, [_plan(each) for each in found], by)
    for plan in found if len(found) <= MOST_DOCUMENTS else []:
        yield f"{BOX}/{plan.station.name}{plan.year}年度服务计划.docx", saved(_document(plan))


def _plan(plan: AnnualPlan) -> tuple:
    return (
        plan.station.name, plan.station.county.name, plan.year, plan.number, plan.platform, plan.partners,
        plan.project, str(plan.get_project_level_display()), plan.project_aim,
        "；".join("".join(map(str, line)) for line in _lines(plan)),
        "；".join("".join(map(str, line)) for line in _specials(plan)),
    )  # fmt: skip


def _lines(plan: AnnualPlan) -> list[tuple[str, str, str]]:
    """What is planned of each domain: the domain, the measure and how much."""
    names = domains(clock.today())
    return [
        (f"{names.get(line.domain, line.domain)}", *_quantity(line.measure, line.quantity)) for line in plan.lines.all()
    ]


def _specials(plan: AnnualPlan) -> list[tuple[str, str, str]]:
    return [(f"{each.code} {each.name}", *_quantity(each.measure, each.quantity)) for each in plan.specials.all()]


def _quantity(code: str, quantity: int | None) -> tuple[str, str]:
    measure = measures.get(code)
    return (str(measure.name), f" {quantity} {measure.unit}") if measure and quantity else ("", "")


def _document(plan: AnnualPlan) -> Document:
    """The plan as 1+1+5+X, to be read and put into the box."""
    made = begun()
    made.add_heading(f"{plan.station.name}{plan.year}年度服务计划", 0)
    signed = f"第 {plan.number} 版，审定日期：{plan.county_at:%Y-%m-%d}" if plan.county_at else f"第 {plan.number} 版"
    made.add_paragraph(signed)
    for heading, words in (
        ("一、资源平台", (plan.platform, f"合作单位：{plan.partners}" if plan.partners else "")),
        ("二、重点项目", (f"{plan.project}（{plan.get_project_level_display()}）", plan.project_aim)),
    ):
        made.add_heading(heading, 1)
        for text in filter(None, words):
            made.add_paragraph(text)
    for heading, lines in (("三、五大领域", _lines(plan)), ("四、特色服务", _specials(plan))):
        made.add_heading(heading, 1)
        _table(made, lines)
    return made


def _table(made: Document, lines: list[tuple[str, str, str]]) -> None:
    if not lines:
        made.add_paragraph("（未列）")
        return
    table_ = made.add_table(rows=1, cols=3, style="Table Grid")
    for nth, line in enumerate([("项目", "指标", "计划数"), *lines]):
        cells = table_.rows[0].cells if nth == 0 else table_.add_row().cells
        for cell, text in zip(cells, line, strict=True):
            cell.text = str(text).strip()


def targets(by: User, span: Span) -> Iterator[File]:
    """年度目标和进度: the targets of the place in the year of the last day, and how far they have come."""
    spot = spot_for(by, VIEW, "" if span.station else span.county, span.station)
    rows = [_target(node) for node in targets_at(by, spot, _year(span)) if node.is_handed_down]
    yield from table(f"{spot.place.name}{_year(span)}年度目标和进度", TARGETS, rows, by)


def _target(node: Node) -> tuple:
    measure, pace, target = node.measure, node.pace, node.target
    done = pace.done if pace else None
    return (
        str(measure.name), str(measure.unit), amount(measure, node.value), amount(measure, done),
        None if pace is None or pace.ratio is None else round(pace.ratio * 100, 1),
        round(pace.owed) if pace and pace.owed is not None and measure.kind != RATE else None,
        str(pace.status.label) if pace and pace.status else "", target.due_on, target.anchor_number,
        target.anchor_title,
    )  # fmt: skip


def _year(span: Span) -> int:
    return (span.last or clock.today()).year
