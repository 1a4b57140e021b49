"""The static edition of lists that were never a package."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from revisioned.build import database
from revisioned.cli import main
from revisioned.descriptor.load import load
from tests.conftest import ROOT
from tests.scaffold.conftest import init


def digests(folder: Path) -> dict[str, str]:
    """The hash of each file, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_edition_of_another_list_is_written_with_the_same_bytes_twice(
    codes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = load(codes)
    database.build(loaded, database.path(loaded))
    monkeypatch.chdir(codes)
    edition = tmp_path / "edition"
    assert main(["static", str(edition)]) == 0, capsys.readouterr().err
    first = digests(edition)
    # The first run used one process, as this process has threads; a fresh Python shares the work
    # with forks, and replaces the edition that is there.
    (edition / "index.html").write_text("")
    command = [sys.executable, "-m", "scripts", "static", str(edition)]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)

    assert digests(edition) == first
    assert {"index.html", "edition.json", "sql/index.html", "404.html"} <= first.keys()
    assert "datapackage.json" in first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_key_that_ends_as_a_file_does_is_a_fault_of_its_own_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a-2024.csv").write_text("id,name\nreport,One\nreport.csv,Two\n")
    root = init(tmp_path / "made", "--from", f"{tmp_path}/a-2024.csv", "--key", "id")
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    monkeypatch.chdir(root)

    assert main(["static", str(tmp_path / "edition")]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if "use another key" in line]
    assert told == ["/records/report.csv: a page, and not /records/report as CSV; use another key"]
