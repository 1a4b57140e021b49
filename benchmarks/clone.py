"""How long people wait in a fresh clone, compared with an earlier commit: a part of
`benchmarks.waiting`.

Each engine is cloned as it is committed, with empty caches. The first `make serve` installs,
checks and builds; its time ends when it prints that it serves. What the tests need is installed
before they are timed; each commit has its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from benchmarks import load, report, turns
from benchmarks.measure import Run, run

ROOT = Path(__file__).resolve().parent.parent
# What `make test` installs before it runs the tests.
INSTALLED = (".venv/.development", "tests/node/node_modules/.package-lock.json")
TESTS = ("quick", "test")
LIMIT = 3600
HEAD = """{heading}

Written by `python -m benchmarks.waiting`, beside a clone of {before}; {runs} of each, in turns,
there and back. The first `make serve` is timed until it says that it serves; how long pip needs
depends on where it has the packages from. Each commit runs its own tests, of which there are more
now. **× before** is the median of the ratios of each turn, with the least and the most. Load of
the machine when it ended: {machine:.1f} on {cores} cores.

"""


def table(work: Path, before: str, runs: int) -> str:
    """The section of RESULTS.md; the clones are in the folder `work`."""
    rows = turns.rows((before, "HEAD"), lambda commit: _measured(work, commit), runs)
    head = HEAD.format(
        heading=report.CLONE,
        before=before,
        runs=runs,
        machine=os.getloadavg()[0],
        cores=os.cpu_count(),
    )
    return head + rows


def _measured(work: Path, commit: str) -> turns.Measures:
    """What each row of the table measures, run once."""
    folder, cache = work / "clone", work / "cache"
    for path in (folder, cache):
        shutil.rmtree(path, ignore_errors=True)
    _git("clone", "--quiet", ROOT, folder)
    _git("-C", folder, "checkout", "--quiet", _git("-C", ROOT, "rev-parse", commit))
    os.environ["XDG_CACHE_HOME"] = str(cache)
    began = time.monotonic()
    with load.served(["make", "serve", "PORT=0"], "Serving", folder):
        yield "the first make serve, s", time.monotonic() - began
    yield "disk for serving, MB", _disk(folder / ".venv")
    _make(folder, *INSTALLED)
    for target in TESTS:
        done = _make(folder, target)
        yield f"make {target}, s", done.seconds
        yield f"processor for make {target}, s", done.processor


def _git(*words: str | Path) -> str:
    return subprocess.run(
        ["git", *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def _make(folder: Path, *targets: str) -> Run:
    done = run(["make", *targets], folder.with_suffix(".txt"), folder, LIMIT)
    if done.fault:
        raise SystemExit(f"make {' '.join(targets)}: {done.fault}: {folder.with_suffix('.txt')}")
    return done


def _disk(folder: Path) -> float:
    """The size of the folder on disk, in MB; a file with two names is counted once."""
    files = {(told.st_dev, told.st_ino): told for told in map(Path.lstat, folder.rglob("*"))}
    return sum(told.st_blocks * 512 for told in files.values()) / 1e6
