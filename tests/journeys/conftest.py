"""A live house with a browser before it (浏览器测试)."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests import means, story
from tests.journeys import walk
from tests.journeys.browser import DESKTOP, FLAGS, PHONE, Visitor, screen


@pytest.fixture(scope="session")
def browser():
    # Playwright runs an event loop in this thread, where Django would otherwise refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=means.chromium(), args=list(FLAGS))
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def arrive(browser, live_server):
    """`arrive()` opens a window of the live house; afterwards no page may have misbehaved."""
    came = []

    def arrived(size=DESKTOP, **more):
        came.append(Visitor(screen(browser, size, **more), live_server.url))
        return came[-1]

    yield arrived
    for visitor in came:
        visitor.context.close()
    faults = [fault for visitor in came for fault in visitor.faults]
    assert faults == [], "\n".join(faults)


@pytest.fixture
def at_desk(arrive):
    """`at_desk(username)` is signed in before a wide screen."""
    return lambda username, **more: _signed_in(arrive(DESKTOP, **more), username)


@pytest.fixture
def on_phone(arrive):
    """`on_phone(username)` is signed in on a telephone."""
    return lambda username, **more: _signed_in(arrive(PHONE, **more), username)


def _signed_in(visitor, username):
    visitor.sign_in(username)
    return visitor


@pytest.fixture
def lived_in(live_server, big_world):
    """The small world after some weeks of work: people with files, visits, a sensitive and a void record."""
    world, day = big_world, big_world.today
    world.guilan = story.person(
        world.worker, world.here, "王桂兰", opened_on=world.opened, phone="13800000001", address="四组",
        id_number="469999195001011527", area="469030104201",
    )  # fmt: skip
    world.others = [
        story.person(world.worker, world.here, name, opened_on=world.opened) for name in ("符示例", "李阿公", "陈小妹")
    ]
    for ago, someone in enumerate((world.guilan, *world.others)):
        story.visit(world.worker, world.here, day.replace(day=18 - ago), [someone], note="家里都好，想问高龄补贴怎么办")
    world.seen = story.visit(
        world.worker, world.here, day.replace(day=19), [world.guilan], note="已联系村医周三上门", services=("SA02",)
    )
    world.abroad = story.person(world.stranger, world.elsewhere, "林示例", opened_on=world.opened)
    return world


@pytest.fixture
def busy(lived_in):
    """The small world with something on every page."""
    return walk.fill(lived_in)
