"""How long people wait for a page, compared with an earlier commit: a part of
`benchmarks.waiting`.

Each page is requested from a server that has just started and has answered nothing yet. Then four
visitors at once request the pages of `benchmarks.load`, with a cookie, which bypasses the response
cache. At the end the memory of the server is measured. Each engine builds its database beforehand;
both engines take turns, in alternating order.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import load, report, turns
from benchmarks.measure import run

VISITORS, SECONDS = 4, 8.0
COOKIE = "Cookie: test=1"
FIRST = {
    "the home page": "/",
    "an organization": "/organizations/unfccc",
    "all organizations": "/organizations",
    "a search": "/search?q=climate",
    "a table": "/withdrawals/withdrawals",
    "a table of a release": "/v1-0-0/organizations",
    "the database": "/withdrawals",
    "a difference": f"/diff/prints/{load.DIFFERENCE}",
    "two releases": "/releases/1.0.0...1.2.0",
    "all releases": "/releases",
    "the feed": "/feed.atom",
}
HEAD = """{heading}

Written by `python -m benchmarks.waiting`, beside the engine at {before}; {runs} runs of each, in
turns, there and back. The first answer is that of a server that has answered nothing yet, from the
moment on at which it says that it is ready. **Made anew**: {visitors} connections ask for a mix of
pages for {seconds:.0f} seconds, with a cookie, so that no answer is one that was kept; the time in
the middle, and what the processor took for each. Memory is the proportional set size. **× before**
is the median of the ratios of each turn, with the least and the most. Load of the machine when it
ended: {machine:.1f} on {cores} cores.

"""


def table(trees: tuple[Path, Path], folders: dict[Path, Path], commit: str, runs: int) -> str:
    """The section of RESULTS.md. `trees` are the engine before and now, `folders` are a copy of the
    package for each."""
    for tree in trees:
        _build(tree, folders[tree])
    rows = turns.rows(trees, lambda tree: _measured(tree, folders[tree]), runs)
    head = HEAD.format(
        heading=report.PAGES,
        before=commit,
        runs=runs,
        visitors=VISITORS,
        seconds=SECONDS,
        machine=os.getloadavg()[0],
        cores=os.cpu_count(),
    )
    return head + rows


def _build(tree: Path, folder: Path) -> None:
    os.environ |= {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(folder.with_suffix(".cache"))}
    shutil.rmtree(folder / "build", ignore_errors=True)
    command = [sys.executable, "-m", "scripts", "build"]
    if (done := run(command, folder.with_suffix(".txt"), folder, 300)).fault:
        raise SystemExit(f"{' '.join(command)}: {done.fault}")


def _measured(tree: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """What each row of the table measures, run once."""
    os.environ |= {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(folder.with_suffix(".cache"))}
    command = [sys.executable, "-m", "scripts", "serve", "--port", "0"]
    for name, path in FIRST.items():
        with load.served(command, "Serving", folder) as (port, _):
            yield f"first answer of {name}, ms", 1000 * asyncio.run(_first(port, path))
    with load.served(command, "Serving", folder) as (port, process):
        yield "memory at the start, MB", _memory(process)
        spent = load.processor_seconds(process)
        times = asyncio.run(_uncached(port))
        yield "made anew, ms", 1000 * median(times)
        yield (
            "processor for each, ms",
            1000 * (load.processor_seconds(process) - spent) / len(times),
        )
        yield "memory then, MB", _memory(process)


async def _first(port: int, path: str) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    began = time.monotonic()
    if fault := await load.ask(reader, writer, path):
        raise SystemExit(f"no answer: {fault}")
    writer.close()
    return time.monotonic() - began


async def _uncached(port: int) -> list[float]:
    """The seconds of each answer to visitors who send the next request at once."""
    times: list[float] = []
    end = time.monotonic() + SECONDS

    async def visit(number: int) -> None:
        wanted = load.paths(True, random.Random(number))
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
        while (began := time.monotonic()) < end:
            if fault := await load.ask(reader, writer, next(wanted), COOKIE):
                raise SystemExit(f"no answer: {fault}")
            times.append(time.monotonic() - began)
        writer.close()

    await asyncio.gather(*map(visit, range(VISITORS)))
    return times


def _memory(process: int) -> float:
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0
