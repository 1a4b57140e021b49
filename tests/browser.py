"""A browser for the tests that look at the site as a reader does, and the pages to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "tests/node/node_modules/axe-core/axe.min.js"
RUN = """async options => (await axe.run({resultTypes: ["violations"], preload: false, ...options}))
  .violations.map(found =>
    `${found.id}: ${found.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)"""
"""What axe-core, once its script is on the page, finds wrong with it."""
OPTIONS = {"rules": {"target-size": {"enabled": True}}}
"""Beside what axe looks for by itself, that a finger can hit what is to be pressed."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


# One for each module: while it runs, no other test of the process can run a loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; the tests are skipped where there is none, but not in CI."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        # A made-up page from elsewhere may ask for one on this machine, as OpenRefine's does.
        local = "--disable-features=LocalNetworkAccessChecks"
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", local]
        )
        yield browser
        browser.close()
