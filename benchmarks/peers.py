"""The tools that are measured, and how each is called for the same task: find every difference and
write it down."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from shutil import which

from benchmarks.cases import Case

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
DAFF = HERE / "node_modules/daff/bin/daff.js"
Command = Sequence[str | Path]


@dataclass(frozen=True)
class Peer:
    """A tool: `command(case, folder)` compares what is in the folder, and writes to standard output
    or to a file there. `lines` says whether it prints a line for each event, after a header.
    `absent` says what is missing on this machine to run it."""

    name: str
    version: str
    command: Callable[[Case, Path], Command]
    lines: bool = False
    absent: str = ""


def pairs() -> list[Peer]:
    """The tools that compare two tables, ours first."""
    return [
        Peer("this package", "", _ours, lines=True),
        Peer("DuckDB, the plain statement", version("duckdb"), _tool("duckdb_plain"), lines=True),
        Peer("csv-diff", version("csv-diff"), _csv_diff),
        Peer("daff", _daff_version(), _daff, absent="" if DAFF.exists() else "needs npm"),
        Peer("pandas, merge", version("pandas"), _tool("pandas_merge"), lines=True),
        Peer("datacompy on pandas", version("datacompy"), _tool("datacompy_pandas")),
        Peer("datacompy on polars", version("datacompy"), _tool("datacompy_polars")),
        Peer("sqldiff, with the import of both", _sqlite_version(), _sqldiff, absent=_no_sqldiff()),
    ]


def histories() -> list[Peer]:
    """The tools that read a history, ours first."""
    return [
        Peer("this package, to CSV", "", lambda case, _: _adopt(case, "csv")),
        Peer("this package, to SQLite", "", lambda case, _: _adopt(case, "sqlite")),
        Peer("git-history", version("git-history"), _git_history),
    ]


def _ours(case: Case, _: Path) -> Command:
    ours = (sys.executable, "-m", "scripts", "diff", "old.csv", "new.csv")
    return (*ours, "--key", case.key, "--format", "csv")


def _adopt(case: Case, name: str) -> Command:
    ours = (sys.executable, "-m", "scripts", "adopt", "repo", "data.csv", "--key", case.key)
    output = ("--output", "ours.db") if name == "sqlite" else ()
    return (*ours, "--format", name, *output)


def _git_history(case: Case, _: Path) -> Command:
    options = ("--repo", "repo", "--id", case.key, "--csv", "--silent", "--branch", "main")
    return (BIN / "git-history", "file", "theirs.db", "data.csv", *options)


def _csv_diff(case: Case, _: Path) -> Command:
    # Without a format it guesses the dialect, which can take minutes if cells are quoted.
    options = ("--key", case.key, "--format", "csv", "--json")
    return (BIN / "csv-diff", "old.csv", "new.csv", *options)


def _daff(case: Case, _: Path) -> Command:
    # A million rows exceed Node's default limit on memory.
    node = ("node", "--max-old-space-size=16000", DAFF)
    return (*node, "diff", "--id", case.key, "old.csv", "new.csv")


def _sqldiff(case: Case, folder: Path) -> Command:
    """It compares only databases, by their primary keys, so the import is part of the work."""
    script = "set -e; rm -f old.db new.db\n"
    for side in ("old", "new"):
        with (folder / f"{side}.csv").open(encoding="utf-8-sig") as file:
            columns = file.readline().strip().split(",")
        cells = ", ".join(
            f'"{name}" TEXT{" PRIMARY KEY" if name == case.key else ""}' for name in columns
        )
        script += (
            f"sqlite3 {side}.db 'CREATE TABLE t ({cells}) WITHOUT ROWID'"
            f" '.import --csv --skip 1 {side}.csv t'\n"
        )
    return ("sh", "-c", script + "sqldiff --primarykey old.db new.db")


def _tool(name: str) -> Callable[[Case, Path], Command]:
    def command(case: Case, _: Path) -> Command:
        return (sys.executable, HERE / "tools" / f"{name}.py", "old.csv", "new.csv", case.key)

    return command


def _daff_version() -> str:
    return _said("node", "-p", f"require('{HERE}/node_modules/daff/package.json').version")


def _sqlite_version() -> str:
    return _said("sqlite3", "--version").partition(" ")[0]


def _no_sqldiff() -> str:
    missing = [name for name in ("sqlite3", "sqldiff") if not which(name)]
    return f"needs {' and '.join(missing)} (Debian: sqlite3, sqlite3-tools)" if missing else ""


def _said(*command: str) -> str:
    """The output of a program, or empty if the program is missing."""
    if not which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
