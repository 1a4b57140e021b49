"""The static edition of lists that were never a package."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from revisioned.build import database
from revisioned.cli import main
from revisioned.descriptor.load import load


def digests(folder: Path) -> dict[str, str]:
    """The hash of each file, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_fork_is_written_too_and_twice_the_same(
    codes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = load(codes)
    database.build(loaded, database.path(loaded))
    monkeypatch.chdir(codes)
    for name in ("first", "second"):
        assert main(["static", str(tmp_path / name)]) == 0, capsys.readouterr().err
    first, second = digests(tmp_path / "first"), digests(tmp_path / "second")

    assert first == second
    assert {"index.html", "edition.json", "sql/index.html", "404.html"} <= first.keys()
    assert "datapackage.json" in first
    # Writing it again puts a whole one in the place of the one before.
    (tmp_path / "first" / "index.html").write_text("")
    assert main(["static", str(tmp_path / "first")]) == 0
    assert digests(tmp_path / "first") == second
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
