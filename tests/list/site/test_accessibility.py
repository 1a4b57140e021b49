"""axe-core finds nothing on any page, wide or narrow, light or dark, in both languages; and each
page fits any window."""

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

# A page and its counterpart in the other language share a template and a style, so each is tested
# in two of the four looks. Datasette's own pages have no counterpart.
Look = tuple[int, Literal["light", "dark"]]
LOOKS: tuple[Look, Look] = ((1280, "light"), (390, "dark"))
REST: tuple[Look, Look] = ((1280, "dark"), (390, "light"))
# Starts with the width that the previous page ended with, and ends with the width that is examined
# first, so that the window is resized less often.
WIDTHS = (390, 320, 3840, 1280)
# The rules of axe that depend on colours and sizes; all others give the same result in every look.
SEEN = ("color-contrast", "link-in-text-block", "target-size")
# Marks rows that have the same elements and classes as their neighbours, so that one style applies
# to all, and returns how many there are. The first three and the last stay unmarked, as a style may
# treat odd, even and last rows differently.
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

# Pages with rows, links or headings that the first page of their kind lacks.
FULL = (
    "/sources/gcf-statement-2026-01",
    "/zh/revisions/register/2026-02-10",
    "/zh/withdrawals/where_it_stands",
    "/withdrawals/statement_organizations",
)

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci --prefix tests/node")


@dataclass(frozen=True)
class Seen:
    """The result for one page: axe's violations by look, and by how many pixels it is too wide at
    each width."""

    violations: dict[str, list[str]]
    beyond: dict[int, int]


@pytest.fixture(scope="module")
def paths(address: str) -> list[str]:
    """A page of each kind that the site links to, and wrong addresses, in alternating languages
    since one template shows all errors."""
    return [
        *dict.fromkeys((*crawled(address), *FULL)),
        *(prefix + path for prefix, path in zip(cycle(("", "/zh")), ERRORS, strict=False)),
        *MISTAKES,
    ]


@pytest.fixture(scope="module")
def visit(examined: Page, address: str) -> Callable[[str], Seen]:
    """Examines a page once, for all tests. One look gets every rule on the whole page; rules on
    colours and sizes run in both looks, after similar rows are removed."""
    page, session = examined, examined.context.new_cdp_session(examined)

    def beyond(width: int) -> int:
        """By how many pixels the page is too wide for a window. Resizing the window through
        Playwright takes three times as long."""
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


def test_axe_finds_no_violation_on_linked_pages(
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


def test_axe_finds_a_violation_that_was_added(examined: Page) -> None:
    """Otherwise the tests above could pass for any page."""
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
