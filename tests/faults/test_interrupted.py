"""Ctrl-C at any moment ends a command without a traceback, and what is served stays intact."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

# 130, or the signal itself if it arrives before Python handles it; 0 if the command was done.
ENDS = {0, 130, -signal.SIGINT}
TIMES = int(os.environ.get("KILLS", "2"))


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
