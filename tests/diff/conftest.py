"""Fixtures for the tests of diff: files in a temporary folder, and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.diff.source import Source
from tests.history.conftest import repo

__all__ = ["repo"]

File = Callable[[str, str | bytes], Source]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """Writes a file in the temporary folder, and returns it as a source."""

    def write(name: str, content: str | bytes) -> Source:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Source(str(path), path)

    return write


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command and returns its exit code, standard output and standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main(words)
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return call
