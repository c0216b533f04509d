import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.urls("yimi.ui.tests.urls")
UI = Path(__file__).parent.parent


@pytest.fixture
def reader(settings):
    """Somebody who has not signed in, on a house that runs in the simplest way."""
    settings.STATIC_ROOT = None
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return Client(raise_request_exception=False)


def test_the_gallery_shows_every_component_and_says_that_this_is_a_demo(reader, settings):
    settings.DEBUG = True

    page = reader.get("/ui/").content.decode()

    assert "演示系统 · 非政府网站" in page
    assert 'lang="zh-Hans"' in page
    assert "示意图，不作划界依据" in page


def test_the_gallery_is_closed_outside_development(reader, settings):
    settings.DEBUG = False

    assert reader.get("/ui/").status_code == 404


def test_a_broken_rule_is_read_as_it_is_with_its_status_and_the_way_back(reader):
    answer = reader.get("/broken/", headers={"referer": "http://testserver/ui/"})

    assert answer.status_code == 409
    assert "该个案已结案。" in answer.content.decode()
    assert 'href="http://testserver/ui/"' in answer.content.decode()


def test_a_way_back_never_leads_out_of_the_house(reader):
    answer = reader.get("/broken/", headers={"referer": "https://elsewhere.example/"})

    assert "elsewhere.example" not in answer.content.decode()


def test_a_wrong_entry_is_422(reader):
    answer = reader.get("/wrong/")

    assert answer.status_code == 422
    assert "请填写姓名。" in answer.content.decode()


def test_a_part_of_a_page_gets_the_refusal_as_a_note(reader):
    answer = reader.get("/broken/", headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


def test_a_fault_of_ours_is_not_swallowed(reader):
    answer = reader.get("/faulty/")

    assert answer.status_code == 500
    assert "系统出了问题" in answer.content.decode()


def test_an_unknown_address_says_so_in_chinese_with_one_way_on(reader):
    answer = reader.get("/nowhere/")

    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert answer.content.decode().count('class="btn btn-p"') == 1


def test_the_reader_keeps_large_text(reader):
    reader.post("/ui/display/", {"size": "large", "next": "/nowhere/"})

    assert 'data-size="large"' in reader.get("/nowhere/").content.decode()


def test_display_settings_accept_only_known_values(reader):
    reader.post("/ui/display/", {"size": '"><script>', "next": "https://elsewhere.example/"})

    assert reader.cookies["size"].value == ""


def test_no_template_carries_inline_style_or_script():
    templates = list((settings.ROOT / "yimi").glob("*/templates/**/*.html"))
    inline = re.compile(r"\sstyle=|\son\w+=|hx-on|<style|<script(?![^>]* src=)|javascript:|hx-vals=.js:")

    assert [str(path) for path in templates if inline.search(path.read_text(encoding="utf-8"))] == []


def test_the_stylesheet_stays_within_old_browsers():
    css = (UI / "static" / "ui" / "yimi.css").read_text(encoding="utf-8")

    assert not re.search(r"@layer|:has\(|:is\(|:where\(|color-mix|@container", css)
