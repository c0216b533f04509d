"""The page of a station shows what its reader may see of it, with a constant number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.story import contact, person
from yimi.network.actions import move_station

pytestmark = pytest.mark.django_db
FOR_STAFF = ("建站步骤", "数字", "驻站人员", "三级网络", "服务区域", "现行政策文件")


def page(browser, station):
    return browser.get(f"/app/stations/{station.code}/").content.decode()


@pytest.mark.parametrize("who", ["province", "county", "head", "worker"])
def test_the_page_is_made_of_panels(world, sign_in, who):
    shown = page(sign_in(getattr(world, who)), world.here)

    assert [words for words in FOR_STAFF if f"<h2>{words}</h2>" not in shown] == []


def test_of_another_county_only_what_is_open_to_all(world, sign_in):
    shown = page(sign_in(world.stranger), world.here)

    assert "数字" in shown and "服务区域" in shown
    assert "<h2>建站步骤</h2>" not in shown and "修改服务区域" not in shown and "撤并" not in shown


def test_the_figures_open_their_rows(world, sign_in):
    client = person(world.worker, world.here, "王小明")
    contact(world.worker, world.here, "home_visit", date(2026, 10, 9), [client])
    contact(world.worker, world.here, "home_visit", date(2026, 11, 9), [client])

    shown = page(sign_in(world.county), world.here)

    rows = "/app/figures/rows/?measure=VISIT_FILE_PT&amp;station=469030104&amp;period="
    assert f'<a href="{rows}2026-11">1</a>' in shown
    assert f'<a href="{rows}cumulative">2</a>' in shown


def test_every_state_is_told_once_it_was_stopped(world, sign_in):
    browser = sign_in(world.county)
    assert "状态经过" not in page(browser, world.here)

    move_station(world.here.pk, by=world.county, to="suspended", on=date(2026, 9, 1), reason="台风修缮")
    move_station(world.here.pk, by=world.county, to="operating", on=date(2026, 9, 20))

    shown = page(browser, world.here)
    assert "状态经过" in shown and "台风修缮" in shown and "2026-09-01 – 2026-09-20" in shown


def test_the_page_asks_the_same_number_of_statements_however_much_there_is(world, sign_in):
    browser = sign_in(world.county)
    page(browser, world.here)
    with CaptureQueriesContext(connection) as few:
        page(browser, world.near)
    move_station(world.here.pk, by=world.county, to="suspended", on=date(2026, 9, 1), reason="修缮")
    move_station(world.here.pk, by=world.county, to="operating", on=date(2026, 9, 20))
    contact(world.worker, world.here, "activity", date(2026, 11, 9), [], headcount=20)
    with CaptureQueriesContext(connection) as more:
        page(browser, world.here)

    assert len(more) <= len(few) + 2
