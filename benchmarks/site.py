"""How fast our pages are compared with Datasette's table page of the same data.

`python -m benchmarks.site` builds and serves the package in the folder, requests each pair of pages
in turn over four connections, several rounds, and prints the ratio of requests per second: its
median and, in brackets, its range. A ratio of 1 or more means that our page is at least as fast.
Then it prints the server time of one difference over one connection. Nothing is written to
RESULTS.md.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from revisioned.build import database
from revisioned.descriptor.load import load

CONNECTIONS = 4
REQUESTS = 40
ROUNDS = 5
DIFFERENCE = "/diff/prints/2026-01-07-memorandum...2026-01-08-article"
PAIRS = {
    "/": "/withdrawals/withdrawals",
    "/zh/": "/withdrawals/withdrawals",
    "/organizations": "/withdrawals/organizations",
    "/organizations/unfccc": "/withdrawals/acts?org_id=unfccc",
    "/revisions/register/2026-02-10": "/withdrawals/register?revision=2026-02-10",
    DIFFERENCE: "/withdrawals/print_differences",
    "/claims": "/withdrawals/claims",
    "/feed.atom": "/withdrawals/changes?series=register",
    "/reconcile/organizations?queries={%22q%22:{%22query%22:%22climate%22}}": (
        "/withdrawals/names?name__contains=climate"
    ),
}


async def ask(host: str, port: int, path: str, times: int) -> list[float]:
    """The seconds of each of this many requests, one after another on one connection."""
    reader, writer = await asyncio.open_connection(host, port)
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if not head.startswith("http/1.1 200"):
            raise SystemExit(f"{path}: {head.splitlines()[0]}")
        if "content-length: " in head:
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
            await reader.readexactly(length)
        else:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        taken.append(time.perf_counter() - started)
    writer.close()
    return taken


async def rate(host: str, port: int, path: str) -> float:
    """Requests per second over all connections."""
    started = time.perf_counter()
    each = REQUESTS // CONNECTIONS
    await asyncio.gather(*(ask(host, port, path, each) for _ in range(CONNECTIONS)))
    return each * CONNECTIONS / (time.perf_counter() - started)


async def measure(host: str, port: int) -> None:
    """Print a line for each pair, then the time of the difference."""
    print(f"requests a second, ours / Datasette's, {ROUNDS} rounds of {REQUESTS}")
    for ours, theirs in PAIRS.items():
        for path in (ours, theirs):
            await ask(host, port, path, 4)
        ratios = sorted(
            [await rate(host, port, ours) / await rate(host, port, theirs) for _ in range(ROUNDS)]
        )
        spread = f"{statistics.median(ratios):5.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(f"{spread}  {ours}  /  {theirs}", flush=True)
    taken = sorted(1000 * seconds for seconds in await ask(host, port, DIFFERENCE, REQUESTS))
    print(f"{statistics.median(taken):.1f} ms ({taken[0]:.1f} to {taken[-1]:.1f})  {DIFFERENCE}")


def main() -> None:
    """Build, serve on a free port, measure, stop."""
    root = Path.cwd()
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    command = [sys.executable, "-m", "scripts", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = urlsplit(line.split()[1])
            asyncio.run(measure(str(address.hostname), address.port or 0))
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
