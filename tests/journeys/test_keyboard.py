"""Everything within reach of the keyboard alone (只用键盘)."""

import pytest

pytestmark = pytest.mark.needs("chromium")
FOCUSED = """() => {
  const it = document.activeElement, look = getComputedStyle(it), next = it.nextElementSibling;
  const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const text = it.innerText || (it.labels && it.labels[0] && it.labels[0].innerText) || it.getAttribute("aria-label");
  return {tag: it.tagName, name: it.name || "", text: (text || "").trim(), class: it.className,
          seen: ring(look) || look.boxShadow !== "none" || (next && ring(getComputedStyle(next)))};
}"""


def tab_to(page, wanted, most=60):
    """Tab until something is reached that is wanted; every stop on the way shows that it has the focus."""
    for _step in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert stop["seen"] or stop["tag"] == "BODY", stop
        if wanted(stop):
            return stop
    raise AssertionError("never reached")


def test_signing_in_and_recording_a_visit_need_no_mouse(arrive, lived_in):
    visitor = arrive()
    page = visitor.page
    visitor.open("/login/")
    page.keyboard.type("worker")
    tab_to(page, lambda stop: stop["name"] == "password")
    page.keyboard.type("a-long-test-password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/**")

    visitor.open("/app/visits/new")
    page.keyboard.type("wgl")
    page.locator("#found .pcard").wait_for()
    tab_to(page, lambda stop: stop["text"] == "记走访")
    page.keyboard.press("Enter")
    page.wait_for_url("**person=**")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["class"] == "skip"
    page.keyboard.press("Enter")
    tab_to(page, lambda stop: stop["name"] == "services", most=12)
    page.keyboard.press("Space")
    tab_to(page, lambda stop: stop["name"] == "note")
    page.keyboard.type("只用键盘记下的走访")
    tab_to(page, lambda stop: stop["text"] == "保存走访")
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()


def test_a_file_is_opened_without_a_mouse(at_desk, lived_in):
    worker = at_desk("worker")
    page = worker.page
    worker.open("/app/people/new/")
    tab_to(page, lambda stop: stop["name"] == "name")
    page.keyboard.type("王桂蓝")
    tab_to(page, lambda stop: stop["name"] == "birth_on")
    page.keyboard.type("01011950")
    page.keyboard.press("Tab")
    page.locator("#same").get_by_text("王桂兰").wait_for()
    tab_to(page, lambda stop: stop["text"] == "不是同一人")
    page.keyboard.press("Enter")
    page.locator("#same p:focus").wait_for()
    assert not page.locator("#same").get_by_text("王桂兰").is_visible()
    tab_to(page, lambda stop: stop["name"] == "area")
    page.keyboard.press("ArrowDown")
    tab_to(page, lambda stop: stop["name"] == "address")
    page.keyboard.type("五组")
    tab_to(page, lambda stop: stop["name"] == "categories")
    page.keyboard.press("Space")
    tab_to(page, lambda stop: stop["text"] == "建档")
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()

    assert page.get_by_role("heading", name="王桂蓝").is_visible()


def test_after_a_bad_answer_the_focus_is_on_what_to_change(at_desk, lived_in):
    worker = at_desk("worker")
    worker.open(f"/app/visits/new?person={lived_in.guilan.pk}")
    worker.page.fill("[name=minutes]", "0")
    worker.page.get_by_role("button", name="保存走访").click()
    worker.page.locator(".err-sum").wait_for()

    assert "err-sum" in worker.page.evaluate(FOCUSED)["class"]
    worker.page.keyboard.press("Tab")
    worker.page.keyboard.press("Enter")
    assert worker.page.evaluate(FOCUSED)["name"] == "minutes"
