"""How fast the static edition is compared with Datasette's table pages.

`python -m benchmarks.static` writes the edition of the package in the folder, serves it with a
minimal file server (`benchmarks.files`) and the site as `serve` does, requests the same mix of
pages from both over four connections, several rounds, and prints requests per second, and the
ratio: its median and, in brackets, its range. The mix: home pages, an organization, a source, a
revision, a difference. The table pages are those of the same data. Nothing is written to
RESULTS.md.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from . import site
from .site import ROUNDS, rate

PAGES = {
    "/": "/withdrawals/withdrawals",
    "/zh/": "/withdrawals/withdrawals",
    "/organizations/unfccc/": "/withdrawals/acts?org_id=unfccc",
    "/sources/article-2026-01-08/": "/withdrawals/names?source_id=article-2026-01-08",
    "/revisions/register/2026-02-10/": "/withdrawals/register?revision=2026-02-10",
    f"{site.DIFFERENCE}/": "/withdrawals/print_differences",
}


@contextmanager
def served(command: list[str], folder: Path) -> Iterator[tuple[str, int]]:
    """Host and port of a server that prints its address in its first line, while this context is
    open."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = urlsplit(next(word for word in line.split() if word.startswith("http")))
            yield str(address.hostname), address.port or 0
        finally:
            process.terminate()


async def measure(files: tuple[str, int], site_: tuple[str, int]) -> None:
    """Print both rates for the whole mix, and how many times faster the static files are."""
    rates: dict[str, list[float]] = {"files": [], "tables": []}
    for _ in range(ROUNDS):
        for name, place, paths in (
            ("files", files, PAGES.keys()),
            ("tables", site_, PAGES.values()),
        ):
            each = [await rate(*place, path) for path in paths]
            rates[name].append(len(each) / sum(1 / one for one in each))
    ratios = sorted(a / b for a, b in zip(rates["files"], rates["tables"], strict=True))
    for name, found in rates.items():
        print(f"{statistics.median(found):8.0f} requests a second  {name}")
    print(f"{statistics.median(ratios):8.1f} times ({ratios[0]:.1f} to {ratios[-1]:.1f})")


def main() -> None:
    """Write the edition, serve both, measure, stop."""
    root = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        edition = Path(folder) / "edition"
        scripts = [sys.executable, "-m", "scripts"]
        subprocess.run([*scripts, "static", str(edition)], cwd=root, check=True)
        with (
            served([sys.executable, "-m", "benchmarks.files", str(edition)], root) as files,
            served([*scripts, "serve", "--port", "0"], root) as site_,
        ):
            asyncio.run(measure(files, site_))


if __name__ == "__main__":
    main()
