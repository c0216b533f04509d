"""The page of a 市县 is made from data, the same way for every place."""

from datetime import date

import pytest
from django.urls import reverse


@pytest.fixture(autouse=True)
def _today(settings):
    settings.YIMI_TODAY = date(2026, 11, 20)


def test_a_county_shows_its_mode_local_services_indicators_and_stations(world, sign_in):
    page = sign_in(world.leader).get(reverse("desk:county", args=["469028"])).content.decode()

    for words in (
        "社工服务候鸟模式",
        "X469028-01",
        "CD05 社区文化与社区融入",
        "英州镇社工站",
        "measure=ACT_N&amp;area=469028",
    ):
        assert words in page


def test_a_place_without_a_mode_says_so_and_a_town_is_no_county(world, sign_in):
    world.areas["469028"].code = "469099"
    world.areas["469028"].save()
    browser = sign_in(world.worker)

    page = browser.get(reverse("desk:county", args=["469099"]))

    assert page.status_code == 200 and "还没有写这个市县的模式" in page.content.decode()
    assert browser.get(reverse("desk:county", args=["469030104"])).status_code == 404


def test_all_counties_stand_in_the_official_order(world, sign_in):
    page = sign_in(world.worker).get(reverse("desk:counties")).content.decode()

    assert page.index("陵水黎族自治县") < page.index("琼中黎族苗族自治县") and "社工服务候鸟模式" in page
