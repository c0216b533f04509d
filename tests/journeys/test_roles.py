"""What each of the other roles has to do in the house, done in a browser (各角色的事)."""

from pathlib import Path

import pytest

from yimi.accounts.actions import create_users
from yimi.core.actors import SYSTEM
from yimi.services.tests.test_imports import row, workbook

pytestmark = pytest.mark.needs("chromium")
SERVICES = Path(__file__).resolve().parents[2] / "catalogue" / "hainan" / "services.yaml"


def upload(page, name, content, button):
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def test_a_head_mends_her_table_and_imports_it(at_desk, lived_in):
    head = at_desk("head")
    head.open("/app/records/import/")
    upload(head.page, "十一月.xlsx", workbook(row(name=""), row(on="2026-12-31")), "上传并检查")
    faults = head.page.locator("tbody tr")
    assert faults.count() == 2
    assert "姓名" in faults.nth(0).inner_text() and "2" in faults.nth(0).inner_text()

    upload(
        head.page, "十一月.xlsx", workbook(row(worker="worker"), row(on="2026-11-09", worker="worker")), "上传并检查"
    )
    assert "新增 2 条" in head.page.locator("main").inner_text()
    head.page.get_by_role("button", name="确认导入 2 条").click()
    head.page.wait_for_url("**/app/records/**")
    head.open("/app/records/")
    assert head.page.locator("tbody tr", has_text="11月9日").count() == 1


def test_a_county_posts_a_worker_who_then_works_there(at_desk, lived_in):
    create_users([("newcomer", "新来·示例")], by=SYSTEM, password="a-long-test-password")
    county = at_desk("county")
    county.open("/app/stations/469030104/")
    county.page.get_by_role("link", name="安排驻站").click()
    county.page.fill("[name=username]", "newcomer")
    county.page.get_by_role("button", name="安排驻站").click()
    county.page.wait_for_url("**/app/stations/469030104/")
    assert "新来·示例" in county.page.locator("main").inner_text()

    newcomer = at_desk("newcomer")
    newcomer.open("/app/people/?q=wgl")
    assert newcomer.page.get_by_role("link", name="王桂兰").is_visible()


def test_two_administrators_make_an_appointment(at_desk, lived_in):
    sysadmin, secadmin = at_desk("sysadmin"), at_desk("secadmin")
    sysadmin.open(f"/app/users/{lived_in.colleague.pk}/appoint/")
    sysadmin.page.select_option("[name=role]", label="市县工作人员")
    sysadmin.page.fill("[name=code]", "469030")
    sysadmin.page.fill("[name=because]", "示例任命")
    sysadmin.page.locator("main").get_by_role("button", name="提出授权").click()
    sysadmin.page.wait_for_url("**/users/*/")
    assert "待审定" in sysadmin.page.locator("main").inner_text()

    secadmin.open("/app/users/requests/")
    secadmin.page.get_by_role("button", name="同意", exact=True).click()
    secadmin.page.wait_for_load_state()
    sysadmin.page.reload()
    assert (
        "市县工作人员"
        in sysadmin.page.get_by_role("region", name="当前授权")
        .or_(sysadmin.page.locator("section", has_text="当前授权"))
        .first.inner_text()
    )


def test_an_auditor_verifies_the_journal(at_desk, lived_in):
    auditor = at_desk("auditor")
    auditor.open("/app/audit/")
    auditor.page.get_by_role("button", name="核验日志").click()
    auditor.page.wait_for_load_state()

    assert "日志完整，没有发现改动。" in auditor.page.locator("main").inner_text()


def test_a_province_is_told_what_is_wrong_with_an_edition(at_desk, lived_in):
    province = at_desk("province")
    right = SERVICES.read_text(encoding="utf-8").replace("2026.1", "2027.1").replace("2020-01-01", "2027-01-01")
    province.open("/app/catalogue/upload/")
    upload(province.page, "services.yaml", (right + "\nunknown_part: [1\n").encode(), "载入为草稿")
    assert province.page.locator(".err-sum, .err-msg, .note-bad").first.is_visible()
    assert "/upload" in province.page.url

    upload(province.page, "services.yaml", right.encode(), "载入为草稿")
    assert "草稿" in province.page.locator("main").inner_text()


def test_a_number_is_shown_for_half_a_minute_and_kept_count_of(at_desk, lived_in):
    worker = at_desk("worker")
    worker.open(f"/app/people/{lived_in.guilan.pk}/")
    assert "13800000001" not in worker.page.content()
    worker.page.get_by_role("button", name="查看完整电话").click()

    shown = worker.page.locator(".mask[role=status]")
    shown.wait_for()
    assert "138" in shown.inner_text() and "秒后隐藏" in shown.inner_text()
    worker.page.reload()
    assert "有 1 人查看过" in worker.page.locator("main").inner_text()
    assert "13800000001" not in worker.page.content()
