"""A ledger on paper: customary columns, as this reader sees them, with head and foot, filled in or blank."""

import subprocess
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import story
from tests.means import soffice
from yimi.core.errors import RuleBroken
from yimi.core.files.roster import Roster
from yimi.core.paper import roster_pdf, without_glyph
from yimi.exchange import actions, working
from yimi.ledgers import writing
from yimi.ledgers.papers import papers

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)
MONTH = {"first": "2026-11-01", "last": "2026-11-20"}
RARE = "王𬭎㙦"


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.YIMI_TODAY, settings.YIMI_DATA = date(2026, 11, 20), tmp_path


@pytest.fixture
def people(world):
    held = {"opened_on": world.opened, "area": "469030104201"}
    wang = story.person(world.worker, world.here, RARE, **held)
    fu = story.person(world.worker, world.here, "符某", **held)
    note = '#panic("x") *都好*'
    story.visit(world.worker, world.here, DAY, [wang], place="469030104201", note=note, services=("EC01",))
    story.contact(world.worker, world.here, "activity", DAY, [wang, fu], title="=1+1", headcount=12)
    story.contact(world.worker, world.here, "resource_delivery", DAY, [wang, fu], note="大米 2 袋")
    story.contact(world.worker, world.here, "referral", DAY, [fu], note="转县医院", concluded_on=date(2026, 11, 19))
    story.contact(world.worker, world.here, "counselling", DAY, [fu], services=("CC02",), note="限制的内容")
    return wang, fu


def taken(by, key, layout="xlsx", **filters):
    sent = MONTH | {"layout": layout} | filters
    task = actions.ask_export(key, by=by, filters=sent, purpose="月度核对名单")
    working.work()
    name, content = actions.take_export(task.pk, by=by)
    assert name.endswith(layout)
    return content


def rows(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def cells(content):
    return [str(cell) for row in rows(content) for cell in row if cell != ""]


def text(content, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(content)
    said = subprocess.run(["pdftotext", "-layout", "paper.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    return said.stdout.decode()


@pytest.mark.both_engines
def test_the_ledger_of_visits_has_the_customary_columns_head_and_foot(world, people):
    content = taken(world.head, "ledger_visits")
    said = rows(content)
    header = next(row for row in said if row[0] == "序号")
    (line,) = [row for row in said if RARE in row]

    assert said[0][0] == "走访台账" and "填报单位：长征镇社工站" in said[1]
    assert "期间：2026年11月1日至2026年11月20日" in said[1] and "单位：户（人）次" in said[1]
    assert header[:5] == ["序号", "走访日期", "走访对象", "居住地", "走访方式"] and "社工站" not in header
    assert [str(cell) for cell in line[:4]] == ["1.0", "2026-11-18", RARE, "潮村村委会"]
    assert {"填表人：", "审核人：", "负责人：", "（盖章）"} <= set(cells(content))


@pytest.mark.parametrize("layout", ["xlsx", "pdf"])
@pytest.mark.parametrize("key", [paper.key for paper in papers if paper.rows])
def test_every_ledger_is_made_of_either_kind_and_an_empty_one_says_so(world, people, key, layout):
    assert len(taken(world.head, key, layout)) > 4000
    assert len(taken(world.head, key, layout, first="2026-10-01", last="2026-10-31")) > 4000


def test_a_period_without_records_says_so(world, people):
    assert "本期没有记录。" in cells(taken(world.head, "ledger_visits", first="2026-10-01", last="2026-10-31"))


def test_above_the_station_people_are_masked_and_restricted_records_only_counted(world, people):
    found = cells(taken(world.county, "ledger_services"))
    said = "\n".join(found)

    assert "王**" in found and RARE not in said and "大米" not in said and "限制的内容" not in said
    assert "另有 1 条限制记录未列出。" in found and "长征镇社工站" in found


def test_the_head_reads_on_paper_what_she_reads_on_the_page_and_what_was_typed_is_no_formula(world, people):
    said = "\n".join(cells(taken(world.head, "ledger_services")))
    sessions = cells(taken(world.head, "ledger_sessions"))

    assert "限制的内容" in said and '#panic("x") *都好*' in said
    assert "'=1+1" in sessions and "12.0" in sessions


def test_who_gets_something_signs_on_a_line_of_her_own(world, people):
    said = rows(taken(world.head, "ledger_deliveries"))
    header = next(row for row in said if row[0] == "序号")

    assert header[-1] == "签名／按印" and [row[2] for row in said if "大米 2 袋" in row] == [RARE, "符某"]


def test_elsewhere_nothing_of_it_is_printed(world, people):
    assert RARE not in "\n".join(cells(taken(world.far_county, "ledger_visits")))


@pytest.mark.needs("poppler")
def test_the_pages_carry_rare_names_and_what_was_typed_as_it_is(world, people, tmp_path):
    said = text(taken(world.head, "ledger_visits", "pdf"), tmp_path)

    assert "走访台账" in said and RARE in said and '#panic("x")' in said.replace("\n", "")
    assert "月度核对名单" in said and "第 1 页" in said.replace("第1", "第 1").replace("1页", "1 页")


def test_a_character_that_cannot_be_printed_is_marked_and_named(world):
    lacking = chr(0x31350)
    roster = Roster(title="走访台账", unit="站", as_of=None, header=["姓名"], rows=[[f"王{lacking}"]])

    assert without_glyph([RARE, f"王{lacking}"]) == [lacking]
    assert roster_pdf(roster, by=world.head, purpose="核对")[1] == 1


@pytest.mark.needs("poppler")
def test_the_marked_character_stands_in_a_note(world, tmp_path):
    roster = Roster(title="走访台账", unit="站", as_of=None, header=["姓名"], rows=[[f"王{chr(0x31350)}"]])
    said = text(roster_pdf(roster, by=world.head, purpose="核对")[0], tmp_path)

    assert "王〓" in said and "U+31350" in said


@pytest.mark.needs("soffice")
@pytest.mark.needs("poppler")
def test_the_workbook_prints_on_one_width_with_its_head_repeated(world, people, tmp_path):
    (tmp_path / "ledger.xlsx").write_bytes(
        writing.blank(papers["ledger_visits"], world.head, {"layout": "xlsx"}, 60)[1]
    )
    command = [soffice(), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "ledger.xlsx"], cwd=tmp_path, capture_output=True, check=True)
    said = text((tmp_path / "ledger.pdf").read_bytes(), tmp_path)

    assert said.count("走访对象") >= 2 == said.count("走访台账") + 1 and "填表人：" in said


def test_more_than_fits_is_refused_with_the_way_out(world, people, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ON_PAGES", 1)

    with pytest.raises(RuleBroken, match="缩小日期范围"):
        taken(world.head, "ledger_services", "pdf")


@pytest.mark.parametrize(
    ("who", "status"),
    [("worker", 200), ("head", 200), ("township", 200), ("county", 200), ("province", 200), ("leader", 403),
     ("auditor", 403), ("sysadmin", 403), ("secadmin", 403), ("auditadmin", 403)],
)  # fmt: skip
def test_who_reads_records_opens_the_page_of_ledgers(world, sign_in, who, status):
    assert sign_in(world.users[who]).get("/app/ledgers/").status_code == status


def test_the_head_asks_for_a_filled_ledger_and_says_what_for(world, people, sign_in):
    sent = MONTH | {"paper": "ledger_visits", "layout": "pdf", "station": "469030104"}
    without = sign_in(world.head).post("/app/ledgers/", sent)
    answer = sign_in(world.head).post("/app/ledgers/", sent | {"purpose": "月度核对"})

    assert without.status_code == 422 and "请写明导出用途" in without.content.decode()
    assert answer.status_code == 302 and answer["Location"].startswith("/app/files/exports/")


def test_a_worker_prints_blank_sheets_only(world, people, sign_in):
    browser = sign_in(world.worker)
    sent = MONTH | {"paper": "ledger_visits", "station": "469030104", "layout": "xlsx", "lines": "7"}
    sheet = browser.post("/app/ledgers/blank", sent)
    filled = browser.post("/app/ledgers/", sent | {"purpose": "月度核对"})

    assert sheet.status_code == 200 and RARE not in "\n".join(cells(sheet.content))
    assert filled.status_code == 403


@pytest.mark.needs("poppler")
def test_the_sheet_of_a_session_names_who_is_known_and_leaves_lines(world, people, sign_in, tmp_path):
    from yimi.services.models import Contact

    session = Contact.objects.unscoped("test").get(kind="activity")
    said = text(sign_in(world.worker).post(f"/app/records/{session.pk}/signatures").content, tmp_path)

    assert "签到表" in said and RARE in said and "=1+1" in said and "签名／按印" in said and "12" in said
    assert sign_in(world.county).post(f"/app/records/{session.pk}/signatures").status_code == 404
    assert sign_in(world.stranger).post(f"/app/records/{session.pk}/signatures").status_code == 404


def test_the_blank_sheet_to_sign_is_there(world, sign_in):
    answer = sign_in(world.head).post("/app/ledgers/blank", {"paper": "attendants", "station": "469030104"})

    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
