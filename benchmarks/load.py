"""Many visitors at once, on our site and on plain Datasette over the same database, in one run.

`python -m benchmarks.load` builds and serves the package in the folder and sends each server in
turn, over 64 connections, a mix of pages, differences, CSV, SQL and searches. Some clients read
slowly, and 500 connections stay idle. `--seconds 1800` shows whether memory stays flat: the
maximum in the last third is compared with that in the first; the peer runs for a minute at most.
Nothing is written to RESULTS.md. The exit code is 1 if a request failed, or if memory grew by more
than a tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from revisioned.build import database as build
from revisioned.descriptor import load as descriptor
from revisioned.release import serve_store

DIFFERENCE = "2026-01-07-memorandum...2026-01-08-article"
SQL = "/withdrawals.json?sql=" + quote(
    "select step, count(*) n from acts join organizations using (org_id) group by 1 order by 2"
)
BODIES = ("unfccc", "unesco", "who", "ipcc", "irena", "iucn", "unrwa", "unhrc")
SEARCHES = ("climate", "women", "%E6%B0%A3%E5%80%99", "trade", "law")
# How often each is requested, out of 20: our address for it, and Datasette's.
MIX = (
    (4, "/", "/withdrawals/withdrawals"),
    (5, "/organizations/{body}", "/withdrawals/organizations/{body}"),
    (2, "/zh/organizations/{body}", "/withdrawals/acts?org_id={body}"),
    (2, f"/diff/prints/{DIFFERENCE}", "/withdrawals/print_differences"),
    (1, "/withdrawals/register", "/withdrawals/register"),
    (2, "/data/acts.csv", "/withdrawals/acts.csv"),
    (2, SQL, SQL),
    (2, "/withdrawals/organizations?_search={word}", "/withdrawals/organizations?_search={word}"),
)
SLOW = 8
EVERY = 0.5
PEER = 60.0


@dataclass
class Found:
    """The results: seconds of each answer, failures, memory in MB over time, and processor seconds
    of the server and its workers."""

    seconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)
    cpu: float = 0.0

    def percentile(self, share: float) -> float:
        """The time in milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def growth(self) -> float:
        """The maximum memory in the last third, divided by that in the first."""
        third = max(1, len(self.memory) // 3)
        return max(self.memory[-third:]) / max(self.memory[:third])


def paths(ours: bool, chance: random.Random) -> Iterator[str]:
    """The endless sequence of requests of one visitor."""
    weights = [weight for weight, *_ in MIX]
    while True:
        _, our, their = chance.choices(MIX, weights)[0]
        path = our if ours else their
        yield path.format(body=chance.choice(BODIES), word=chance.choice(SEARCHES))


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, header: str = ""
) -> str:
    """What is wrong with the answer, or an empty text; `header` is an additional line of the
    request."""
    lines = filter(None, (f"GET {path} HTTP/1.1", "Host: localhost", header))
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "content-length: " in head:
        await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
    elif "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    status = head.split()[1]
    return "" if status == "200" else f"{status} {path.partition('?')[0]}"


async def visit(port: int, ours: bool, number: int, end: float, found: Found) -> None:
    """One visitor, who sends the next request as soon as the answer is there."""
    wanted = paths(ours, random.Random(number))
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    while time.monotonic() < end:
        started = time.monotonic()
        try:
            fault = await ask(reader, writer, next(wanted))
        except (OSError, asyncio.IncompleteReadError) as error:
            fault = type(error).__name__
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
        found.seconds.append(time.monotonic() - started)
        if fault:
            found.faults[fault] += 1
    writer.close()


async def read_slowly(port: int, end: float) -> None:
    """A client that reads a page slowly, a kilobyte at a time."""
    while time.monotonic() < end:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(
            b"GET /withdrawals/names?_size=max HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        while time.monotonic() < end and await reader.read(1024):
            await asyncio.sleep(0.1)
        writer.close()


async def idle(port: int, number: int, end: float) -> None:
    """Idle connections, which connect again when the server closes them."""
    while time.monotonic() < end:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(number)]
        await asyncio.sleep(min(8.0, max(0.0, end - time.monotonic())))
        for _, writer in held:
            writer.close()


async def watch(process: int, end: float, found: Found) -> None:
    """Record the memory of the server over time."""
    while time.monotonic() < end:
        status = Path(f"/proc/{process}/status").read_text()
        found.memory.append(int(status.partition("VmRSS:")[2].split()[0]) // 1024)
        await asyncio.sleep(EVERY)


def processor_seconds(process: int) -> float:
    """Processor seconds of a process and its children."""
    ticks = 0
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for number, of in ((process, slice(11, 15)), *((child, slice(11, 13)) for child in children)):
        with suppress(OSError):
            told = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, told[of]))
    return ticks / os.sysconf("SC_CLK_TCK")


async def load(port: int, process: int, ours: bool, args: argparse.Namespace) -> Found:
    """All clients at once, for this many seconds."""
    found, before = Found(), processor_seconds(process)
    end = time.monotonic() + args.seconds
    await asyncio.gather(
        *(visit(port, ours, number, end, found) for number in range(args.connections)),
        *(read_slowly(port, end) for _ in range(SLOW)),
        idle(port, args.idle, end),
        watch(process, end, found),
    )
    found.cpu = processor_seconds(process) - before
    return found


@contextmanager
def served(command: list[str], said: str, folder: Path | None = None) -> Iterator[tuple[int, int]]:
    """A server, as its port and process; it is ready when it prints its address."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if said in line)
            address = next(word for word in line.split() if word.startswith("http://127"))
            # A server that logs each request would block if nobody reads its output.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield int(address.rstrip("/").rpartition(":")[2]), process.pid
        finally:
            process.terminate()


def main() -> int:
    """Measure both, and print a line for each and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--idle", type=int, default=500)
    args = parser.parse_args()
    loaded = descriptor.load(Path.cwd())
    database = build.path(loaded)
    build.build(loaded, database)
    serve_store.fill(loaded.root)
    plain = [sys.executable, "-m", "datasette", "serve", "-i", str(database), "--port", "0"]
    servers = {
        "this site": ([sys.executable, "-m", "scripts", "serve", "--port", "0"], "Serving"),
        "plain Datasette": (plain, "Uvicorn running"),
    }
    results, rates = [], []
    print(
        "| server | requests/s | processor ms a request | p50 ms | p99 ms |"
        " memory MB, first to last third | no answer |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
    for name, (command, said) in servers.items():
        is_ours = name == "this site"
        args.seconds = args.seconds if is_ours else min(args.seconds, PEER)
        with served(command, said) as (port, process):
            found = asyncio.run(load(port, process, is_ours, args))
        results.append(found)
        rates.append(len(found.seconds) / args.seconds)
        print(
            f"| {name} | {rates[-1]:.0f} | {1000 * found.cpu / len(found.seconds):.1f} |"
            f" {found.percentile(0.5):.0f} |"
            f" {found.percentile(0.99):.0f} | {max(found.memory)} (× {found.growth:.2f}) |"
            f" {sum(found.faults.values())} {dict(found.faults) or ''} |",
            flush=True,
        )
    ours, theirs = results
    slowest = ours.percentile(0.99) / theirs.percentile(0.99)
    print(f"requests/s × {rates[0] / rates[1]:.2f}; p99 × {slowest:.2f}")
    return int(bool(ours.faults) or ours.growth > 1.1)


if __name__ == "__main__":
    sys.exit(main())
