"""A pack for an inspection: contents, cover, a file for each item or 缺, and nobody's name unless it is asked for."""

import subprocess
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests import story
from tests.means import soffice
from tests.sweep.bodies import photo
from yimi.construction.actions import add_photo, record_accepted
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.exchange import actions, working
from yimi.tracking.actions import ItemFields, raise_item
from yimi.workforce.actions import post_worker

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)
INSPECTION = (
    "outline", "stations", "figures", "visits", "sessions", "referrals", "tracked", "scheme", "photos", "duty",
)  # fmt: skip
ASKED = {
    "pack": "inspection", "first": "2026-01-01", "last": "2026-11-20", "purpose": "市里督查备查", "items": INSPECTION,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.YIMI_TODAY, settings.YIMI_DATA = date(2026, 11, 20), tmp_path


@pytest.fixture
def served(world):
    wang = story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, categories=["DB"])
    story.visit(world.worker, world.here, DAY, [wang], note="王桂兰说想换屋顶")
    story.contact(world.worker, world.here, "activity", DAY, [wang], title="防溺水宣传", headcount=12)
    return world


def bundle(browser, by, **more):
    """The pack as it is asked for on the page and taken afterwards."""
    asked = browser.post("/app/packs/", ASKED | more)
    assert asked.status_code == 302, asked.content.decode()
    working.work()
    name, content = actions.take_export(asked.url.rstrip("/").rsplit("/", 1)[-1], by=by)
    assert name.startswith("迎检材料-") and name.endswith(".zip")
    return {each: ZipFile(BytesIO(content)).read(each) for each in ZipFile(BytesIO(content)).namelist()}


def cells(content):
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [str(cell) for row in sheet.to_python() for cell in row]


def words(content):
    document = Document(BytesIO(content))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *told])


def test_a_head_makes_a_pack_with_contents_and_says_what_is_missing(served, sign_in):
    files = bundle(sign_in(served.head), served.head)

    contents = words(files["00 封面和目录.docx"])
    assert "督查材料" in contents and "长征镇社工站" in contents and "姓名已隐去" in contents
    assert contents.count("请自备后放入") == 1 and contents.count("本期没有") == 3
    assert contents.count("缺") == 4
    assert "走访台账" in words(files["00 盒脊和标签.docx"])
    assert {"04 走访台账.xlsx", "05 小组、活动一览表.xlsx"} <= set(files)
    assert "防溺水宣传" in cells(files["05 小组、活动一览表.xlsx"])


def test_names_and_notes_stay_out_unless_they_are_asked_for(served, sign_in):
    masked = cells(bundle(sign_in(served.head), served.head)["04 走访台账.xlsx"])
    named = cells(bundle(sign_in(served.head), served.head, named="on")["04 走访台账.xlsx"])

    assert "王**" in masked and not any("王桂兰" in cell for cell in masked)
    assert "王桂兰" in named and "王桂兰说想换屋顶" in named


def test_the_outline_and_the_table_tell_the_numbers_of_the_ledger(served, sign_in):
    files = bundle(sign_in(served.county), served.county, county="469030")

    outline = words(next(content for name, content in files.items() if name.startswith("01 ")))
    assert "开展服务 1 场次" in outline and "惠及群众（人次，含未实名） 13 人次" in outline and "口径：" in outline
    table = cells(next(content for name, content in files.items() if "主要工作数据表" in name))
    assert (
        "开展服务" in table
        and "已举办且有人参加的小组节次、社区活动和政策宣传，联合举办的只计在主办站。" in " ".join(table)
    )
    assert any("红毛镇社工站" in cell for cell in cells(files["02 社工站一览表.xlsx"]))


def test_what_is_too_long_for_one_ledger_is_parted_by_months_and_these_again(served, sign_in, monkeypatch):
    fu = story.person(served.worker, served.here, "符某")
    for day in (date(2026, 10, 8), date(2026, 11, 9)):
        story.visit(served.worker, served.here, day, [fu])
    monkeypatch.setattr("yimi.ledgers.writing.MOST_ROWS", 1)

    files = bundle(sign_in(served.head), served.head)

    parts = sorted(name for name in files if name.startswith("04 走访台账"))
    assert parts == ["04 走访台账-202610.xlsx", "04 走访台账-20261101-1110.xlsx", "04 走访台账-20261111-1120.xlsx"]


def test_only_what_is_ticked_goes_in_and_more_may_be_added_in_that_order(served, sign_in):
    files = bundle(sign_in(served.head), served.head, items=["figures", "visits", "+staff", "duty"])

    names = [name for name in files if not name.startswith("00")]
    assert [name[:2] for name in names] == ["01", "02"]
    assert words(files["00 封面和目录.docx"]).count("本期没有") == 1
    assert "值班表和考勤确认表" in words(files["00 封面和目录.docx"])


def test_photos_plans_findings_and_posts_go_in_each_as_the_reader_may_see_it(served, sign_in):
    post_worker(
        new_id(), by=served.county, user=served.worker, station=served.here.pk, post="head", full_time=False,
        from_on=date(2026, 7, 1),
    )  # fmt: skip
    record_accepted([served.here.pk], by=served.county)
    add_photo(new_id(), by=served.head, station=served.here.pk, name="牌.jpg", content=photo(), item="SIGN-01")
    raise_item(
        new_id(), by=served.county, fields=ItemFields(
            station=served.here.code, title="门牌脱落", detail="王桂兰家门口的指示牌补装", due_on=date(2026, 12, 1)
        ),
    )  # fmt: skip
    asked = {"items": ["+staff", "tracked", "photos", "+building", "scheme"], "station": served.here.code}
    masked = bundle(sign_in(served.head), served.head, **asked)
    named = bundle(sign_in(served.head), served.head, named="on", **asked)

    assert "门牌脱落" in cells(masked["02 问题整改台账.xlsx"])
    assert "王桂兰" not in "".join(cells(masked["02 问题整改台账.xlsx"]))
    assert "王桂兰家门口的指示牌补装" in cells(named["02 问题整改台账.xlsx"])
    assert served.worker.name in cells(named["01 人员花名册.xlsx"])
    assert served.worker.name not in cells(masked["01 人员花名册.xlsx"])
    sign = next(name for name in masked if name.startswith("03 标识和场地照片/长征镇"))
    assert masked[sign].startswith(b"\xff\xd8") and "（1 个文件）" in words(masked["00 封面和目录.docx"])
    assert "必备" in cells(masked["04 建站验收清单.xlsx"])


def test_the_page_tells_the_contents_before_and_refuses_what_cannot_be(served, sign_in):
    browser = sign_in(served.head)
    page = browser.get("/app/packs/").content.decode()
    assert "工作汇报提纲" in page and "系统生成" in page and "请自备后放入" in page and "另外可以放入" in page

    for wrong in (
        {"purpose": "看"}, {"pack": "nothing"}, {"first": "2026-12-01"}, {"station": "469028103"}, {"items": []},
        {"items": ["+nothing"]},
    ):  # fmt: skip
        assert browser.post("/app/packs/", ASKED | wrong).status_code == 422, wrong
    assert sign_in(served.worker).get("/app/packs/").status_code == 403
    with pytest.raises(Invalid):
        actions.ask_export("pack", by=served.head, filters={"pack": "nothing"}, purpose="市里督查备查")


@pytest.mark.needs("soffice")
def test_cover_and_outline_open_in_a_word_processor(served, sign_in, tmp_path):
    files = bundle(sign_in(served.head), served.head)
    for nth, name in enumerate(each for each in files if each.endswith(".docx")):
        (tmp_path / f"{nth}.docx").write_bytes(files[name])
    sent = [soffice(), "--headless", "--convert-to", "pdf", *map(str, sorted(tmp_path.glob("*.docx")))]
    subprocess.run(sent, cwd=tmp_path, check=True, capture_output=True)

    assert len(list(tmp_path.glob("*.pdf"))) == 3
