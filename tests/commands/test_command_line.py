"""What the command line says before any command has run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from revisioned.cli import missing_extra
from tests.conftest import ROOT


def test_python_without_the_packages_is_told_which_one_has_them(wells: Path) -> None:
    words = [sys.executable, "-S", "-m", "scripts", "check"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(words, cwd=wells, env=env, capture_output=True, text=True)

    assert run.returncode == 1
    assert run.stderr == (
        "jsonschema is not installed for this Python: run `make build` once, then"
        " `.venv/bin/python -m scripts check …`\n"
    )


@pytest.mark.parametrize(
    ("module", "target"), [("datasette.app", "build"), ("warcio.warcwriter", "install")]
)
def test_missing_package_is_named_with_the_target_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, module: str, target: str
) -> None:
    monkeypatch.setitem(sys.modules, "scripts", sys)

    assert f"run `make {target}` once, then" in missing_extra(module, "watch")
