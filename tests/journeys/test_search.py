"""Looking somebody up (查找): while typing, without a script, and without her name in any address."""

import pytest

from tests.journeys.browser import DESKTOP
from yimi.environment import ROOT

pytestmark = pytest.mark.needs("chromium")
FORM = "action=\"{% url 'ui:find' %}\""


def test_the_list_narrows_while_typing_and_its_address_names_nobody(at_desk, lived_in):
    worker = at_desk("worker")
    page = worker.page
    worker.open("/app/people/")
    page.locator("#id_q").press_sequentially("wgl")

    page.locator("#results tr", has_text="符示例").wait_for(state="detached")
    assert page.locator("#results").get_by_role("link", name="王桂兰").is_visible()
    page.locator("#id_q").fill("王桂兰")
    page.wait_for_url("**/people/?find=**")
    assert "wgl" not in page.url and "%E7%8E%8B" not in page.url
    page.reload()
    assert page.locator("#results").get_by_role("link", name="王桂兰").is_visible()


def test_looking_up_needs_no_script(arrive, lived_in):
    worker = arrive(DESKTOP, java_script_enabled=False)
    worker.sign_in("worker")
    worker.open("/app/people/")
    worker.page.locator("#id_q").fill("王桂兰")
    worker.page.get_by_role("search").last.get_by_role("button", name="查找").click()

    assert "/people/?find=" in worker.page.url
    assert worker.page.get_by_role("link", name="王桂兰").is_visible()
    assert not worker.page.get_by_role("link", name="符示例").is_visible()


def test_a_form_that_looks_up_says_where_to_go():
    texts = {path.name: path.read_text() for path in ROOT.glob("yimi/*/templates/**/*.html")}
    lost = {name for name, text in texts.items() if text.count(FORM) != text.count('type="hidden" name="to"')}

    assert sum(text.count(FORM) for text in texts.values()) > 4 and lost == set()
