"""Tables come in and go out (表格): a roster by the head, a register by the county, and what the worker makes of it."""

import pytest

from tests.journeys import look
from yimi.clients.models import Person
from yimi.exchange import working
from yimi.registers.tests.tables import CHILD, HEADER, OTHER, line, workbook

pytestmark = pytest.mark.needs("chromium")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(page, name, content, button="上传并检查"):
    page.set_input_files("[name=file]", {"name": name, "mimeType": SHEET, "buffer": content})
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/files/imports/**")
    working.work()


def test_a_head_brings_people_in_after_reading_what_would_become_of_each_row(at_desk, lived_in):
    head = at_desk("head")
    page = head.page
    head.open("/app/files/")
    page.get_by_role("link", name="导入服务对象").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    assert template.value.suggested_filename == "people-template.xlsx"
    header = ["姓名", "证件号码", "居住地"]
    rows = [["符阿公", OTHER, "潮村"], ["王桂兰", "469999195001011527", ""], ["林某", "469999195001011520", "潮村"]]
    upload(page, "名单.xlsx", workbook(header, *rows))

    page.get_by_role("button", name="确认导入 2 行").wait_for()
    assert "有 1 行有问题" in page.locator("main").inner_text() and look.barriers(page) == []
    with page.expect_download() as faults:
        page.get_by_role("link", name="下载问题清单").click()
    assert faults.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="确认导入 2 行").click()
    working.work()
    page.get_by_text("已导入", exact=True).first.wait_for()

    page.get_by_role("link", name="去看结果").click()
    people = Person.objects.unscoped("test").filter(station=lived_in.here)
    assert page.get_by_role("link", name="符阿公").is_visible()
    assert people.filter(fingerprint=lived_in.guilan.fingerprint).count() == 1


def test_numbers_in_full_leave_only_when_the_county_allows_it(at_desk, lived_in):
    head = at_desk("head")
    page = head.page
    head.open("/app/files/exports/new/people/")
    with page.expect_download() as blank:
        page.get_by_role("button", name="下载空白表").click()
    assert blank.value.suggested_filename.startswith("服务对象花名册")
    page.fill("[name=purpose]", "报送民政局核对高龄津贴")
    page.get_by_label("需要完整的证件号码和电话").check()
    page.get_by_role("button", name="生成表格").click()
    page.get_by_text("等上级审批").wait_for()

    county = at_desk("county")
    county.open("/app/files/")
    county.page.get_by_text("报送民政局核对高龄津贴").wait_for()
    county.page.get_by_role("button", name="同意", exact=True).click()
    county.page.locator(".toast").wait_for()

    working.work()
    page.reload()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载表格").click()
    assert taken.value.suggested_filename.startswith("服务对象花名册")


def test_a_county_register_becomes_people_to_serve(at_desk, on_phone, lived_in):
    county = at_desk("county")
    page = county.page
    county.open("/app/registers/import/")
    page.select_option("[name=source]", "DB")
    page.select_option("[name=area]", "469030")
    title = ["琼中县城乡低保对象花名册（截至十月底）"]
    known, new = line("王桂兰", "469999195001011527"), line("符小花", CHILD)
    upload(page, "低保.xlsx", workbook(title, HEADER, known, new, ["注：本表一式两份"]))
    page.get_by_role("link", name="对应列").click()
    page.get_by_role("button", name="就这样，开始检查").click()
    working.work()
    page.get_by_role("button", name="确认导入 2 行").click()
    working.work()
    page.get_by_text("已导入", exact=True).first.wait_for()
    assert "对上档案" in page.locator("main").inner_text()
    county.open("/app/registers/")
    page.get_by_role("link", name="低保").first.click()
    assert "王**" in page.locator("main").inner_text() and "王桂兰" not in page.content()

    worker = on_phone("worker")
    page = worker.page
    worker.open("/app/registers/")
    page.get_by_role("link", name="低保").first.click()
    page.get_by_label("选择符小花").check()
    assert look.barriers(page) + look.too_small(page) + look.too_wide(page) == []
    page.get_by_role("button", name="登记勾选的人").click()
    page.get_by_text("已登记 1 人").wait_for()

    found = Person.objects.unscoped("test").get(state="known")
    assert found.categories.get().code == "DB" and found.station_id == lived_in.here.pk
    worker.open(f"/app/people/{lived_in.guilan.pk}/")
    assert "在名册" in page.locator("main").inner_text()
