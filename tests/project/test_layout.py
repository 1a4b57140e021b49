"""How the engine is laid out: no module is loaded twice."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

# Runs the command line, then imports every module, and prints each file that two modules came from.
TWICE = """
import collections, importlib, pkgutil, runpy, sys
sys.argv = ["scripts", *sys.argv[1:]]
try:
    runpy.run_module("scripts", run_name="__main__", alter_sys=True)
except SystemExit as status:
    assert not status.code, status.code
import revisioned
names = [found.name for found in pkgutil.walk_packages(revisioned.__path__, "revisioned.")]
for name in names:
    # Those run when they are imported, need Java, or are registered with Datasette.
    if not name.endswith((".__main__", ".spark")) and ".plugins" not in name:
        importlib.import_module(name)
files = collections.defaultdict(set)
for module in [*sys.modules.values()]:
    if file := getattr(module, "__file__", None):
        files[file].add(id(module))
print("looked at", sum(file.startswith(revisioned.__path__[0]) for file in files))
print(*(file for file, modules in files.items() if len(modules) > 1 and "scripts" in file))
"""


@pytest.mark.parametrize(
    "words", [["history"], ["diff", "register/2025-01-20", "register/2026-01-07"]]
)
def test_no_file_is_loaded_under_two_names(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWICE, *words], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    looked, twice = done.stdout.splitlines()[-2:]
    assert int(looked.split()[-1]) > 150
    assert twice == ""
