"""A policy is published by the province and read, and signed for, by an office of a county (政策文件一条线)."""

import pytest

pytestmark = pytest.mark.needs("chromium")


def test_a_document_is_drafted_published_read_and_signed_for(at_desk, on_phone, lived_in):
    province = at_desk("province")
    province.open("/app/policies/new/")
    page = province.page
    page.get_by_role("radio", name="通知").check()
    page.fill("[name=title]", "关于做好冬季走访的通知（示例）")
    page.fill("[name=issuer]", "省民政厅（示例）")
    page.fill("[name=number]", "〔示例〕99号")
    for name in ("issued_on", "valid_from"):
        page.fill(f"[name={name}]", lived_in.today.isoformat())
    page.fill("[name=text]", "请各站在降温前走访独居老人，送去御寒提示。")
    page.locator("summary", has_text="签收").first.click()
    page.locator("[name=counties][value='469030']").check()
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="发布", exact=True).click()
    page.locator(".toast").wait_for()
    address = page.url.removeprefix(province.base)

    worker = on_phone("worker")
    worker.open("/app/policies/?q=御寒")
    worker.page.get_by_role("link", name="关于做好冬季走访的通知（示例）").first.click()
    assert "送去御寒提示" in worker.page.locator("main").inner_text()
    assert worker.page.get_by_role("button", name="签收").count() == 0

    county = at_desk("county")
    county.open(address)
    county.page.get_by_role("button", name="签收").click()
    county.page.locator(".toast").wait_for()
    province.open(address)
    told = province.page.locator("main").inner_text()
    assert "签收情况 1/1" in told and "county·示例" in told and "worker·示例" not in told
