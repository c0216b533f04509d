"""A document is the same whatever it is made into, and the same bytes whenever it is made."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as opened
from docx.oxml.ns import qn
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.means import soffice
from yimi.core import clock
from yimi.core.paper import pdf_of, sheet_of, word_of
from yimi.core.paper.document import (
    BRIEF,
    CIRCULAR,
    PLAIN,
    REPORT,
    Break,
    Cell,
    Document,
    Heading,
    Meaning,
    Paragraph,
    Run,
    Table,
)

RARE = "𡐓𠙶㙍"
STATIONS = 227
STATION = re.compile(r"第\s?(\d+)\s?站")
MEANING = Meaning("HOME_VISIT_PT", "入户走访", "社工到家见到服务对象的人次。")


def annex(rows=STATIONS, columns=4):
    header = ("序号", "社工站", "入户走访（人次）", "完成率", *(f"指标{nth}" for nth in range(columns - 4)))
    others = tuple(Cell("3", True) for _nth in range(columns - 4))
    return Table(header, tuple(
        (Cell(str(nth), True), Cell(f"{RARE}第{nth}站"), Cell(f"{1000 + nth:,}", True, MEANING.code),
         Cell("92.5%", True), *others)
        for nth in range(1, rows + 1)
    ), "各社工站情况")  # fmt: skip


@pytest.fixture
def report():
    blocks = (
        Heading("一、总体情况"), Paragraph((Run("入户走访"), Run("24,120", MEANING.code, "/app/"), Run("人次。"))),
        Heading("（一）服务", 2), Heading("1. 走访", 3), Break(), Paragraph.of("附件"), annex(),
    )  # fmt: skip
    return Document(
        BRIEF, "全省社工站\n2026年8月工作报告", blocks, mark="社工站工作简报", number="第 8 期", maker="示例省民政厅",
        to="各市县民政局", signed="示例省民政厅", dated="2026年9月5日", notes=("完成率：完成数除以目标数。",),
        copies="各处室", printed="示例省民政厅办公室", seal_line=("填表人", "盖章"), frozen="2026年9月5日定稿。",
        sample="样稿 · 演示数据", meanings=(MEANING,),
    )  # fmt: skip


def words(content):
    return "".join(node.text or "" for node in opened(BytesIO(content)).element.body.iter(qn("w:t")))


def converted(content, tmp_path, name, kind):
    (tmp_path / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice(), profile, "--headless", "--convert-to", kind, name]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    return tmp_path / f"{name.partition('.')[0]}.{kind.partition(':')[0]}"


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("render", [word_of, sheet_of, pdf_of])
def test_the_same_document_is_the_same_bytes_at_any_time(report, render, monkeypatch):
    first = render(report)
    monkeypatch.setattr(clock, "now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    monkeypatch.setattr("time.time", lambda: 1924992000.0)
    monkeypatch.setattr("time.localtime", lambda *_at: datetime(2031, 1, 1, tzinfo=UTC).timetuple())

    assert render(Document.from_content(report.content())) == first


def test_what_was_kept_of_a_document_is_the_document(report):
    assert Document.from_content(report.content()) == report


def test_a_document_kept_before_meanings_were_is_read(report):
    kept = report.content()
    del kept["meanings"]

    assert Document.from_content(kept) == replace(report, meanings=())


def test_the_letter_has_the_page_and_the_faces_of_official_paper(report):
    made = opened(BytesIO(word_of(report)))
    section = made.sections[0]
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    body = made.element.xml

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(side.mm) for side in sides] == [37, 26, 35, 28]
    assert all(f'w:eastAsia="{face}"' in body for face in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"))
    assert 'w:firstLineChars="200"' in body and 'w:line="579"' in body and "C8102E" in body
    assert made.settings.odd_and_even_pages_header_footer
    assert (
        report.sample in section.header.paragraphs[0].text
        and report.sample in section.even_page_header.paragraphs[0].text
    )


def test_a_number_in_the_letter_leads_to_what_it_counts(report):
    body = opened(BytesIO(word_of(report))).element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}

    assert anchors == {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))} == {"m_HOME_VISIT_PT"}


def test_nothing_that_people_type_breaks_a_document():
    typed = '<w:p/> & "#panic()" \x00\x0b *星号* @标签 $x$'
    document = Document(PLAIN, typed, (Paragraph.of(typed), Table((typed,), ((Cell("=1+1"),),))), notes=(typed,))

    assert "=1+1" in words(word_of(document))
    assert "'=1+1" in str(CalamineWorkbook.from_filelike(BytesIO(sheet_of(document))).get_sheet_by_index(0).to_python())
    assert pdf_of(document).startswith(b"%PDF")


@pytest.mark.parametrize("kind", [REPORT, CIRCULAR, BRIEF, PLAIN])
def test_a_document_with_nothing_but_a_title_is_made(kind):
    document = Document(kind, "通知", ())

    assert "通知" in words(word_of(document)) and pdf_of(document) and sheet_of(document)


def test_a_wide_annex_turns_its_pages_and_the_end_stands_upright_again(report):
    wide = replace(report, blocks=(*report.blocks[:-1], annex(30, 12)))

    turns = [section.orientation for section in opened(BytesIO(word_of(wide))).sections]

    assert turns == [0, 1, 0]


def test_a_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers(report):
    two = replace(report, blocks=(annex(3), annex(2)))
    book = load_workbook(BytesIO(sheet_of(two)))
    first = book.worksheets[0]
    header = next(row for row in first.iter_rows() if row[0].value == "序号")
    line = list(first[header[0].row + 1])

    assert book.sheetnames == ["各社工站情况", "各社工站情况_2", "口径"]
    assert [cell.value for cell in line] == [1, f"{RARE}第1站", 1001, 0.925]
    assert [cell.number_format for cell in line[2:]] == ["#,##0", "0.0%"]
    assert first.freeze_panes == f"A{header[0].row + 1}" and first.page_setup.paperSize == 9
    assert MEANING.text in str(list(book["口径"].iter_rows(values_only=True)))


@pytest.mark.parametrize("text", ["—", "200多", "469999200001011234", "1-3"])
def test_what_is_no_number_stays_as_it_is_written(text):
    table = Table(("数",), ((Cell(text, True),),))
    sheet = load_workbook(BytesIO(sheet_of(Document(PLAIN, "表", (table,))))).worksheets[0]

    assert text in [row[0] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.needs("soffice")
@pytest.mark.needs("poppler")
def test_an_annex_of_all_stations_is_whole_under_its_head_on_every_page(report, tmp_path):
    made = converted(word_of(report), tmp_path, "report.docx", "pdf")
    said = text_of(made)
    pages = said.split("\f")[:-1]
    rows = [page for page in pages if STATION.search(page)]

    assert {int(nth) for nth in STATION.findall(said)} == set(range(1, STATIONS + 1))
    assert said.count("1,227") == 1 and "24,120" in said and said.count(RARE) == STATIONS
    assert len(rows) > 3 and all("社工站" in page and "完成率" in page for page in rows)
    assert all(f"—{nth}—" in "".join(page.split()) for nth, page in enumerate(pages, 1))
    assert all("样稿·演示数据" in "".join(page.split()) for page in pages)


@pytest.mark.needs("soffice")
def test_the_workbook_opens_elsewhere_with_all_its_rows(report, tmp_path):
    made = converted(sheet_of(report), tmp_path, "report.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")
    said = made.read_text(encoding="utf-8")

    assert said.count(RARE) == STATIONS and "92.5%" in said and "1,227" in said


@pytest.mark.needs("poppler")
def test_the_pdf_is_whole_and_marks_what_its_fonts_do_not_hold(report, tmp_path):
    lacking = replace(report, to=f"{chr(0x31350)}县民政局")
    (tmp_path / "report.pdf").write_bytes(pdf_of(lacking))
    said = text_of(tmp_path / "report.pdf")
    size = subprocess.run(["pdfinfo", tmp_path / "report.pdf"], capture_output=True, check=True).stdout.decode()

    assert {int(nth) for nth in STATION.findall(said)} == set(range(1, STATIONS + 1))
    assert "〓县民政局" in said and "U+31350" in said and "CreationDate" not in size and "(A4)" in size
    assert said.count("入户走访（") >= said.count("\f") - 2


def test_two_files_of_one_document_tell_no_time(report):
    times = {part.date_time for part in ZipFile(BytesIO(word_of(report))).infolist()}

    assert times == {(1980, 1, 1, 0, 0, 0)}
