"""Every page of the walk, wide and narrow, is open to everybody who may come (无障碍)."""

import pytest

from tests.journeys import look
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.needs("chromium")

WALK = {
    "worker": (
        "people/", "people/?q=zzz", "people/new/", "people/{guilan}/", "people/{guilan}/edit/",
        "people/{guilan}/categories/", "people/{guilan}/void/", "visits/new", "visits/new?q=wgl", "visits/new?q=zzz",
        "visits/new?person={guilan}", "records/", "records/{seen}/", "records/{seen}/edit", "account/sessions/",
        "account/password/", "account/language/",
    ),
    "head": ("records/import/",),
    "province": (
        "overview/", "overview/?show=stations", "overview/?period=cumulative", "overview/?period=2026-09",
        "overview/?area=469030", "figures/measures/", "figures/rows/?measure=VISIT_FILE_PT&period=2026-11", "stations/",
        "stations/469030104/", "stations/areas/", "stations/new/", "catalogue/", "catalogue/upload/", "records/",
        "people/", "nothing-here/",
    ),
    "county": ("overview/", "stations/469030104/", "stations/{here}/post/"),
    "sysadmin": ("users/", "users/new/", "users/{user}/", "users/{user}/appoint/", "users/requests/"),
    "auditor": ("audit/",),
}  # fmt: skip


@pytest.fixture
def inside(arrive, client):
    """`inside(user, size)` has a session already: signing in is walked elsewhere."""

    def entered(user, size):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        visitor = arrive(size)
        visitor.carry({"sessionid": client.cookies["sessionid"].value})
        return visitor

    return entered


def paths(world, role):
    names = {
        "guilan": world.guilan.pk, "seen": world.seen.pk, "here": world.here.pk, "user": world.worker.pk,
    }  # fmt: skip
    return [("/app/" + path.format(**names)) for path in WALK[role]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "narrow"])
@pytest.mark.parametrize("role", WALK)
def test_every_page_is_accessible_fits_and_can_be_touched(inside, lived_in, role, size):
    visitor, found = inside(lived_in.users[role], size), {}
    for path in paths(lived_in, role):
        visitor.open(path)
        faults = look.barriers(visitor.page)
        faults += look.too_small(visitor.page) if size == PHONE else look.too_wide(visitor.page)
        if faults:
            found[path] = faults
    assert found == {}


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
