"""A command imports only what it needs: nobody waits for pandas to compare two lists."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Each of these takes a tenth of a second or more to import.
HEAVY = (
    *("great_expectations", "frictionless", "pandas", "numpy", "sqlalchemy", "sqlite_utils"),
    *("duckdb", "datasette", "openpyxl", "opencc", "lxml", "jsonschema", "httpx", "trafilatura"),
    "citeproc",
)
# What a command really needs: citeproc applies citation styles, and reads them with lxml.
NEEDED = {"cite": ["lxml", "citeproc"]}
RUN = """
import sys, scripts
from revisioned.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as status:
    code = status.code
print(*(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("check", "--help"),
        ("diff", "lists/2020-first", "lists/2021-second"),
        ("history",),
        ("history", "north,1"),
        ("cite",),
        ("cite", "--format", "bibtex"),
        ("verify", "1.0.0"),
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_imported(once: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(heavy=HEAVY), *words],
        cwd=once,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert {*done.stderr.split()} <= {*NEEDED.get(words[0], ())}
