"""Fixtures for tests in a real browser: Chromium, and pages in it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "tests/node/node_modules/axe-core/axe.min.js"
RUN = """async options => (await axe.run({resultTypes: ["violations"], preload: false, ...options}))
  .violations.map(found =>
    `${found.id}: ${found.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)"""
"""Runs axe-core, whose script must be on the page, and gives the violations."""
OPTIONS = {"rules": {"target-size": {"enabled": True}}}
"""Enables the rule on the size of touch targets, which is off by default."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZE = {"width": 1280, "height": 720}


# Playwright keeps an event loop running in this thread while the browser is open, and asyncio then
# refuses to start another. So asyncio knows that loop only while a module uses the browser.
@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Headless Chromium, started once in each worker, and its event loop. Without Chromium the
    tests are skipped, except in CI."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        # Chromium would block a request from a public page to this machine, which OpenRefine's
        # pages make.
        local = "--disable-features=LocalNetworkAccessChecks"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", local]
        )
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture(scope="module")
def browser(chromium: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """Chromium; while a module uses it, no other test of the worker can run its own event loop."""
    browser, loop = chromium
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab shared by the tests of a module: opening a new one starts a process, which takes
    longer than most tests."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Page:
    """The shared tab, reset as if it were new."""
    tab.goto("about:blank")
    tab.context.clear_cookies()
    tab.set_viewport_size(SIZE)
    tab.emulate_media(media="null", color_scheme="null")
    return tab


@pytest.fixture(scope="module")
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page with JavaScript turned off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def examined(browser: Browser) -> Iterator[Page]:
    """A page with axe-core loaded into everything it visits; its policy on scripts is bypassed, so
    that axe can run."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.add_init_script(path=AXE)
    yield page
    context.close()
