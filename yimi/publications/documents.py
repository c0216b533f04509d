"""The papers of this domain (公文): a brief with its photos, a log, a station's week, a chronicle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from yimi.core.paper.document import PLAIN, Block, Cell, Document, Heading, Paragraph, Table
from yimi.core.paper.word import SAMPLE, begun, saved
from yimi.ledgers.chronicle import Happening
from yimi.ui.formats import figure

from .models import Publication
from .queries.logs import Line, Log, Sum
from .wording import HEADINGS

WIDEST, HIGHEST = 15.4, 10.5  # cm


@dataclass(frozen=True)
class Picture:
    """A photo as a document shows it."""

    content: bytes
    caption: str = ""


def plain_text(row: Publication) -> str:
    """A text as it is pasted into a public account (公众号文本): title, paragraphs, who wrote it."""
    paragraphs = [part.strip() for part in (row.opened["body"] or "").splitlines() if part.strip()]
    foot = f"（{row.station.name} {row.writer.name}）"
    return "\n\n".join([row.opened["title"] or "", *paragraphs, foot])


@translation.override("zh-hans")
def brief_docx(row: Publication, pictures: Iterable[Picture]) -> bytes:
    """A brief or case as .docx: head, title, text, photos, who wrote it and when."""
    document = begun()
    _line(document, f"{row.get_kind_display()}", size=16, is_bold=True)
    _line(document, row.opened["title"] or "", size=20, is_bold=True)
    for part in (row.opened["body"] or "").splitlines():
        if part.strip() in HEADINGS:
            document.add_paragraph().add_run(part.strip()).bold = True
        elif part.strip():
            document.add_paragraph(part.strip()).paragraph_format.first_line_indent = Pt(28)
    for picture in pictures:
        _add_picture(document, picture)
    on = row.sent_on or row.on
    for words in (f"{row.station.name}　{row.writer.name}", _day(on)):
        document.add_paragraph(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(document)


def _line(document, words: str, *, size: int, is_bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.font.size = is_bold, Pt(size)


def _add_picture(document, picture: Picture) -> None:
    shape = document.add_picture(BytesIO(picture.content), width=Cm(WIDEST))
    if shape.height > Cm(HIGHEST):
        shape.width, shape.height = round(shape.width * Cm(HIGHEST) / shape.height), Cm(HIGHEST)
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    if picture.caption:
        _line(document, picture.caption, size=12)


def log_document(log: Log) -> Document:
    """A worker's log of a day or a week (工作日志、周志)."""
    title = _("工作日志") if log.period.kind == "day" else _("工作周志")
    blocks: list[Block] = [Paragraph.of(_counted(log))] if log.counts else []
    for day in log.days:
        blocks.append(Heading(_day(day.on)))
        blocks += [_table(day.lines)] if day.lines else []
        blocks += [Paragraph.of(_("补记：%s") % day.note)] if day.note else []
    return _plain(title, blocks or [Paragraph.of(_("没有记录。"))], log.station, f"{log.worker}　{log.period.label}")


def _counted(log: Log) -> str:
    parts = "、".join(_("%(sort)s %(n)s 件") % {"sort": sort, "n": n} for sort, n in log.counts)
    return _("合计：%s。") % parts


def week_document(week: Sum) -> Document:
    """The weekly journal of a station (站周志): figures and sessions of the station as a whole."""
    numbers = tuple((Cell(str(name)), Cell(figure(value), True), Cell(str(unit))) for name, unit, value in week.figures)
    header = (str(_("指标")), str(_("本周")), str(_("单位")))
    blocks: list[Block] = [Heading(_("一、本周服务情况"))]
    blocks.append(Table(header, numbers, widths=(5, 2, 1)) if numbers else Paragraph.of(_("没有记录。")))
    if week.sessions:
        blocks += [Heading(_("二、小组、活动和宣传")), _table(week.sessions, with_days=True)]
    return _plain(_("社工站周志"), blocks, week.station.name, str(week.period.label))


def chronicle_document(place: str, year: int, rows: Sequence[Happening]) -> Document:
    """The chronicle of a place in a year (大事记)."""
    header = (str(_("日期")), str(_("事项")), str(_("单位")), str(_("来源")))
    told = tuple(
        (Cell(each.on.isoformat()), Cell(each.what), Cell(each.where), Cell(str(each.source))) for each in rows
    )
    blocks: list[Block] = [Table(header, told, widths=(3, 9, 3, 3))] if told else [Paragraph.of(_("没有记录。"))]
    return _plain(_("%(place)s%(year)s年大事记") % {"place": place, "year": year}, blocks, place, "")


def _table(lines: Sequence[Line], *, with_days: bool = False) -> Table:
    if with_days:
        days = tuple((Cell(line.on.isoformat()), Cell(str(line.sort)), Cell(line.text)) for line in lines)
        return Table((str(_("日期")), str(_("类别")), str(_("内容"))), days, widths=(3, 3, 8))
    rows = tuple((Cell(str(line.sort)), Cell(line.text)) for line in lines)
    return Table((str(_("类别")), str(_("内容"))), rows, widths=(3, 9))


def _plain(title: str, blocks: Iterable[Block], signed: str, words: str) -> Document:
    sample = SAMPLE if settings.YIMI_PROFILE == "demo" else ""
    return Document(kind=PLAIN, title=title, blocks=tuple(blocks), signed=signed, dated=words, sample=sample)


def _day(on: date) -> str:
    return _("%(y)s年%(m)s月%(d)s日") % {"y": on.year, "m": on.month, "d": on.day}
