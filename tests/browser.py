"""A browser for the tests that look at the site as a reader does, and the pages to look at."""

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
"""What axe-core, once its script is on the page, finds wrong with it."""
OPTIONS = {"rules": {"target-size": {"enabled": True}}}
"""Beside what axe looks for by itself, that a finger can hit what is to be pressed."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZE = {"width": 1280, "height": 720}


# Playwright runs a loop in this thread for as long as the browser is there, and asyncio refuses
# another meanwhile. So it is asyncio's only while a module has the browser.
@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Chromium without a window, started once in each process, and its loop; the tests are skipped
    where there is none, but not in CI."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        # A made-up page from elsewhere may ask for one on this machine, as OpenRefine's does.
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
    """Chromium; while a module has it, no other test of the process can run a loop of its own."""
    browser, loop = chromium
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One page for all tests of a module that need nothing else: a new one takes a process, and
    longer than most of what is looked at."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Page:
    """That page as if it were new."""
    tab.goto("about:blank")
    tab.context.clear_cookies()
    tab.set_viewport_size(SIZE)
    tab.emulate_media(media="null", color_scheme="null")
    return tab


@pytest.fixture(scope="module")
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def examined(browser: Browser) -> Iterator[Page]:
    """A page with axe-core in it, wherever it goes; its policy allows what the tests run."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.add_init_script(path=AXE)
    yield page
    context.close()
