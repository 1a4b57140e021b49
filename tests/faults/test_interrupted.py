"""Ctrl-C at any moment ends a command without a traceback, and what is served stays intact."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from revisioned.cli import CUT_OFF
from revisioned.core import atomic
from tests.conftest import ROOT

# 130, or the signal itself if it arrives before Python handles it; 0 if the command was done.
ENDS = {0, 130, -signal.SIGINT}
TIMES = int(os.environ.get("KILLS", "2"))
UNCHANGED = "what was there before is unchanged"
# What pip makes the program `revisioned` of.
MODULE, FUNCTION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "scripts"
]["revisioned"].split(":")
STARTS = {
    "clone": "import runpy; runpy.run_module('scripts', run_name='__main__')",
    "installed": f"import scripts; from {MODULE} import {FUNCTION}; sys.exit({FUNCTION}())",
}
# The signal arrives while this module is imported.
ARRIVES = """import signal, sys
class Finder:
    def find_spec(name, *_):
        name == {module!r} and signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder)
sys.argv = {argv!r}
"""


@pytest.mark.parametrize(
    "command", [["build"], ["serve", "--port", "0"]], ids=lambda words: words[0]
)
def test_ctrl_c_at_any_moment_ends_without_a_traceback(
    wells: Path, tmp_path: Path, command: list[str]
) -> None:
    root = shutil.copytree(wells, tmp_path / "package")
    chance = random.Random(command[0])
    for _ in range(TIMES):
        with subprocess.Popen(
            [sys.executable, "-m", "scripts", *command],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            time.sleep(chance.uniform(0.1, 3))
            # A terminal sends the signal to all children of the command too.
            os.killpg(process.pid, signal.SIGINT)
            _, told = process.communicate(timeout=60)

        assert "Traceback" not in told
        assert process.returncode in ENDS, told


@pytest.mark.parametrize(
    ("module", "words", "said"),
    [
        ("sqlite3", ["check"], UNCHANGED),
        ("revisioned.commands.check", ["check"], UNCHANGED),
        ("sqlite3", ["watch"], "the looks so far are in the log"),
        ("sqlite3", ["watch", "accept", "news"], UNCHANGED),
    ],
)
@pytest.mark.parametrize("start", STARTS)
def test_ctrl_c_during_an_import_says_what_has_changed(
    wells: Path, start: str, module: str, words: list[str], said: str
) -> None:
    program = ARRIVES.format(module=module, argv=["revisioned", *words]) + STARTS[start]

    ended = _python(program, wells)

    assert ended.stderr.endswith(f"Stopped; {said}.\n")
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 130


def test_ctrl_c_says_so_where_a_change_is_half_done(wells: Path, tmp_path: Path) -> None:
    root = shutil.copytree(wells, tmp_path / "package")
    (root / atomic.JOURNAL).parent.mkdir(exist_ok=True)
    (root / atomic.JOURNAL).write_text("{}", encoding="utf-8")
    program = ARRIVES.format(module="sqlite3", argv=["revisioned", "check"]) + STARTS["clone"]

    assert _python(program, root).stderr == f"Stopped. {CUT_OFF}\n"


def _python(program: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
