"""How long people wait for a command, compared with the same command at an earlier commit.

`python -m benchmarks.waiting [--before COMMIT] [--runs N] [--case NAME]` runs each command on a
copy of the package, before and now in alternating order, each in a separate process, and writes a
table into RESULTS.md. The cache is emptied before each run, unless the name of the case says
otherwise. Only commands that both commits have are run. The case `commands` is all of them and
nothing else; `pages` and `clone` are not commands: see benchmarks/pages.py, and
benchmarks/clone.py, which takes a quarter of an hour for each run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import clone, pages, report
from benchmarks.measure import run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build/benchmarks/waiting"
PARTS = ("datapackage.json", "metadata.yml", "data", "checks", "docs", "releases")
BESIDE = (".gitignore", "README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA")
# What can be measured besides one command: all of them, pages, and a fresh clone.
COMMANDS, PAGES, CLONE = "commands", "pages", "clone"
# The last commit before this was measured.
BEFORE = "f58888a"
IMPORTS = (
    "import warnings; warnings.simplefilter('ignore'); import great_expectations, frictionless"
)
ACT = (
    *("act", "--org-id", "irena", "--step", "notified", "--measure", "withdraw"),
    *("--act-date", "2026-03-02", "--actor", "United States", "--source-id", "example-2026-03"),
    *("--add", "sources", "title=[An invented report]", "level=secondary", "lang=en"),
    *("published_on=2026-03-03", "captured_on=2026-03-04", "url=https://example.org/irena"),
)
DIFF = ("diff", "prints/2026-01-07-memorandum", "prints/2026-01-08-article")
OLDEST = "1.0.0"
# The package in the folder has this many releases, each of which corrects one reason.
RELEASE = """
import re, shutil, sys
from pathlib import Path
import scripts
from revisioned.core import atomic
from revisioned.derive import refresh
from revisioned.release import publish
try:
    from revisioned.cite.version_files import stamped
    commit = atomic.commit
except ImportError:  # The names of an earlier engine.
    from revisioned.cite.stamp import stamped
    commit = atomic.change
root = Path.cwd()
shutil.rmtree("releases")
path = Path("datapackage.json")
path.write_text(re.sub('"version": "[0-9.]+"', '"version": "0.1.0"', path.read_text(), count=1))
Path("CHANGELOG.md").write_text("# What changed\\n\\n## Unreleased\\n\\n- All.\\n")
path = Path("data/themes.csv")
for number in range(int(sys.argv[1])):
    lines = path.read_text().splitlines(keepends=True)
    lines[1] = re.sub("[0-9]*\\n", f"{number}\\n", lines[1])
    path.write_text("".join(lines))
    refresh.refresh(root)
    made = publish.prepare(root, f"1.0.{number}", f"2026-12-{number + 1:02}", stamped)
    commit(root, made.changes)
refresh.refresh(root)
"""


@dataclass(frozen=True)
class Case:
    """A command; `first` runs before it and is not measured, `releases` is the number of releases
    of the package. If `known`, the cache of the previous run is kept. A command that changes
    nothing runs `times` times on one copy, and the median counts."""

    name: str
    words: tuple[str, ...]
    first: tuple[str, ...] = ()
    releases: int = 0
    known: bool = False
    times: int = 1


CASES = (
    Case("--help", ("--help",)),
    Case("diff", DIFF),
    Case("verify", ("verify", OLDEST)),
    Case("cite", ("cite",)),
    Case("history", ("history",)),
    Case("check", ("check",)),
    Case("check again", ("check",), ("check",), known=True, times=3),
    Case("act", ACT),
    Case("act after check", ACT, ("check",), known=True),
    Case("build", ("build",), releases=1),
    Case("build after check", ("build",), ("check",), releases=1),
    Case("build again, 1 release", ("build",), ("build",), releases=1, known=True, times=3),
    Case("build again, 10 releases", ("build",), ("build",), releases=10, known=True, times=3),
)


def main() -> int:
    """Measure what the command line asks for, and write it down; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.waiting", description=__doc__)
    parser.add_argument("--before", default=BEFORE, metavar="COMMIT")
    parser.add_argument("--runs", type=int, default=5)
    names = [*(case.name for case in CASES), COMMANDS, PAGES, CLONE]
    parser.add_argument("--case", choices=names, help="this one only")
    args = parser.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    before = _earlier(args.before)
    if args.case in (None, PAGES):
        folders = {tree: _package(tree, 0) for tree in (before, ROOT)}
        _written(pages.table((before, ROOT), folders, args.before, args.runs))
    if args.case in (None, CLONE):
        _written(clone.table(WORK, args.before, args.runs))
    chosen = [case for case in CASES if args.case in (None, COMMANDS, case.name)]
    if not chosen:
        return 0
    imports = median(_once([sys.executable, "-c", IMPORTS], ROOT) for _ in range(args.runs))
    lines = [_line(case, before, args.runs, imports) for case in chosen]
    table = "\n".join([_head(args, imports), *lines]) + "\n"
    if args.case in (None, COMMANDS):
        _written(table)
    else:
        print(table)
    return 0


def _written(table: str) -> None:
    print(table, flush=True)
    target = HERE / "RESULTS.md"
    target.write_text(report.replaced(target.read_text(), table))


def _earlier(commit: str) -> Path:
    """The package and the engine at that commit."""
    tree = WORK / "before"
    archive = subprocess.run(
        ["git", "archive", commit, "scripts", *PARTS, *BESIDE],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    tree.mkdir()
    subprocess.run(["tar", "-x", "-C", tree], input=archive.stdout, check=True)
    return tree


def _head(args: argparse.Namespace, imports: float) -> str:
    return (
        f"{report.WAITING}\n\n"
        f"Written by `python -m benchmarks.waiting`, beside the engine at {args.before};"
        f" {args.runs} runs of each, in turns, there and back. Importing Great Expectations and"
        f" Frictionless takes {imports:.2f} s. Nothing is known from an earlier run but where the"
        " name says so. **× before** is the median of the ratios of each turn, with the least and"
        f" the most. Load of the machine when it ended: {os.getloadavg()[0]:.1f} on"
        f" {os.cpu_count()} cores.\n\n"
        "| command | before, s | now, s | × before | × importing |\n|---|---:|---:|---:|---:|"
    )


def _line(case: Case, before: Path, runs: int, imports: float) -> str:
    times: dict[Path, list[float]] = {before: [], ROOT: []}
    for turn in range(runs):
        for tree in (before, ROOT) if turn % 2 == 0 else (ROOT, before):
            times[tree].append(_timed(case, tree))
    ratios = [now / then for now, then in zip(times[ROOT], times[before], strict=True)]
    then, now = median(times[before]), median(times[ROOT])
    return (
        f"| {case.name} | {then:.3f} | {now:.3f} | {median(ratios):.2f}"
        f" ({min(ratios):.2f} - {max(ratios):.2f}) | {now / imports:.2f} |"
    )


def _timed(case: Case, tree: Path) -> float:
    """Seconds of the command on a new copy of the package, with its own cache folder."""
    folder, cache = WORK / "package", WORK / "cache"
    prepared = _package(tree, case.releases)
    for path in (folder, cache):
        shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(prepared, folder)
    os.environ |= {"PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "scripts"]
    if case.first:
        _once([*command, *case.first], folder)
    # Otherwise the disk is still busy with the copy, and with what `first` wrote.
    os.sync()
    return median(_once([*command, *case.words], folder) for _ in range(case.times))


def _once(command: list[str], folder: Path) -> float:
    result = run(command, WORK / "out.txt", folder, 300)
    if result.fault:
        raise SystemExit(f"{' '.join(command)}: {result.fault}")
    return result.seconds


def _package(tree: Path, releases: int) -> Path:
    """The package of a tree, with its own releases, or with this many made by its engine."""
    folder = WORK / f"{tree.name}-{releases}"
    if folder.exists():
        return folder
    folder.mkdir()
    for part in (*PARTS, *BESIDE):
        if (tree / part).is_dir():
            shutil.copytree(tree / part, folder / part)
        else:
            shutil.copy(tree / part, folder / part)
    if releases:
        os.environ["PYTHONPATH"] = str(tree)
        _once([sys.executable, "-c", RELEASE, str(releases)], folder)
    return folder


if __name__ == "__main__":
    sys.exit(main())
