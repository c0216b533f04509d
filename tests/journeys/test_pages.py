"""Every page of the walk, wide and narrow, is open to everybody who may come (无障碍)."""

from dataclasses import replace

import pytest

from conftest import _user
from tests import story
from tests.journeys import look
from tests.journeys.browser import DESKTOP, PASSWORD, PHONE
from tests.sweep import files, lists
from tests.sweep.words import HERE
from yimi.accounts import factors
from yimi.clients.elsewhere import handle_of
from yimi.core.permissions import Role

pytestmark = pytest.mark.needs("chromium")

WALK = {
    "worker": (
        "people/", "people/?q=zzz", "people/new/", "people/{guilan}/", "people/{guilan}/edit/",
        "people/{guilan}/categories/", "people/{guilan}/void/", "people/{guilan}/particulars/",
        "people/{guilan}/consent/", "people/{guilan}/access/", "people/{guilan}/end/", "people/{guilan}/household/",
        "people/{guilan}/household/?q=fsl", "people/{ended}/", "people/{ended}/reopen/", "people/duplicates/",
        "people/duplicates/?where=elsewhere", "people/duplicates/{pair}/", "people/elsewhere/{handle}/",
        "people/?q=林示例+13800000009", "people/requests/", "people/requests/?show=done",
        "visits/new", "visits/new?q=wgl", "visits/new?q=zzz", "visits/new?person={guilan}",
        "records/", "records/{seen}/", "records/{seen}/edit", "account/sessions/",
        "account/password/", "account/second/", "account/language/",
        "registers/", "registers/{register}/", "registers/{register}/?match=unsure", "registers/entries/{entry}/",
        "registers/differences/", "visiting/due/", "visiting/lists/", "visiting/coverage/", "people/{listed}/",
    ),
    "head": (
        "records/import/", "people/", "people/{guilan}/", "people/{keep}/", "people/{drop}/",
        "people/{guilan}/transfer/", "people/{guilan}/merge/", "people/{guilan}/merge/?q=fsl",
        "people/merge/?keep={guilan}&drop={twin}", "people/merges/",
        "people/requests/", "people/handover/", "people/handover/?whose=worker&workers={colleague}",
        "files/", "files/imports/new/people/", "files/imports/{import}/", "files/exports/new/people/",
        "files/exports/new/register_entries/", "files/exports/{export}/", "registers/entries/{unsure_entry}/",
        "visiting/due/", "visiting/due/?whose=mine", "visiting/lists/", "visiting/lists/?year=2027",
        "visiting/rounds/{round}/", "visiting/rounds/{round}/choose/", "visiting/rounds/{round}/choose/?pick=all",
        "visiting/rounds/{round}/remove/?person={listed}", "visiting/capacity/", "visiting/people/{listed}/pause/",
    ),
    "province": (
        "overview/", "overview/?show=stations", "overview/?period=cumulative", "overview/?period=2026-09",
        "overview/?area=469030", "figures/measures/",
        "figures/rows/?measure=VISIT_FILE_PT&period=2026-11&area=469030", "stations/", "stations/469030104/",
        "stations/469030104/edit/", "stations/areas/", "stations/calendar/", "stations/organisations/",
        "stations/organisations/new/", "stations/new/", "catalogue/", "catalogue/upload/", "records/", "people/",
        "visiting/coverage/", "files/exports/new/people/", "nothing-here/",
    ),
    "county": (
        "people/{guilan}/", "people/merges/", "people/duplicates/{pair}/", "overview/", "stations/469030104/",
        "stations/{here}/post/", "files/", "registers/", "registers/import/", "registers/columns/{asking_import}/",
        "registers/{register}/", "registers/differences/", "registers/entries/{open_entry}/", "visiting/rounds/",
        "visiting/rounds/{waiting_round}/", "visiting/rounds/{settled_round}/", "visiting/lists/", "visiting/rules/",
        "visiting/rules/of/{county_area}/", "visiting/coverage/?area=469030",
        "visiting/coverage/rows/?station=469030104&what=due",
    ),
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


@pytest.fixture
def busy(lived_in):
    """The small world with all that happens around a file: what it says, what is asked, settled, merged and ended."""
    world = lived_in
    asking = _user("near-head", Role.STATION_HEAD, world.near)
    place = files.Place(world.here, world.worker, world.head, asking, world.near)
    files.write(place, world.guilan, replace(HERE, disability="46999919500101152742"))
    there = story.person(world.stranger, world.elsewhere, "林示例", opened_on=world.opened, phone="13800000009")
    world.twin = place.person(HERE)
    world.pair = files.pair_of(world.guilan, world.twin)
    files.pair_of(world.guilan, there)
    world.handle = handle_of(world.worker, there.pk)
    world.asked = files.asked(place, HERE)
    world.listed = place.person(HERE, id_type="resident_id", id_number=HERE.id_number, phone=HERE.phone)
    offices = lists.Offices(world.county, world.township)
    world.lists = lists.registered(place, offices, world.listed, HERE)
    world.lists |= lists.listed(place, offices, world.listed, world.twin, HERE)
    world.lists |= lists.sent(world.head, world.county, HERE, "469030")
    return world


def paths(world, role):
    _mover, _seen, keep, drop, ended = world.asked["_people"]
    names = {
        "guilan": world.guilan.pk, "seen": world.seen.pk, "here": world.here.pk, "user": world.worker.pk,
        "twin": world.twin.pk, "pair": world.pair.pk, "handle": world.handle, "colleague": world.colleague.pk,
        "keep": keep.pk, "drop": drop.pk, "ended": ended.pk, "listed": world.listed.pk,
    } | {kind.replace(" ", "_"): pk for kind, pk in world.lists.items()}  # fmt: skip
    return [("/app/" + path.format(**names)) for path in WALK[role]]


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
