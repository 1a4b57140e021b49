"""`python -m tools.lighthouse`: run Lighthouse on our pages, one or two of each kind, over the
built package in the folder. Prints the scores and every audit that lowers one; ends with 1 if a
score is too low."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.browser import CHROMIUM
from tests.list.site.pages import mapped

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules/lighthouse/cli/index.js"
WANTED = {"accessibility": 100, "best-practices": 100, "seo": 100}


def pages(address: str) -> list[str]:
    """One or two pages of each kind in the sitemap, in each language."""
    ours = mapped(httpx.get(f"{address}/sitemap.xml").text)
    return [*ours, *(f"/zh{path}" for path in ours)]


def measured(address: str) -> dict[str, Any]:
    """Lighthouse's report on the page at the address."""
    result = subprocess.run(
        [
            *("node", str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout"),
            f"--only-categories={','.join(WANTED)}",
            "--chrome-flags=--headless --no-sandbox --disable-dev-shm-usage",
        ],
        env=os.environ | {"CHROME_PATH": str(CHROMIUM)},
        capture_output=True,
        text=True,
        check=True,
    )
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def short(report: dict[str, Any]) -> list[str]:
    """The audits that lower a score of the page."""
    return [
        f"{name}: {audit['id']}: {audit['title']}"
        for name, category in report["categories"].items()
        for audit in (report["audits"][item["id"]] for item in category["auditRefs"])
        if audit["score"] is not None and audit["score"] < 1
    ]


def main() -> int:
    """Serve on a free port, measure, stop."""
    if CHROMIUM is None:
        print("Without Chromium, Lighthouse is left out.")
        return 0
    fails = 0
    command = [sys.executable, "-m", "scripts", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = (process.stdout.readline() if process.stdout else "").split()[1].rstrip("/")
            for path in pages(address):
                report = measured(address + path)
                scores = {name: round(100 * report["categories"][name]["score"]) for name in WANTED}
                fails += any(scores[name] < WANTED[name] for name in WANTED)
                print(", ".join(f"{name} {score}" for name, score in scores.items()), path)
                print("".join(f"  {line}\n" for line in short(report)), end="", flush=True)
        finally:
            process.terminate()
    return 1 if fails else 0


if __name__ == "__main__":
    sys.exit(main())
