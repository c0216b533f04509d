"""From a visit at the door to the number of the province, and no further (从走访到全省数字)."""

import re

import pytest

from yimi.accounts.bearer import issue

pytestmark = pytest.mark.needs("chromium")
FIGURE = "入户走访、探访建档"


def the_figure(page) -> int:
    """What the ledger of the overview says of VISIT_FILE_PT."""
    return int(re.sub(r"\D", "", cell(page).inner_text()))


def cell(page):
    return page.locator(".ledger > div", has_text=FIGURE).locator("a.v")


def record_a_visit(page, note):
    page.fill("#q", "wgl")
    page.get_by_role("link", name="记走访：王桂兰").click()
    page.locator(".chip", has_text="已见到").click()
    page.fill("[name=note]", note)
    page.get_by_role("button", name="保存走访").click()
    page.locator(".toast").wait_for()


def test_a_visit_moves_the_province_by_one_and_opens_masked(at_desk, on_phone, lived_in):
    province, worker = at_desk("province"), on_phone("worker")
    province.open("/app/overview/")
    before = the_figure(province.page)

    worker.open("/app/visits/new")
    record_a_visit(worker.page, "今天量了门槛，想装扶手")
    assert worker.page.locator(".toast").get_by_role("button", name="撤回").is_visible()

    province.page.reload()
    assert the_figure(province.page) == before + 1

    cell(province.page).click()
    rows = province.page.locator("tbody tr")
    assert rows.count() == before + 1
    row = rows.filter(has_text="2026-11-20").first
    assert "王桂兰" not in province.page.content() and "王**" in row.inner_text()
    row.get_by_role("link").click()
    shown = province.page.content()
    assert "王**" in shown and "王桂兰" not in shown and "门槛" not in shown


def test_a_worker_of_another_county_finds_nothing_there(at_desk, lived_in):
    stranger, token = at_desk("stranger"), issue(lived_in.stranger)[0]
    person, visit = lived_in.guilan.pk, lived_in.seen.pk

    for path in (f"/app/people/{person}/", f"/app/visits/new?person={person}", f"/app/records/{visit}/"):
        assert stranger.open(path).status == 404, path
        assert "王桂兰" not in stranger.page.content()
    for path in (f"/api/v1/clients/{person}", f"/api/v1/contacts/{visit}"):
        answer = stranger.context.request.get(stranger.base + path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 404, path
    stranger.open("/app/visits/new?q=wgl")
    assert "没找到“wgl”" in stranger.page.content()


def test_a_visit_taken_back_from_the_toast_no_longer_counts(at_desk, on_phone, lived_in):
    province, worker = at_desk("province"), on_phone("worker")
    province.open("/app/overview/")
    before = the_figure(province.page)
    worker.open("/app/visits/new")
    record_a_visit(worker.page, "记错了人")

    worker.page.get_by_role("button", name="撤回").click()
    worker.page.wait_for_load_state()

    province.page.reload()
    assert the_figure(province.page) == before


def test_a_visit_is_recorded_without_scripts(on_phone, lived_in):
    plain = on_phone("worker", java_script_enabled=False)
    plain.open("/app/visits/new")
    plain.page.fill("#q", "wgl")
    plain.page.get_by_role("button", name="查找").click()
    plain.page.get_by_role("link", name="记走访：王桂兰").click()
    plain.page.fill("[name=note]", "没有脚本也能记")
    plain.page.get_by_role("button", name="保存走访").click()

    assert plain.page.locator(".toast").is_visible()
    plain.open("/app/records/")
    assert (
        plain.page.locator("tbody tr", has_text="今天").or_(plain.page.locator("tbody tr", has_text="11月20日")).count()
    )
