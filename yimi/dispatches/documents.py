"""Papers of dispatches and circulars (文稿): the minutes, the dispatch table, the circular; the slides of a meeting."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actors import Actor
from yimi.core.paper.document import CIRCULAR, PLAIN, Block, Break, Cell, Document, Heading, Paragraph, Table
from yimi.core.periods import Period
from yimi.reports.cadences import cadences
from yimi.reports.documents import COUNTED, chinese_day, document_for, words_of
from yimi.reports.models import Report

from .models import Circular, Dispatch
from .queries.dispatches import decisions_of
from .terms import terms

OFFICIAL = "附表1"


def report_document(report: Report, actor: Actor) -> Document:
    """The report on which a dispatch or circular stands: as it was locked, or as the ledger says now."""
    return document_for(report, actor)


def sample() -> str:
    return _("样稿 · 演示数据") if settings.YIMI_PROFILE == "demo" else ""


def named(row: Dispatch) -> str:
    """海南省2026年第3季度调度."""
    said = {"place": row.area.name, "period": Period.parse(row.report.period).label}
    return _("%(place)s%(period)s调度") % said


def minutes_document(row: Dispatch, actor: Actor) -> Document:
    """会议纪要: the meeting, what was said, and what was decided, as far as the reader is concerned."""
    met = _("%(day)s，%(place)s召开%(name)s会议。%(chair)s主持，%(who)s参加。") % {
        "day": chinese_day(row.held_on) if row.held_on else "", "place": row.place, "name": named(row),
        "chair": row.chair, "who": (row.opened["attendees"] or "").replace("\n", "、"),
    }  # fmt: skip
    said: list[Block] = [Paragraph.of(line) for line in (row.opened["minutes"] or "").splitlines()]
    blocks: list[Block] = [Paragraph.of(met)]
    if said:
        blocks += [Heading(_("一、会议情况")), *said]
    if decided := decisions_of(actor, row):
        blocks += [Heading(_("二、议定事项") if said else _("一、议定事项")), *_decisions(decided)]
    return Document(
        kind=PLAIN, title=_("%s会议纪要") % named(row), blocks=tuple(blocks), sample=sample(),
        dated=chinese_day(row.issued_on or clock.today()), signed=row.area.name,
    )  # fmt: skip


def _decisions(decided: Iterable) -> Iterator[Block]:
    rows = tuple(
        (
            Cell(str(nth)), Cell(each.row.title), Cell(each.owner), Cell(each.row.due_on.isoformat()),
            Cell(str(each.row.get_kind_display())),
        )
        for nth, each in enumerate(decided, 1)
    )  # fmt: skip
    heads = (_("序号"), _("事项"), _("责任单位"), _("期限"), _("等次"))
    yield Table(heads, rows, _("任务清单"), widths=(1, 6, 3, 2, 2))


def table_document(row: Dispatch, actor: Actor) -> Document:
    """调度表: the tables of the report that belong to the dispatch, as they were frozen."""
    whole = report_document(row.report, actor)
    return Document(
        kind=PLAIN, title=_("%s表") % named(row), blocks=tuple(whole.tables), sample=whole.sample, frozen=whole.frozen,
        meanings=whole.meanings,
    )  # fmt: skip


def circular_document(row: Circular, actor: Actor) -> Document:
    """半年通报: what was done well, what falls short in common, what comes next; figures of 市县 as an annex."""
    report, whole = row.report, report_document(row.report, actor)
    label = Period.parse(report.period).label
    title = _("关于%(period)s社工站工作情况的通报") % {"period": label}
    opening = Paragraph.of(_("现将%(period)s全省社工站工作情况通报如下：") % {"period": label})
    said = terms()
    return Document(
        kind=CIRCULAR, title=title, blocks=(opening, *_words(report), *_annex(whole)), number=row.number, to=said.to,
        maker=said.issuer, signed=said.issuer, dated=chinese_day(row.issued_on or clock.today()),
        notes=whole.notes, frozen=whole.frozen, sample=whole.sample, meanings=whole.meanings,
    )  # fmt: skip


def _words(report: Report) -> Iterator[Block]:
    duty, told = cadences(report.last).duty(report.cadence, report.level), words_of(report)
    words = [word for word in (duty.words if duty else ()) if told.get(word.code)]
    for nth, word in enumerate(words):
        yield Heading(f"{COUNTED[nth]}、{word.name}")
        yield from (Paragraph.of(line) for line in told[word.code].splitlines())


def _annex(whole: Document) -> Iterator[Block]:
    """The figures of the province, and of 市县 in the official order; no station is listed."""
    tables = [table for table in whole.tables if not table.caption.startswith("附表")]
    tables += [table for table in whole.tables if table.caption.startswith(OFFICIAL)]
    if tables:
        yield Break()
        yield Heading(_("附件 数据"))
        yield from tables


@dataclass(frozen=True)
class Slide:
    """One part of the meeting's presentation (演示页)."""

    title: str
    blocks: list[Block]


def slides(document: Document) -> list[Slide]:
    """A slide for each heading of a document; what stands before the first is the opening."""
    found = [Slide(document.title, [])]
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(Slide(block.text, []))
        elif not isinstance(block, Break):
            found[-1].blocks.append(block)
    return [slide for slide in found if slide.blocks]
