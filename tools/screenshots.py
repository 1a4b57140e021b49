"""Screenshots of every page for people to look at: `python -m tools.screenshots`, over the built
package in the folder, into build/screenshots/<how>/<page>.png. Nothing is compared."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.browser import CHROMIUM
from tests.list.site.pages import ASKED, ERRORS, STOCK, mapped

TARGET = Path("build/screenshots")
SOME = (
    *("/", "/zh/", "/organizations/unfccc", "/about", "/claims"),
    "/zh/diff/register/2026-01-08...2026-01-22",
)
# For each look, the pages (none means all) and the window.
LOOKS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "1280": ((), {"viewport": {"width": 1280, "height": 900}}),
    "390": ((), {"viewport": {"width": 390, "height": 844}}),
    "320": (SOME, {"viewport": {"width": 320, "height": 640}}),
    "3840": (SOME, {"viewport": {"width": 3840, "height": 2160}}),
    "dark": (SOME, {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
    "dark-390": (SOME, {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}),
}


def name(path: str) -> str:
    """The address of a page as the name of a file."""
    return re.sub(r"[^\w.=-]+", "-", path).strip("-") or "home"


def take(browser: Browser, address: str) -> None:
    """Take every screenshot of the full page, and some as they are printed."""
    ours = (*mapped(httpx.get(f"{address}/sitemap.xml").text), *ASKED, *ERRORS)
    every = (*ours, *(f"/zh{path}" for path in ours), *STOCK)
    for how, (paths, look) in LOOKS.items():
        context = browser.new_context(**look)
        page = context.new_page()
        for path in paths or every:
            page.goto(address + path)
            page.screenshot(path=TARGET / how / f"{name(path)}.png", full_page=True)
        context.close()
    (TARGET / "print").mkdir(parents=True)
    page = browser.new_page()
    for path in SOME:
        page.goto(address + path)
        page.pdf(path=TARGET / "print" / f"{name(path)}.pdf", format="A4")


def main() -> None:
    """Serve on a free port, take the screenshots, stop."""
    shutil.rmtree(TARGET, ignore_errors=True)
    command = [sys.executable, "-m", "scripts", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
                )
                take(browser, line.split()[1].rstrip("/"))
                browser.close()
        finally:
            process.terminate()
    print(f"{sum(1 for _ in TARGET.rglob('*.*'))} pictures in {TARGET}/")


if __name__ == "__main__":
    main()
