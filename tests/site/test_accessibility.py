"""axe-core finds nothing on any page, wide and narrow, light and dark, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tests.site.pages import ALL

AXE = ROOT / "tests/node/node_modules/axe-core/axe.min.js"
RUN = """async options => (await axe.run({resultTypes: ["violations"], preload: false, ...options}))
  .violations.map(found =>
    `${found.id}: ${found.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)"""
# Beside what axe looks for by itself, that a finger can hit what is to be pressed.
EVERY = {"rules": {"target-size": {"enabled": True}}}
# What depends on the width or the colours alone.
SEEN = {"runOnly": ["color-contrast", "link-in-text-block", "target-size"]}
LOOKS = ((1280, "light", EVERY), (1280, "dark", SEEN), (390, "dark", EVERY), (390, "light", SEEN))

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci --prefix tests/node")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    # The tests look at the pages as they are served, but need a script of their own in them.
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ALL)
def test_nobody_is_kept_out_of_a_page(page: Page, address: str, path: str) -> None:
    page.goto(address.rstrip("/") + path)
    page.add_script_tag(path=AXE)
    found: dict[str, Any] = {}
    for width, scheme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found[f"{width} {scheme}"] = page.evaluate(RUN, options)

    assert {how: violations for how, violations in found.items() if violations} == {}


def test_what_keeps_somebody_out_is_found(page: Page) -> None:
    """Else the test above would hold for any page."""
    page.set_content("<main><img src='x'><p style='color:#ccc;background:#fff'>pale</p></main>")
    page.add_script_tag(path=AXE)

    found = " ".join(page.evaluate(RUN, EVERY))

    assert "image-alt" in found
    assert "color-contrast" in found
