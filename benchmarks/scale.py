"""`python -m benchmarks.scale 1000 10000 100000`: every stage on an invented package of this many
records and 50 revisions, each in a separate process. Prints wall time, peak memory, and how many
times longer it took than for the size before, next to how many times larger this size is. Without a
size, it measures `init` on the history of a list in git, and every stage on the result."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks import fork, listed
from benchmarks.measure import run

REVISIONS = 50
COMMANDS = {
    "refresh": ["refresh"],
    "check": ["check"],
    "build": ["build"],
    "diff of two days, as CSV": ["diff", "{first}", "{last}", "--format", "csv"],
    "diff of two editions, as CSV": ["diff", "lists/first", "lists/second", "--format", "csv"],
    "history of one": ["history", "well-0000001"],
}
PAGES = {
    "home": "/",
    "search": "/panel/wells?_search=well+no.+99",
    "diff page": "/diff/status/{old}...{new}",
    "diff page of the editions": "/diff/lists/first...second",
    "table": "/panel/status",
}


# The rows and versions of the lists for `init`.
LISTS = ((500, 12), (500, 190), (5000, 30))
FROM_LIST = {
    "init": ["init", "members", "--from", "history", listed.FILE, "--key", "Code"],
    "build": ["build"],
}
OF_LIST = {
    "home": "/",
    "list": "/records",
    "record": "/records/{code}",
    "diff page of two versions": "/diff/members/{before}...{last}",
    "diff page of the first and the last": "/diff/members/{first}...{last}",
}


def main() -> int:
    """Print the tables; returns 0, or 1 if a command failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("wells", type=int, nargs="*", help="how many records")
    parser.add_argument("--revisions", type=int, default=REVISIONS)
    parser.add_argument("--limit", type=float, default=1800, help="seconds until one is ended")
    args = parser.parse_args()
    os.environ["PYTHONPATH"] = str(fork.ROOT)
    # A cached result of an earlier run must not be used.
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="kept-")
    before: dict[str, float] = {}
    if not args.wells:
        failed = [_list(rows, versions, args.limit, before) for rows, versions in LISTS]
        return int(any(failed))
    failed = False
    for wells in args.wells:
        folder = fork.ROOT / "build/benchmarks/scale"
        shutil.rmtree(folder, ignore_errors=True)
        fork.write(folder, wells, args.revisions)
        print(f"\n## {wells:,} records, {args.revisions} revisions\n", flush=True)
        print("| stage | seconds | peak MB | × the size before |\n|---|---:|---:|---:|", flush=True)
        days = [str(fork.FIRST), str(fork.FIRST.fromordinal(fork.FIRST.toordinal() + 7))]
        last = fork.FIRST.toordinal() + 7 * (args.revisions - 1)
        words = {
            "first": f"status/{days[0]}",
            "last": f"status/{fork.FIRST.fromordinal(last)}",
            "old": days[0],
            "new": days[1],
        }
        for name, command in COMMANDS.items():
            filled = [part.format(**words) for part in command]
            found = run([sys.executable, "-m", "scripts", *filled], folder / "out.txt", folder,
                        args.limit)  # fmt: skip
            times = f"{found.seconds / before[name]:.1f}" if name in before else ""
            before[name] = found.seconds
            told = found.fault or f"{found.seconds:.2f}"
            print(f"| {name} | {told} | {found.megabytes:.0f} | {times} |", flush=True)
            failed |= bool(found.fault)
        with _served(folder) as base:
            for name, path in PAGES.items():
                _page(f"{base}{path.format(**words)}", name, before)
        shutil.rmtree(folder)
    return 1 if failed else 0


def _list(rows: int, versions: int, limit: float, before: dict[str, float]) -> bool:
    """Measure one list; returns whether a command failed."""
    folder = fork.ROOT / "build/benchmarks/scale"
    shutil.rmtree(folder, ignore_errors=True)
    days = listed.write(folder / "history", rows, versions)
    print(f"\n## {rows:,} rows, {versions} versions\n", flush=True)
    print("| stage | seconds | peak MB | × the size before |\n|---|---:|---:|---:|", flush=True)
    root, failed = folder / "members", False
    for name, command in FROM_LIST.items():
        place = root if root.exists() else folder
        words = [sys.executable, "-m", "scripts", *command]
        found = run(words, folder / "out.txt", place, limit)
        times = f"{found.seconds / before[name]:.1f}" if name in before else ""
        before[name] = found.seconds
        told = found.fault or f"{found.seconds:.2f}"
        print(f"| {name} | {told} | {found.megabytes:.0f} | {times} |", flush=True)
        failed |= bool(found.fault)
    step = max(1, rows // 100)
    words_of = {"first": days[0], "before": days[-2], "last": days[-1]}
    with _served(root) as base:
        for name, path in OF_LIST.items():
            filled = path.format(**words_of, code=f"M{versions * step:06}")
            _page(f"{base}{filled}", name, before)
    shutil.rmtree(folder)
    return failed


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """A server of the site, while this context is open."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "scripts", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _page(address: str, name: str, before: dict[str, float]) -> None:
    """How long the first answer takes, and the median of five more."""
    seconds = []
    for _ in range(6):
        start = time.perf_counter()
        with urllib.request.urlopen(address) as answer:
            answer.read()
        seconds.append(time.perf_counter() - start)
    usual = median(seconds[1:])
    times = f"{usual / before[name]:.1f}" if name in before else ""
    before[name] = usual
    print(f"| {name}, then again | {seconds[0]:.3f}, {usual:.3f} | | {times} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
