"""A station from planning to operating (建站一条线): county, township and keeper, with one item that fails at first."""

import pytest

from conftest import _user
from tests.sweep.bodies import photo
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.network.actions import put_station
from yimi.network.models import Station

from . import look

pytestmark = pytest.mark.needs("chromium")
CODE = "469030104201"
ALL_PASS = "document.querySelectorAll('input[type=radio][value=pass]').forEach(each => each.click())"


@pytest.fixture
def room(lived_in):
    made = put_station(
        new_id(), by=lived_in.county, code=CODE, name="潮村社工室", short_name="潮村社工室", level="village_room",
        prefix="QZCZCC", state="planned",
    )  # fmt: skip
    _user("keeper", Role.STATION_HEAD, made)
    return made


def click(visitor, name):
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.wait_for_load_state()


def state(room) -> str:
    return Station.objects.unscoped("test").get(pk=room.pk).state


def test_a_room_is_planned_built_checked_rectified_accepted_and_opened(at_desk, on_phone, lived_in, room):
    county, township, keeper = at_desk("county"), on_phone("township"), on_phone("keeper")
    county.open(f"/app/construction/{CODE}/")
    county.page.get_by_role("radio", name="利旧").check()
    click(county, "开工建设")

    township.open(f"/app/construction/{CODE}/check")
    click(township, "完成自查")
    assert "项没有自查" in township.page.locator("[role=alert]").inner_text()
    township.page.evaluate(ALL_PASS)
    assert look.barriers(township.page) + look.too_wide(township.page) == []
    click(township, "完成自查")
    assert state(room) == "self_checked"

    county.page.reload()
    click(county, "开始验收")
    county.open(f"/app/construction/{CODE}/inspect")
    county.page.evaluate(ALL_PASS)
    county.page.evaluate("document.querySelector('input[name=result-SIGN-01][value=fail]').click()")
    county.page.fill("[name=note-SIGN-01]", "门口没有牌子")
    assert look.barriers(county.page) + look.too_wide(county.page) == []
    click(county, "作出结论")
    assert state(room) == "rectifying"

    keeper.open(f"/app/tracking/?station={CODE}")
    keeper.page.get_by_role("link", name="整改：门牌（站点名称牌）").first.click()
    keeper.page.fill("[name=words]", "已挂好站牌")
    keeper.page.set_input_files("[name=file]", {"name": "牌.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    click(keeper, "提交")
    item = keeper.page.url.removeprefix(keeper.base)
    assert "待复查" in keeper.page.locator("main").inner_text()

    county.open(f"/app/construction/{CODE}/")
    click(county, "继续验收")
    assert "没有复查通过" in county.page.locator("body").inner_text() and state(room) == "rectifying"
    county.open(item)
    click(county, "通过，办结")
    county.open(f"/app/construction/{CODE}/")
    click(county, "继续验收")
    county.open(f"/app/construction/{CODE}/inspect")
    click(county, "作出结论")
    assert state(room) == "accepted"

    county.open(f"/app/construction/{CODE}/")
    click(county, "开始运营")
    assert state(room) == "operating"
    county.open(f"/app/stations/{CODE}/")
    assert "运营" in county.page.locator("main").inner_text()
