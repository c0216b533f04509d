"""A month goes from the station to the province; a drill from the county to the telephone (月报告、应急演练一条线)."""

from datetime import timedelta

import pytest

from tests import story
from yimi.core import clock
from yimi.reports.models import Report
from yimi.reports.opening import open_period

pytestmark = pytest.mark.needs("chromium")


def said(visitor) -> str:
    return visitor.page.locator("main").inner_text()


def press(visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.locator(".toast").wait_for()


def test_a_month_is_written_confirmed_by_everybody_and_locked(at_desk, on_phone, lived_in):
    open_period("monthly", "station", "2026-10")
    report = Report.objects.unscoped("journey").get(place=lived_in.here.pk)
    address = f"/app/reports/{report.pk}/"

    head = on_phone("head")
    head.open("/app/")
    head.page.get_by_role("link", name="去办理").first.click()
    assert "10月" in said(head) and "待社工站提交" in said(head)
    head.page.get_by_role("link", name="填写文字").click()
    head.page.fill("[name=words_next]", "重阳节慰问独居老人。")
    press(head, "保存文字")
    press(head, "提交报告")
    assert "待乡镇（街道）确认" in said(head) and "重阳节慰问独居老人。" in said(head)

    township = at_desk("township")
    township.open("/app/reports/?cadence=monthly&whose=mine")
    township.page.get_by_role("checkbox", name="勾选 长征镇").check()
    press(township, "确认勾选的报告")
    county = at_desk("county")
    county.open(address)
    press(county, "确认报告")
    province = at_desk("province")
    province.open(address)
    press(province, "确认报告")
    press(province, "报告定稿")
    assert "台账位置" in said(province)
    with province.page.expect_download() as taken:
        province.page.get_by_role("link", name="下载 Word").click()
    assert taken.value.suggested_filename.endswith(".docx")

    worker = on_phone("worker")
    worker.open(address)
    assert "重阳节慰问独居老人。" in said(worker) and worker.page.get_by_role("button", name="报告定稿").count() == 0


def test_a_report_that_is_late_is_seen_and_sent_back_with_the_reason(at_desk, lived_in):
    open_period("monthly", "station", "2026-10")
    province = at_desk("province")
    province.open("/app/reports/?cadence=monthly&period=2026-10&state=overdue")
    assert "没有按时提交" in province.page.get_by_role("heading", level=1).inner_text()

    head, township = at_desk("head"), at_desk("township")
    head.open("/app/reports/?cadence=monthly&period=2026-10")
    head.page.locator("th a", has_text="长征镇").click()
    press(head, "提交报告")
    township.open(head.page.url.removeprefix(head.base))
    township.page.locator("summary", has_text="退回报告").click()
    township.page.locator("[name=reason]").first.fill("请补下月安排")
    press(township, "退回报告")
    head.open(head.page.url.removeprefix(head.base))
    assert "请补下月安排" in said(head) and "已退回" in said(head)


def test_a_quarter_is_reported_dispatched_decided_and_settled(at_desk, on_phone, lived_in):
    for level in ("county", "province"):
        open_period("quarterly", level, "2026-Q3")
    rows = Report.objects.unscoped("journey").filter(cadence="quarterly")
    own, whole = rows.get(place=lived_in.areas["469030"].pk), rows.get(level="province")

    county = at_desk("county")
    county.open(f"/app/reports/{own.pk}/")
    county.page.get_by_role("link", name="填写文字").click()
    county.page.fill("[name=words_problems]", "部分村未走访。")
    press(county, "保存文字")
    press(county, "提交报告")

    province = at_desk("province")
    province.open(f"/app/reports/{whole.pk}/")
    press(province, "开始季调度")
    dispatch = province.page.url.removeprefix(province.base)
    assert "已提交 1/2" in said(province) and "季度报告定稿后数字冻结" in said(province)
    province.open(f"/app/reports/{whole.pk}/")
    press(province, "提交报告")
    press(province, "报告定稿")
    hold(province, dispatch)
    decide(province, "补齐建站资料", "area:469030")
    decide(province, "补齐走访记录", "station:469030104")
    province.page.get_by_role("link", name="印发纪要、下达任务").click()
    province.page.fill("[name=minutes]", "会议听取了进展情况。")
    press(province, "印发纪要、下达任务")

    county.open("/app/tracking/")
    answer(county, "补齐建站资料")
    head = on_phone("head")
    head.open("/app/tracking/")
    answer(head, "补齐走访记录")
    for title in ("补齐建站资料", "补齐走访记录"):
        province.open(dispatch)
        province.page.get_by_role("link", name=title).click()
        province.page.get_by_role("button", name="通过，办结").click()
        province.page.locator(".toast").wait_for()
    province.open(dispatch)
    press(province, "办结本次调度")
    province.page.get_by_role("link", name="打开演示").click()
    assert "季度" in said(province)

    township, worker = at_desk("township"), on_phone("worker")
    for visitor in (township, worker):
        assert visitor.page.request.get(f"{visitor.base}{dispatch}").status in (403, 404)


def hold(visitor, dispatch: str) -> None:
    visitor.open(dispatch)
    visitor.page.get_by_role("link", name="登记会议").click()
    for name, text in (("place", "视频会议室"), ("chair", "分管领导"), ("attendees", "各市县负责人")):
        visitor.page.fill(f"[name={name}]", text)
    visitor.page.fill("[name=held_on]", clock.today().isoformat())
    press(visitor, "保存会议情况")


def decide(visitor, title: str, owner: str) -> None:
    visitor.page.get_by_role("link", name="登记议定事项").click()
    visitor.page.fill("[name=title]", title)
    visitor.page.select_option("[name=owner]", owner)
    visitor.page.fill("[name=due_on]", (clock.today() + timedelta(days=30)).isoformat())
    press(visitor, "保存议定事项")


def answer(visitor, title: str) -> None:
    visitor.page.get_by_role("link", name=title).first.click()
    visitor.page.fill("[name=words]", "已办好。")
    visitor.page.get_by_role("button", name="提交", exact=True).click()
    visitor.page.locator(".toast").wait_for()


def test_a_drill_is_opened_by_the_county_and_noted_on_the_telephone(at_desk, on_phone, lived_in):
    story.person(lived_in.worker, lived_in.here, "吴阿婆", opened_on=lived_in.opened, categories=("DJLR",))
    county = at_desk("county")
    county.open("/app/emergencies/new")
    page = county.page
    page.get_by_role("radio", name="台风").check()
    page.fill("[name=name]", "防台风演练（示例）")
    page.locator("[name=level][value='3']").check()
    tomorrow = clock.now().astimezone(clock.CIVIL) + timedelta(days=1)
    page.fill("[name=impact_at]", f"{tomorrow:%Y-%m-%dT%H:%M}")
    page.get_by_role("checkbox", name="这是演练").check()
    page.locator("[name=areas]").first.check()
    page.get_by_role("button", name="启动", exact=False).first.click()
    page.locator(".toast").wait_for()
    address = page.url.removeprefix(county.base)
    press(county, "一键生成名单")

    worker = on_phone("worker")
    worker.open(f"{address}lines")
    worker.page.locator("main a[href*='/emergencies/lines/']").first.click()
    worker.page.get_by_role("button", name="已电话告知").click()
    worker.page.locator(".toast").wait_for()
    county.open(address)
    assert "演练" in said(county) and "已联系" in said(county)
