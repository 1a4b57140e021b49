"""axe-core finds nothing on any page of the static edition, which has the same pages as the server:
`python -m tests.prove.accessible`, over the built package in the folder; takes about a quarter of
an hour."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import AXE, CHROMIUM, OPTIONS, RUN
from tests.list.site.pages import kind
from tests.list.site.test_accessibility import LOOKS, REST
from tests.site.editions import served


def violations(page: Page, address: str, looks: tuple[tuple[int, str], ...]) -> Iterator[str]:
    """What axe finds on the page, in each look."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        yield f"status {answer and answer.status}"
        return
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield from (f"{width} {scheme}: {found}" for found in page.evaluate(RUN, OPTIONS))


def seen(browser: Browser, host: str, paths: list[str]) -> int:
    """Examine each page, and the first of each kind in every look; returns how many have
    violations."""
    page = browser.new_context(bypass_csp=True).new_page()
    page.add_init_script(path=AXE)
    kinds: set[str] = set()
    faults = 0
    for path in paths:
        looks = REST if path.startswith("zh/") else LOOKS
        if (sort := kind(f"/{path}")) not in kinds:
            kinds.add(sort)
            looks = (*LOOKS, *REST)
        found = list(violations(page, host + path, looks))
        faults += bool(found)
        print("".join(f"/{path}: {line}\n" for line in found), end="", flush=True)
    return faults


def main() -> int:
    """Print each violation and the number of pages; returns 1 if there is a violation."""
    folder = Path("build/static")
    subprocess.run([sys.executable, "-m", "scripts", "static", str(folder)], check=True)
    paths = json.loads((folder / "edition.json").read_bytes())["pages"]
    with served(folder) as (host, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        faults = seen(browser, host, paths)
        browser.close()
    print(f"{faults} of {len(paths)} pages with a violation")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
