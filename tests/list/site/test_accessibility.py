"""axe-core finds nothing on any page, wide and narrow, light and dark, in both languages; and each
fits any window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import AXE, OPTIONS, RUN
from tests.list.site.pages import ERRORS, MISTAKES, crawled

# A page and its twin in the other language have one template and one style, so one is seen in
# these looks and the other in the rest; Datasette's pages have no twin.
LOOKS = ((1280, "light"), (390, "dark"))
REST = ((1280, "dark"), (390, "light"))
WIDTHS = (320, 390, 1280, 3840)
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

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
def page(browser: Browser) -> Iterator[Page]:
    # The tests look at the pages as they are served, but need a script of their own in them.
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def paths(address: str) -> list[str]:
    """A page of each kind that the site links to, and what is asked for wrongly."""
    return [
        *dict.fromkeys((*crawled(address), *FULL)),
        *ERRORS,
        *(f"/zh{path}" for path in ERRORS),
        *MISTAKES,
    ]


@pytest.fixture(scope="module")
def visit(page: Page, address: str) -> Callable[[str], Seen]:
    """Goes to a page once, whoever asks."""

    @cache
    def seen(path: str) -> Seen:
        page.goto(address.rstrip("/") + path)
        page.add_script_tag(path=AXE)
        violations, beyond = {}, {}
        for width, scheme in REST if path.startswith("/zh") else LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            violations[f"{width} {scheme}"] = page.evaluate(RUN, OPTIONS)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            beyond[width] = page.evaluate(BEYOND)
        return Seen(violations, beyond)

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


def test_what_keeps_somebody_out_is_found(page: Page) -> None:
    """Else the tests above would hold for any page."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(
        "<main><img src='x'><p style='color:#ccc;background:#fff'>pale</p>"
        "<p style='width:400px'>wide</p></main>"
    )
    page.add_script_tag(path=AXE)

    found = " ".join(page.evaluate(RUN, OPTIONS))

    assert "image-alt" in found
    assert "color-contrast" in found
    assert page.evaluate(BEYOND) > 0
