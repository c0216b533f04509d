"""指标完成情况表: the targets of a place as a form to sign, on the page and to take along."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as opened
from openpyxl import load_workbook

from yimi.core.models import Entry
from yimi.planning import actions
from yimi.planning.documents import HEADER, form_of
from yimi.planning.places import spot_named

PLACE = {"station": "469030104"}


@pytest.fixture
def year_of_sessions(handed_down, served):
    handed_down(measure="SESSION", value=600)
    served(12)


def row_of(document, name):
    cells = next(row for row in document.tables[0].rows if row[0].text == name)
    return dict(zip(HEADER, (cell.text for cell in cells), strict=True))


def test_the_form_says_how_far_each_target_has_come_and_leaves_room_for_the_seal(world, year_of_sessions):
    made = form_of(world.head, spot_named(**PLACE), 2026)
    row = row_of(made, "开展服务")

    target, owed, gap = (int(row[name]) for name in ("年度目标", "序时应完成", "缺口"))
    assert row["已完成"] == "12" and gap == target - 12 and 0 < owed < target
    assert row["状态"] in ("正常", "需关注", "未按时") and row["完成率"] == f"{12 / target * 100:.1f}%"
    assert made.seal_line[-1] == "盖章" and made.dated == "2026年11月20日" and made.meaning_of("SESSION")


def test_a_level_has_no_share_of_the_workdays_and_a_rate_lacks_points(world, target):
    draft = actions.draft_split(target(measure="DUE_RATE", value=950).pk, by=world.province, spot=spot_named("46"))
    actions.publish_split(draft.pk, by=world.province)
    row = row_of(form_of(world.province, spot_named("46"), 2026), "走访频次达标率")

    assert row["年度目标"] == "95.0%" and row["序时应完成"] == "—"


def test_the_head_reads_prints_and_takes_it_along(world, year_of_sessions, sign_in):
    browser, query = sign_in(world.head), "?station=469030104&year=2026"
    page = browser.get(reverse("planning:form") + query).content.decode()
    files = {
        layout: browser.get(reverse("planning:form_file") + f"{query}&layout={layout}")
        for layout in ("docx", "xlsx", "pdf")
    }
    sheet = load_workbook(BytesIO(files["xlsx"].content)).worksheets[0]
    letter = opened(BytesIO(files["docx"].content))

    assert page.count("<h1") == 1 and "指标完成情况表" in page and "（盖章）" in page and "figures/rows" in page
    assert 12 in [cell.value for row in sheet.iter_rows() for cell in row]
    assert "序时应完成" in letter.tables[0].rows[0].cells[3].text
    assert files["pdf"].content.startswith(b"%PDF") and files["docx"]["Content-Type"].endswith("document")
    assert Entry.objects.filter(act="planning.export_targets").count() == 3
    assert reverse("planning:form") in browser.get(reverse("planning:targets")).content.decode()


def test_another_place_or_layout_is_not_there(world, year_of_sessions, sign_in):
    url = reverse("planning:form_file")

    assert sign_in(world.head).get(reverse("planning:form") + "?station=469030105").status_code == 404
    assert sign_in(world.head).get(url + "?station=469030105&layout=pdf").status_code == 404
    assert sign_in(world.head).get(url + "?layout=exe").status_code == 404


def test_a_year_without_targets_says_so(world, sign_in):
    page = sign_in(world.head).get(reverse("planning:form") + "?year=2024").content.decode()

    assert "还没有下达到这里的目标" in page and "2024年12月31日" in page
