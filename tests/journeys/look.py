"""What every page is held to (页面检查): accessible, never wider than the screen, large enough to touch."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 720, 1440)
TOUCH = 44
SMALL_TARGETS = """(least) => [...document.querySelectorAll("button, a[href], summary, select, textarea, input:not([type=hidden])")]
  .filter((it) => {
    const box = it.getBoundingClientRect(), style = getComputedStyle(it);
    if (!box.width || style.visibility === "hidden" || it.closest("svg, .skip, [hidden]")) return false;
    if (it.matches("[type=checkbox], [type=radio]")) return box.height < 22 || (it.closest("label") || it).getBoundingClientRect().height < least;
    const inSentence = style.display === "inline" && it.closest("p, dd, li, td") &&
      it.closest("p, dd, li, td").textContent.trim() !== it.textContent.trim();
    return !inSentence && (box.height < least - 0.5 || box.width < least - 0.5);
  })
  .map((it) => `${it.outerHTML.slice(0, 110)} ${Math.round(it.getBoundingClientRect().width)}x${Math.round(it.getBoundingClientRect().height)}`)"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def _axe() -> str:
    return (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, one line for each place."""
    page.evaluate(_axe())
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)["violations"]
    return [f"{rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"]]


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
    """What a finger could miss: outside sentences and the tile grid, whose twin is the table."""
    return page.evaluate(SMALL_TARGETS, TOUCH)
