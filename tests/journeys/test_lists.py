"""From the head's choice to the visit (核定服务名单): made, signed twice, and carried out with the phone in hand."""

import pytest

from tests.journeys import look
from yimi.clients.actions import hold_category
from yimi.clients.fields import CategoryFields
from yimi.visiting import actions

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def poor(lived_in):
    """王桂兰 and 符示例 hold the minimum allowance, so that visits are owed to them by the calendar."""
    for person in (lived_in.guilan, lived_in.others[0]):
        held = CategoryFields(code="DB", since_on=lived_in.opened, state="verified")
        hold_category(person.pk, by=lived_in.head, category=held)
    return lived_in


def test_a_list_is_made_signed_and_visited(at_desk, on_phone, poor):
    head = at_desk("head")
    head.open("/app/visiting/lists/")
    page = head.page
    page.get_by_role("button", name="编制名单").click()
    page.get_by_label("选择王桂兰").check()
    page.get_by_label("选择符示例").check()
    page.get_by_text("含勾选的 2 人").wait_for()
    page.get_by_role("button", name="加入勾选的人").click()
    page.get_by_text("已拟增补 2 人").wait_for()
    page.get_by_role("link", name="看已选的人").first.click()
    page.get_by_role("button", name="提交名单").click()
    page.get_by_text("等长征镇审核").first.wait_for()

    _sign(at_desk("township"), "审核通过")
    _sign(at_desk("county"), "审定名单")

    worker = on_phone("worker")
    worker.open("/app/visiting/")
    page = worker.page
    row = page.locator("tr", has_text="王桂兰")
    assert "待走访" in row.inner_text() and "低保" not in row.inner_text()
    assert look.barriers(page) + look.too_small(page) + look.too_wide(page) == []
    row.get_by_role("link", name="记走访：王桂兰").click()
    page.get_by_role("button", name="保存走访").click()
    page.locator(".toast").wait_for()
    worker.open("/app/visiting/due/")

    assert "已走访" in page.locator("tr", has_text="王桂兰").inner_text()
    assert "待走访" in page.locator("tr", has_text="符示例").inner_text()


def _sign(office, button):
    """Open what waits, see nobody's name, and sign."""
    page = office.page
    office.open("/app/visiting/")
    page.get_by_text("等您审核").first.wait_for()
    page.get_by_role("link", name="长征镇社工站").first.click()
    assert "王**" in page.locator("main").inner_text() and "王桂兰" not in page.content()
    assert look.barriers(page) == []
    page.get_by_role("button", name=button).click()
    page.locator(".toast").wait_for()


def test_the_due_list_prints_without_controls(at_desk, poor):
    made = actions.open_round(poor.here.pk, by=poor.head, year=2026)
    actions.add_people(made.pk, by=poor.head, people=[poor.guilan.pk])
    actions.submit_round(made.pk, by=poor.head)
    actions.sign_round(made.pk, by=poor.township)
    actions.approve_round(made.pk, by=poor.county)
    head = at_desk("head")
    head.open("/app/visiting/due/")
    page = head.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})

    assert page.locator("nav:visible, button:visible, .btn:visible").count() == 0
    assert page.get_by_role("columnheader", name="走访期限").is_visible() and page.get_by_text("王桂兰").is_visible()
    assert page.evaluate(look.WIDER) <= 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
