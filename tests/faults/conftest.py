"""The small package of tests/hostile on a disk that can be filled or made read-only."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from revisioned.cli import main
from tests.history.conftest import repo  # noqa: F401


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, which only root can mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        pytest.skip(
            "only root can mount a small disk; a limit on the size of files is tested without it"
        )
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def state(root: Path) -> dict[str, str]:
    """The hash of every file, except for locks and the file that fills the disk."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ("filler", ".lock")
    }


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a command in the folder."""
    monkeypatch.chdir(root)
    return main(words)
