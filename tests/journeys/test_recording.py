"""A service of another kind, from the telephone to the province's number (从记服务到全省数字)."""

import re

import pytest

pytestmark = pytest.mark.needs("chromium")


def number(page, name) -> int:
    """What the ledger of the overview says."""
    return int(re.sub(r"\D", "", page.locator(".ledger > div", has_text=name).locator("a.v").inner_text()))


def choose_guilan(page):
    page.fill("main #q", "wgl")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name="加入王桂兰").click()
    page.get_by_role("button", name="去掉王桂兰").wait_for()


def test_an_activity_with_forty_people_counts_once_and_reaches_forty(at_desk, on_phone, lived_in):
    province, worker, head = at_desk("province"), on_phone("worker"), at_desk("head")
    province.open("/app/overview/")
    before = [number(province.page, name) for name in ("开展服务", "惠及群众")]

    worker.open("/app/records/new")
    worker.page.get_by_role("link", name="社区活动").click()
    worker.page.fill("[name=title]", "防溺水宣传")
    worker.page.fill("[name=headcount]", "40")
    choose_guilan(worker.page)
    assert worker.page.input_value("[name=title]") == "防溺水宣传"
    worker.page.get_by_role("button", name="保存", exact=True).click()
    worker.page.locator(".toast").wait_for()
    record = worker.page.url

    assert "防溺水宣传" in worker.page.content() and "开展服务" in worker.page.content()
    province.page.reload()
    assert [number(province.page, name) for name in ("开展服务", "惠及群众")] == [before[0] + 1, before[1] + 40]
    province.page.locator(".ledger > div", has_text="开展服务").locator("a.v").click()
    assert province.page.locator("tbody tr", has_text="社区活动").count() >= 1
    head.open("/app/records/?kind=activity")
    assert record.removeprefix(head.base) in head.page.content()
    head.open(f"/app/people/{lived_in.guilan.pk}/?story=activity")
    assert record.removeprefix(head.base) in head.page.content()


def test_a_talk_that_is_no_assistance_says_why(on_phone, lived_in):
    worker = on_phone("worker")
    worker.open(f"/app/records/new/office_talk?person={lived_in.guilan.pk}")
    worker.page.fill("[name=note]", "问了高龄补贴")
    worker.page.get_by_role("button", name="保存", exact=True).click()
    worker.page.locator(".toast").wait_for()

    shown = worker.page.inner_text("main")
    assert "为什么不计" in shown and "本身不计帮扶" in shown and "不是入户走访" in shown


def test_a_group_is_planned_on_the_telephone_reviewed_by_the_head_and_its_roll_called(at_desk, on_phone, lived_in):
    worker, head = on_phone("worker"), at_desk("head")
    worker.open("/app/groups/new")
    worker.page.fill("[name=name]", "老友记支持小组")
    worker.page.select_option("[name=group_type]", "support")
    worker.page.get_by_role("button", name="保存", exact=True).click()
    worker.page.get_by_role("link", name="增减组员").click()
    worker.page.fill("main #q", "wgl")
    worker.page.get_by_role("button", name="查找").click()
    worker.page.get_by_role("button", name="加入王桂兰").click()
    worker.page.get_by_role("button", name="王桂兰退出小组").wait_for()
    worker.page.get_by_role("link", name="老友记支持小组").click()
    group = worker.page.url.removeprefix(worker.base)

    head.open(group)
    head.page.get_by_role("button", name="审核通过").click()
    head.page.locator(".toast").wait_for()

    worker.open(group)
    worker.page.get_by_role("button", name="开始小组").click()
    worker.page.get_by_role("link", name="记一节").click()
    assert worker.page.input_value("[name=title]") == "老友记支持小组第 1 节"
    worker.page.get_by_role("button", name="保存", exact=True).click()
    worker.page.locator(".toast").wait_for()

    head.page.reload()
    assert "出席率 100%" in head.page.inner_text("main") and "不足 3 人" in head.page.inner_text("main")
    head.open(f"/app/people/{lived_in.guilan.pk}/?story=activity")
    assert "小组节次" in head.page.inner_text("main")
