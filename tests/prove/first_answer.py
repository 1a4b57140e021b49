"""How long the static edition takes to the first answer in SQL, in a tab without a cache, and to
the second: `python -m tests.prove.first_answer`, over the built package in the folder."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from revisioned.descriptor.load import load
from revisioned.site import app
from tests.browser import CHROMIUM
from tests.prove.built import missing
from tests.site.editions import assemble, served

RUNS = 7
FIRST, SECOND = "SELECT org_id, name_en FROM withdrawals", "SELECT count(*) AS n FROM acts"
COLD, WARM = 2.0, 0.3


def once(browser: Browser, host: str) -> tuple[float, float]:
    """Seconds to the first answer and to the second."""
    context = browser.new_context()
    page = context.new_page()
    began = time.monotonic()
    page.goto(f"{host}sql/#sql={FIRST}")
    page.wait_for_selector("#result tbody tr")
    cold = time.monotonic() - began
    # The next statement would stop the one that still runs.
    page.wait_for_selector("#stop", state="hidden")
    page.fill("#sql", SECOND)
    began = time.monotonic()
    page.click("#ask button:not([hidden])")
    page.wait_for_function("document.querySelector('#result th')?.textContent === 'n'")
    warm = time.monotonic() - began
    context.close()
    return cold, warm


def main() -> int:
    """Print the median of both; returns 1 if either takes too long."""
    root = Path.cwd()
    site = app.application(load(root))
    with tempfile.TemporaryDirectory() as folder:
        edition = assemble(site, root, Path(folder) / "edition")
        with served(edition) as (host, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            times = [once(browser, host) for _ in range(RUNS)]
            browser.close()
    cold, warm = (statistics.median(found) for found in zip(*times, strict=True))
    print(f"first answer {cold:.2f} s (at most {COLD}), second {warm:.2f} s (at most {WARM})")
    return int(cold > COLD or warm > WARM)


if __name__ == "__main__":
    sys.exit(missing(Path.cwd()) or main())
