import re
import subprocess
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from yimi.core.errors import Invalid
from yimi.core.files import Roster, read_table, sheet_rows, write_roster, write_table
from yimi.core.files.vault import Vault
from yimi.core.files.writing import page_foot, watermarks
from yimi.core.ids import new_id
from yimi.core.seal import SealBroken

ID = "469999199001010014"
CSV = f'姓名,证件号码,记录\r\n符某某,{ID},"第一行\n第二行"\r\n\r\n𠮷某,,复查\r\n'
WORKER = SimpleNamespace(name="符某", username="worker-1")


def workbook(*rows, cells=()):
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, *([day] if isinstance(cell, date) else []))
    for number, column, cell in cells:
        sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


WHOLE = workbook(["姓名", "号码"], ["符某", ID])


def packed(**parts):
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"", "xl/workbook.xml": b"", **parts}.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_reads_alike_in_both_encodings(encoding):
    table = read_table("名单.csv", CSV.encode(encoding))

    assert table.header == ["姓名", "证件号码", "记录"]
    assert list(table.records()) == [
        (2, {"姓名": "符某某", "证件号码": ID, "记录": "第一行\n第二行"}),
        (4, {"姓名": "𠮷某", "证件号码": "", "记录": "复查"}),
    ]


def test_cells_of_a_workbook_become_the_text_a_person_would_type():
    table = read_table("x", workbook(["日期", "证件号码", "时长", "比例"], [], [date(2026, 9, 15), ID, 30, 0.5]))

    assert (table.rows, table.numbers) == ([["2026-09-15", ID, "30", "0.5"]], [3])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("姓名\n王某\n台灣鄉鎮社會工作服務站點".encode("big5"), "第 1 行：文字编码"),
        ("ascii\nçéèà où êtes-vous ñ".encode("latin-1"), "第 2 行：文字编码"),
        ("姓名\n王某".encode("utf-16"), "第 1 行：文字编码"),
        (b"\xef\xbb\xbfname\nok\n\xff\xfe", "第 3 行：文字编码"),
        (f"号码\n{float(ID):.5E}".encode(), "第 2 行：“4.69999E+17”被 Excel 改写"),
        (b"a,a\n1,2", "列名“a”出现两次"),
        (b"a\n1,2", "第 2 行：内容超出了表头的列"),
        (b'a\n"' + b"x" * 200_000, "第 2 行：格式不对"),
        (b" \n", "是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "已损坏或加了密码"),
        (b"\xd0\xcf\x11\xe0" + b"x" * (8 * 1024 * 1024), "旧版 Excel 文件超过 8 MB"),
        (b"\xef\xbb\xbf\n<html><table><tr><td>a</td></tr></table>", "网页格式"),
        (b"x" * (10 * 1024 * 1024 + 1), "超过 10 MB"),
        (b"a\n" + b"1\n" * 100_001, "超过 100000 行"),
        (workbook(["号码"], [float(ID)]), "第 2 行第 1 列：号码存成了数字"),
        (workbook(["a"], cells=[(1_048_575, 16_383, 1)]), "超过 100000 行"),
        (workbook(["a"], cells=[(5, 16_383, 1)]), "列数超过"),
        (packed(**{"xl/media/zeros": bytes(30_000_000)}), "解开后太大"),
        (packed(), "已损坏"),
        (workbook(["a"])[:-200], "已损坏"),
        (b"PK\x03\x04" + bytes(40), "已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_words(content, words):
    with pytest.raises(Invalid, match=re.escape(words)):
        read_table("名单", content)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"a,b\n", "姓名\n".encode("gb18030")]))
def test_no_bytes_break_the_reader(content, start):
    with suppress(Invalid):
        read_table("x", start + content)


@given(st.data())
def test_no_damaged_workbook_breaks_the_reader(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        read_table("x", bytes(whole))


def test_columns_that_are_missing_are_named():
    with pytest.raises(Invalid, match="缺少这些列：类别、结果"):
        read_table("x", "姓名\n符某".encode()).require(["姓名", "类别", "结果"])


def test_an_export_says_who_took_it_and_holds_no_formula(settings):
    settings.YIMI_PROFILE = "demo"
    rows = [["符某", ID, 12, Decimal("0.5"), date(2026, 9, 15)], ["=1+1", " -2", "＝A1", None, True]]
    stream = BytesIO()

    assert write_table(stream, "走访名单", ["姓名", "号码", "次", "率", "日期"], rows, by=WORKER, purpose="核对") == 2

    table = cells_of(stream)
    assert table[0][0] == "走访名单"
    assert "导出人：符某（worker-1）" in table[1][0] and "用途：核对" in table[1][0]
    assert table[2][0] == "样稿 · 演示数据"
    assert table[4] == ["符某", ID, 12.0, 0.5, "2026-09-15"]
    assert table[5] == ["'=1+1", "' -2", "'＝A1", "", "是"]


@pytest.mark.parametrize("purpose", ["𠮷" * 100, "&" * 100, "A&" * 50])
def test_a_long_purpose_leaves_the_page_at_the_foot(purpose):
    foot = page_foot(watermarks(WORKER, purpose))

    assert len(foot.encode("utf-16-le")) <= 2 * 255
    assert foot.startswith("&L导出人：符某") and foot.endswith("&R&P / &N")
    assert foot.removeprefix("&L").removesuffix("&R&P / &N").replace("&&", "").count("&") == 0


def cells_of(stream):
    stream.seek(0)
    return CalamineWorkbook.from_filelike(BytesIO(stream.getvalue())).get_sheet_by_index(0).to_python()


@pytest.mark.needs("soffice")
def test_an_old_workbook_reads_like_a_new_one(tmp_path):
    rows = ["姓名", "号码", "日期"], ["符𠮷某", ID, date(2026, 9, 15)], [], ["李某", 7, ""]
    (tmp_path / "new.xlsx").write_bytes(workbook(*rows))
    run = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xls"]
    subprocess.run([*run, "--outdir", str(tmp_path), str(tmp_path / "new.xlsx")], check=True, capture_output=True)

    old = read_table("old", (tmp_path / "new.xls").read_bytes())
    assert (old.rows, old.numbers) == ([["符𠮷某", ID, "2026-09-15"], ["李某", "7", ""]], [2, 4])


def test_a_large_workbook_is_read_row_by_row_to_the_same_text(monkeypatch):
    rows = [["姓名", "号码", "日期", "数"], [], ["符某", ID, date(2026, 9, 15), 1.5], ["李某", "", "", 30]]
    at_once = list(sheet_rows("x", workbook(*rows)))
    monkeypatch.setattr("yimi.core.files.workbook._MUCH", 0)

    assert [(n, [c for c in cells if c]) for n, cells in sheet_rows("x", workbook(*rows))] == [
        (n, [c for c in cells if c]) for n, cells in at_once
    ]


def test_a_number_that_lost_its_digits_spoils_only_its_own_row():
    rows = list(sheet_rows("x", workbook(["姓名", "号码"], ["符某", float(ID)], ["李某", ID])))

    assert rows == [(1, ["姓名", "号码"]), (2, ["符某", "4.69999E+17"]), (3, ["李某", ID])]


ROSTER = Roster(
    title="花名册", unit="长征镇社工站", as_of=date(2026, 11, 20), header=["序号", "姓名"], rows=[[1, "=1+1"]]
)


def test_a_roster_has_its_head_and_foot_and_takes_nothing_for_a_formula():
    stream = BytesIO()
    count = write_roster(stream, ROSTER, by=WORKER, purpose="月度核对")
    cells = [
        cell
        for row in CalamineWorkbook.from_filelike(BytesIO(stream.getvalue())).get_sheet_by_index(0).to_python()
        for cell in row
    ]

    assert count == 1
    assert {
        "花名册",
        "填报单位：长征镇社工站",
        "截至日期：2026年11月20日",
        "'=1+1",
        "填表人：",
        "审核人：",
        "负责人：",
    } <= set(cells)
    assert any("导出人：符某" in str(cell) for cell in cells)


def test_a_blank_roster_has_lines_to_write_on_and_no_one_in_it():
    stream = BytesIO()
    assert write_roster(stream, replace(ROSTER, is_blank=True), by=WORKER, purpose="空白表") == 0
    rows = CalamineWorkbook.from_filelike(BytesIO(stream.getvalue())).get_sheet_by_index(0).to_python()

    assert len(rows) > 20 and not any("1+1" in str(cell) for row in rows for cell in row)


def test_files_wait_sealed_and_are_gone_with_their_key(db, settings, tmp_path):
    settings.YIMI_DATA = tmp_path
    vault, other = Vault("import", new_id()), Vault("import", new_id())
    vault.put("sent", "王桂兰".encode())
    other.put("sent", b"x")
    kept = next(path for path in tmp_path.rglob("*.sealed") if vault.owner.hex in str(path))

    assert vault.get("sent").decode() == "王桂兰" and "王桂兰".encode() not in kept.read_bytes()
    moved = next(path for path in tmp_path.rglob("*.sealed") if other.owner.hex in str(path))
    moved.write_bytes(kept.read_bytes())
    with pytest.raises(SealBroken):
        other.get("sent")
    vault.erase()
    assert not kept.exists()
    with pytest.raises(FileNotFoundError):
        vault.get("sent")
