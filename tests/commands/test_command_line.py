"""Messages of the command line before any command runs."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from revisioned.cli import main, missing_extra
from tests.conftest import ROOT


def test_python_without_the_packages_is_reported_with_the_right_one(wells: Path) -> None:
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
def test_missing_package_is_named_with_the_make_target_for_it(
    monkeypatch: pytest.MonkeyPatch, module: str, target: str
) -> None:
    monkeypatch.setitem(sys.modules, "scripts", sys)

    assert f"run `make {target}` once, then" in missing_extra(module, "watch")


def sqlite_error(code: int, reason: str) -> sqlite3.OperationalError:
    """The error as SQLite would raise it."""
    error = sqlite3.OperationalError(reason)
    error.sqlite_errorcode = code
    return error


ERRORS = {
    "a full disk": (
        OSError(errno.ENOSPC, "No space left on device", "a.csv"),
        "a.csv: No space left on device; free disk space, then run it again.",
    ),
    "a file that is a folder": (
        OSError(errno.EISDIR, "Is a directory", "a.csv"),
        "a.csv: Is a directory.",
    ),
    "a disk that SQLite cannot write": (
        sqlite_error(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"),
        "disk I/O error; free disk space or fix the permissions, then run it again.",
    ),
    "SQL that is wrong": (
        sqlite_error(sqlite3.SQLITE_ERROR, "no such column: x"),
        "no such column: x.",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_error_says_what_to_do_if_something_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    error, said = ERRORS[name]

    def fail(_: object) -> int:
        raise error

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("revisioned.commands.verify.run", fail)

    assert main(["verify", "1.0.0"]) == 1
    assert capsys.readouterr().err == f"{said} What was there before is unchanged.\n"
