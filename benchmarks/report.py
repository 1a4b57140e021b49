"""RESULTS.md: the results, the machine and the versions."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import peers
from benchmarks.cases import Case
from benchmarks.measure import Measured
from benchmarks.peers import Peer

HEAD = """# Benchmarks

Written by `make bench`; the figures of a table are of one run of that command, whose day stands
above it.

{machine}

Each figure is of a whole command in a fresh process, from two files (or a repository) to all
differences written into a file: wall time as median, shortest and longest, and the median of its
peak memory. Tools take turns, there and back, so that what else the machine does meets all alike.
What takes less than two seconds is run {short} times, up to 10 s {runs} times, up to a minute 3
times, beyond once; after {limit:.0f} s it is ended. **× ours** is the tool's median divided by that
of this package (the first line), and the least and the most by which they differed in one turn:
above 1 it is slower than this package. A peak under about 20 MB cannot be told from that of the
process that measures. The files are generated, the same
bytes every time; tools that print a line for each event are held to the number of events that
were put in. csv-diff, daff, datacompy and sqldiff write in forms of their own. The plain
statement is the one that defines a difference here, run by DuckDB on the two files.
{scale}
| tool | version |
|---|---|
{versions}
"""
TABLE = """## {title}

{about}

| tool | median s | from - to | runs | × ours | peak MB |
|---|---:|---:|---:|---:|---:|
{lines}
"""

WAITING = "## Waiting for a command"
PAGES = "## Waiting for a page"
CLONE = "## Waiting in a fresh clone"


def head(args: argparse.Namespace) -> str:
    """The text before the tables."""
    versions = dict.fromkeys(
        (peer.name.partition(",")[0].partition(" on ")[0], peer.version)
        for peer in (*peers.pairs(), *peers.histories())
        if peer.version
    )
    scale = f"\n**Only {args.scale:g} of the rows: these figures say little.**\n"
    return HEAD.format(
        machine=_machine(),
        short=args.runs * 3,
        runs=args.runs,
        limit=args.limit,
        scale="" if args.scale == 1 else scale,
        versions="\n".join(f"| {name} | {number} |" for name, number in versions),
    )


def section(case: Case, folder: Path, found: dict[Peer, Measured], load: float) -> str:
    """The table of a case."""
    ours = next(iter(found.values()))
    day = datetime.now(UTC).date().isoformat()
    about = [f"Load of the machine when it began on {day}: {load:.1f} on {os.cpu_count()} cores."]
    if (folder / "old.csv").exists():
        size = sum((folder / f"{side}.csv").stat().st_size for side in ("old", "new"))
        about.insert(0, f"Both files together: {size / 1e6:.1f} MB.")
    if (folder / "events.txt").exists():
        about.insert(1, f"Events: {int((folder / 'events.txt').read_text()):,}.")
    lines = "\n".join(_line(peer, measured, ours) for peer, measured in found.items())
    return TABLE.format(title=case.title, about=" ".join(about), lines=lines)


def replaced(text: str, table: str) -> str:
    """The report with the table of one case replaced or added."""
    heading = table.partition("\n")[0]
    before, found, after = text.partition(f"{heading}\n")
    if not found:
        return f"{text}\n{table}"
    _, mark, rest = after.partition("\n## ")
    return before + table + (mark + rest if mark else "")


def _line(peer: Peer, measured: Measured, ours: Measured) -> str:
    if not measured.runs:
        return f"| {peer.name} | {measured.fault} | | | | |"
    low, high = measured.spread
    ratio = _ratio(measured, ours) if ours.runs and measured is not ours else ""
    name = f"{peer.name} ({measured.fault})" if measured.fault else peer.name
    return (
        f"| {name} | {measured.seconds:.3f} | {low:.3f} - {high:.3f} | {len(measured.runs)}"
        f" | {ratio} | {measured.megabytes:.0f} |"
    )


def _ratio(measured: Measured, ours: Measured) -> str:
    ratios = measured.ratios(ours)
    spread = f" ({min(ratios):.2f} - {max(ratios):.2f})" if len(ratios) > 1 else ""
    return f"{measured.seconds / ours.seconds:.2f}{spread}"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory,"
        f" {platform.system()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, {git.stdout.strip().replace(' version', '')}."
    )
