"""axe-core finds nothing on any page, wide and narrow, light and dark, in both languages; and each
fits any window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser import AXE, OPTIONS, RUN
from tests.list.site.pages import ERRORS, MISTAKES, crawled

# A page and its twin in the other language have one template and one style, so one is seen in
# these looks and the other in the rest; Datasette's pages have no twin.
Look = tuple[int, Literal["light", "dark"]]
LOOKS: tuple[Look, Look] = ((1280, "light"), (390, "dark"))
REST: tuple[Look, Look] = ((1280, "dark"), (390, "light"))
# A page begins as the one before it ended, and ends as it is then looked at first.
WIDTHS = (390, 320, 3840, 1280)
# What axe finds by colours and sizes alone: the rest of a page is the same in every look that shows
# it.
SEEN = ("color-contrast", "link-in-text-block", "target-size")
# How many rows have the same elements in the same classes as others beside them, so that one style
# gives them their colours and sizes; without the first three, as a style may tell odd rows from
# even ones, and the last.
ALIKE = """() => {
  const told = new Set(["class", "lang", "role", "type"]), shapes = new Map();
  const part = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() && "text";
    return window.alike.has(node) ? "" : shapes.get(node);
  };
  const look = node => {
    [...node.children].forEach(look);
    const rows = new Map();
    for (const child of node.children)
      if (["LI", "TR", "DETAILS", "OPTION"].includes(child.tagName))
        rows.set(shapes.get(child), [...rows.get(shapes.get(child)) ?? [], child]);
    for (const alike of rows.values()) alike.slice(3, -1).forEach(row => window.alike.add(row));
    const attributes = [...node.attributes].map(({name, value}) =>
      told.has(name) ? `${name}=${value}` : name);
    shapes.set(node, `<${node.tagName} ${attributes.sort()}>${[...node.childNodes].map(part)}</>`);
  };
  window.alike = new Set();
  look(document.body);
  return window.alike.size;
}"""
FEW_ROWS = "window.alike.forEach(row => row.remove())"
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FITS = f"[innerWidth, {BEYOND}]"

# Of their kind, those with rows, links or headings that the first one met has not.
FULL = (
    "/sources/gcf-statement-2026-01",
    "/zh/revisions/register/2026-02-10",
    "/zh/withdrawals/where_it_stands",
    "/withdrawals/statement_organizations",
)

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci --prefix tests/node")


@dataclass(frozen=True)
class Seen:
    """What was seen of one page: axe's violations by look, and by how much it is too wide."""

    violations: dict[str, list[str]]
    beyond: dict[int, int]


@pytest.fixture(scope="module")
def paths(address: str) -> list[str]:
    """A page of each kind that the site links to, and what is asked for wrongly: one template has
    them all, so they are seen in the two languages by turns."""
    return [
        *dict.fromkeys((*crawled(address), *FULL)),
        *(prefix + path for prefix, path in zip(cycle(("", "/zh")), ERRORS, strict=False)),
        *MISTAKES,
    ]


@pytest.fixture(scope="module")
def visit(examined: Page, address: str) -> Callable[[str], Seen]:
    """Goes to a page once, whoever asks: to all of it in one look, but for what is found by colours
    and sizes, and then to few of the rows that are alike, in both of its looks."""
    page, session = examined, examined.context.new_cdp_session(examined)

    def beyond(width: int) -> int:
        """By how much the page is too wide for a window. Playwright would make the window itself as
        wide too, which takes three times as long."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", size)
        is_wide, more = page.evaluate(FITS)
        assert is_wide == width
        return int(more)

    @cache
    def seen(path: str) -> Seen:
        one, other = REST if path.startswith("/zh") else LOOKS
        page.goto(address.rstrip("/") + path)
        wide = {width: beyond(width) for width in WIDTHS}
        page.emulate_media(color_scheme=one[1])
        if page.evaluate(ALIKE):
            found = page.evaluate(RUN, {"rules": {rule: {"enabled": False} for rule in SEEN}})
            page.evaluate(FEW_ROWS)
            found += page.evaluate(RUN, {"runOnly": SEEN})
        else:
            found = page.evaluate(RUN, OPTIONS)
        beyond(other[0])
        page.emulate_media(color_scheme=other[1])
        return Seen({str(one): found, str(other): page.evaluate(RUN, OPTIONS)}, wide)

    return seen


def test_nobody_is_kept_out_of_a_page_that_the_site_links_to(
    visit: Callable[[str], Seen], paths: list[str]
) -> None:
    found = {
        (path, look): violations
        for path in paths
        for look, violations in visit(path).violations.items()
        if violations
    }

    assert found == {}
    assert len(paths) > 40


def test_page_is_no_wider_than_any_window(visit: Callable[[str], Seen], paths: list[str]) -> None:
    beyond = {path: visit(path).beyond for path in paths}

    assert {path: wide for path, wide in beyond.items() if any(wide.values())} == {}


def test_what_keeps_somebody_out_is_found(examined: Page) -> None:
    """Else the tests above would hold for any page."""
    page = examined
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(
        "<main><img src='x'><p style='color:#ccc;background:#fff'>pale</p>"
        "<p style='width:400px'>wide</p></main>"
    )

    found = " ".join(page.evaluate(RUN, OPTIONS))

    assert "image-alt" in found
    assert "color-contrast" in found
    assert page.evaluate(BEYOND) > 0
