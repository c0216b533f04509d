"""Every page of the walk, wide and narrow, is open to everybody who may come (无障碍)."""

import pytest

from tests.journeys import look
from tests.journeys.browser import DESKTOP, PASSWORD, PHONE
from tests.journeys.walk import WALK, paths
from yimi.accounts import factors

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def inside(arrive, client):
    """`inside(user, size)` has a session already: signing in is walked elsewhere."""

    def entered(user, size):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        visitor = arrive(size)
        visitor.carry({"sessionid": client.cookies["sessionid"].value})
        return visitor

    return entered


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "narrow"])
@pytest.mark.parametrize("role", WALK)
def test_every_page_is_accessible_fits_and_can_be_touched(inside, busy, role, size):
    visitor, found = inside(busy.users[role], size), {}
    for path in paths(busy, role):
        assert visitor.open(path).status == (404 if path.endswith("nothing-here/") else 200), path
        if faults := faults_of(visitor.page, size):
            found[path] = faults
    assert found == {}


def faults_of(page, size):
    return look.barriers(page) + (look.too_small(page) if size == PHONE else look.too_wide(page))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_a_refused_page_is_as_accessible_as_a_right_one(inside, lived_in, size):
    page = (visitor := inside(lived_in.worker, size)).page
    for path, button in (("people/new/", "建档"), (f"visits/new?person={lived_in.guilan.pk}", "保存走访")):
        visitor.open(f"/app/{path}")
        if page.locator("[name=minutes]").count():
            page.fill("[name=minutes]", "0")
        page.get_by_role("button", name=button, exact=True).click()
        page.locator(".err-sum").wait_for()
        assert look.barriers(page) + look.too_wide(page) == []


@pytest.mark.parametrize("choice", [("data-size", "large"), ("data-mode", "sun")], ids=["large", "sun"])
def test_large_letters_and_sunlight_fit_and_stay_accessible(inside, lived_in, choice):
    visitor, found = inside(lived_in.worker, PHONE), {}
    for path in (f"people/{lived_in.guilan.pk}/", f"visits/new?person={lived_in.guilan.pk}", "people/", "overview/"):
        visitor.open(f"/app/{path}")
        visitor.page.evaluate("(choice) => document.documentElement.setAttribute(...choice)", choice)
        if faults := look.barriers(visitor.page) + look.too_wide(visitor.page, (390, 1440)):
            found[path] = faults
    assert found == {}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_the_door_is_open_to_everybody(arrive, live_server, big_world, size):
    visitor = arrive(size)
    visitor.open("/login/")
    assert look.barriers(visitor.page) + look.too_wide(visitor.page) == []
    visitor.page.fill("[name=username]", "worker")
    visitor.page.fill("[name=password]", "wrong")
    visitor.page.click("main button[type=submit]")
    visitor.page.locator(".err-sum").wait_for()
    assert look.barriers(visitor.page) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_the_second_step_is_open_to_everybody(arrive, live_server, big_world, size):
    spare = factors.turn_on(big_world.worker, "JBSWY3DPEHPK3PXP")
    page = (visitor := arrive(size)).page
    visitor.open("/login/")
    page.fill("[name=username]", "worker")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/login/second/**")
    assert faults_of(page, size) == []
    page.fill("[name=code]", spare[0])
    page.click("main button[type=submit]")
    page.wait_for_url("**/app/**")
    visitor.open("/app/account/second/")
    assert faults_of(page, size) == []
    page.fill("#codes-password", PASSWORD)
    page.get_by_role("button", name="更换备用码").click()
    page.locator(".codes").wait_for()
    assert faults_of(page, size) == []


def test_a_notice_is_printed_with_a_line_to_sign_on(inside, lived_in):
    page = (visitor := inside(lived_in.worker, DESKTOP)).page
    visitor.open(f"/app/people/{lived_in.guilan.pk}/consent/")
    assert not page.get_by_text("签名（手印）").is_visible()
    page.emulate_media(media="print")

    assert page.get_by_text("签名（手印）").is_visible()
    assert not page.get_by_role("button", name="保存答复").is_visible()


def test_a_printed_page_holds_what_was_on_the_screen_and_no_controls(inside, lived_in):
    page = (visitor := inside(lived_in.province, DESKTOP)).page
    visitor.open("/app/overview/")
    columns = page.locator("thead th:visible").count()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})

    assert page.locator("nav:visible, button:visible, .btn:visible, .skip:visible").count() == 0
    assert page.locator("thead th:visible").count() == columns
    assert page.evaluate(look.WIDER) <= 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
