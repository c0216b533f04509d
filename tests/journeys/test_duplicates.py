"""Looking before creating (查重), as the worker and the head do it."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests import story
from yimi.clients.pairing import find_pairs

pytestmark = pytest.mark.needs("chromium")


def somebody_like_guilan(worker):
    """The page on which a worker has begun to open a file that may be there already."""
    page = worker.page
    worker.open("/app/people/new/")
    page.fill("[name=name]", "王桂蓝")
    page.fill("[name=birth_on]", "1950-01-01")
    page.keyboard.press("Tab")
    return page


def test_a_likely_duplicate_shows_under_the_field_and_is_dismissed(at_desk, lived_in):
    page = somebody_like_guilan(at_desk("worker"))
    card = page.locator("#same").get_by_text("王桂兰")
    card.wait_for()
    assert page.locator("#same").get_by_text("姓名同音").is_visible()
    assert "name=" not in page.url
    page.get_by_role("button", name="王桂兰不是同一人").click()
    card.wait_for(state="detached")

    assert page.locator("[name=name]").input_value() == "王桂蓝"
    page.select_option("[name=area]", "469030104201")
    page.get_by_role("button", name="建档").click()
    page.locator(".toast").wait_for()


def test_an_answer_that_comes_late_does_not_ask_again(at_desk, lived_in):
    page = somebody_like_guilan(at_desk("worker"))
    different = page.get_by_role("button", name="王桂兰不是同一人")
    different.wait_for()
    held = []
    page.route("**/same/", lambda route: held.append(route), times=1)
    page.get_by_role("radio", name="女").check()
    page.wait_for_function("document.querySelector('#same.htmx-request')")
    different.click()
    page.get_by_text("已记下：不是同一人").wait_for()
    with suppress(Error):
        held[0].continue_()
    page.wait_for_timeout(500)

    assert not different.is_visible()


def test_a_head_settles_a_pair_on_the_phone_and_takes_it_back(on_phone, lived_in):
    twice = story.person(lived_in.worker, lived_in.here, "王桂蓝", birth_on=lived_in.guilan.birth_on)
    find_pairs([twice.pk])
    head = on_phone("head")
    head.open("/app/people/duplicates/")
    page = head.page

    page.get_by_role("link", name="两份对照").click()
    page.get_by_role("button", name="不是同一人").click()
    page.get_by_text("没有要核对的档案").wait_for()
    page.get_by_role("button", name="撤回").click()

    page.get_by_text("姓名同音").wait_for()
