"""The cover, the contents and the label of the box (封面、目录、盒脊) as .docx."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from yimi.core import clock
from yimi.core.paper.word import begun, saved
from yimi.core.permissions import Permission
from yimi.exchange.kinds import Taking
from yimi.ledgers.queries import unit_of
from yimi.ledgers.spans import Span

if TYPE_CHECKING:
    from .writing import Made

PERMISSION = Permission.CONTACT_VIEW
BIG, MIDDLE = Pt(26), Pt(16)
HEAD = ("序号", "材料", "文件", "说明")
WIDTHS = (Pt(36), Pt(150), Pt(170), Pt(110))


def document(occasion: str, made: "Sequence[Made]", taking: Taking, span: Span) -> bytes:
    """封面 and, on the next page, 目录: each item with its files, or 缺."""
    kept = begun()
    for _line in range(6):
        kept.add_paragraph()
    unit = unit_of(taking.by, taking.filters, PERMISSION)
    for words, size in ((unit, MIDDLE), (f"{occasion}材料", BIG), (span.words, MIDDLE)):
        _centred(kept, words, size)
    _centred(kept, f"{clock.today():%Y}年{clock.today().month}月{clock.today().day}日编制", MIDDLE)
    kept.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    _centred(kept, "目　录", BIG)
    _contents(kept, made)
    names = "姓名已隐去，未带备注。" if span.is_masked else "含服务对象姓名，请注意保密。"
    kept.add_paragraph(f"{names}编号 {taking.copy}，用途：{taking.purpose}。")
    return saved(kept)


def label(occasion: str, made: "Sequence[Made]", taking: Taking) -> bytes:
    """盒脊和标签: the same in one narrow column, to be cut out and put on the box, then a tag for each item."""
    kept = begun()
    table = kept.add_table(rows=1, cols=1, style="Table Grid")
    cell = table.rows[0].cells[0]
    words = (str(clock.today().year), *f"{occasion}材料", "", *unit_of(taking.by, taking.filters, PERMISSION))
    cell.text = "\n".join(words)
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.columns[0].width = cell.width = Pt(80)
    _tags(kept, made)
    return saved(kept)


def _tags(kept: Document, made: "Sequence[Made]") -> None:
    """标签: one for each item, two in a row, to be cut out and stuck on the folders."""
    kept.add_page_break()
    table = kept.add_table(rows=0, cols=2, style="Table Grid")
    words = [f"{each.line.nth:02d}\n{each.line.item.name}" for each in made]
    for nth in range(0, len(words), 2):
        for cell, text in zip(table.add_row().cells, words[nth : nth + 2], strict=False):
            cell.text = text
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _listed(files: Sequence[str]) -> str:
    """The files of an item as the contents name them: those of a folder together."""
    folders = Counter(name.partition("/")[0] for name in files if "/" in name)
    alone = [name for name in files if "/" not in name]
    return "\n".join([*alone, *(f"{folder}/（{n} 个文件）" for folder, n in folders.items())])


def _centred(kept: Document, words: str, size: Pt) -> None:
    paragraph = kept.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(words).font.size = size


def _contents(kept: Document, made: "Sequence[Made]") -> None:
    table = kept.add_table(rows=1, cols=len(HEAD), style="Table Grid")
    rows = [HEAD] + [
        (str(each.line.nth), each.line.item.name, _listed(each.files) or "缺", each.missing or each.line.item.note)
        for each in made
    ]
    for nth, row in enumerate(rows):
        cells = table.rows[0].cells if nth == 0 else table.add_row().cells
        for cell, text, width in zip(cells, row, WIDTHS, strict=True):
            cell.text, cell.width = text, width
