"""What every page is held to (页面检查): accessible, never wider than the screen, large enough to touch."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 720, 1440)
TOUCH = 44
# Only what is wrong comes back: all that axe looked at takes four times as long to hand over as to find.
LOOKED_AT = """tags => axe.run({runOnly: tags, resultTypes: ["violations"]}).then(({violations}) =>
  violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 140)}`)))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, one line for each place."""
    page.evaluate(_script("axe/axe.min.js"))
    return page.evaluate(LOOKED_AT, TAGS)


def too_wide(page: Page, widths=WIDTHS) -> list[str]:
    """At which widths the page would have to be scrolled sideways."""
    was = page.viewport_size
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if (over := page.evaluate(WIDER)) > 0:
            found.append(f"{over}px too wide at {width}")
    page.set_viewport_size(was)
    return found


def too_small(page: Page) -> list[str]:
    """What a finger could miss."""
    return page.evaluate(_script("touch.js"), TOUCH)
