"""Every format can cite another package, and a record of it by both columns of its key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from revisioned.cite import formats
from revisioned.cli import main
from tests.conftest import ROOT
from tests.hostile.small import fields

UNRELEASED = [name for name, form in formats.known().items() if not form.needs_release]


@pytest.mark.parametrize("name", UNRELEASED)
def test_format_names_the_package_and_its_version(
    wells: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(wells)

    assert main(["cite", "--format", name]) == 0

    said = capsys.readouterr().out
    assert "invented regions" in said.replace("Invented Regions", "invented regions")
    assert "Nobody" in said
    assert "0.1.0" in said


def test_what_was_never_released_has_no_year_for_datacite(
    wells: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(wells)

    assert main(["cite", "--format", "datacite"]) == 2
    assert "needs the year of a release" in capsys.readouterr().err


def test_record_is_named_by_its_key(
    wells: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(wells)

    assert main(["cite", "--record", "north,2", "--format", "apa"]) == 0
    assert "Three Brothers" in capsys.readouterr().out
    assert main(["cite", "--organization", "north,9"]) == 2
    assert "north,9" in capsys.readouterr().err


def test_record_of_a_package_without_a_table_of_records_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = {"fields": fields("id"), "primaryKey": ["id"]}
    resource = {"name": "notes", "path": "notes.csv", "schema": schema}
    descriptor = {"name": "notes", "title": "Notes", "resources": [resource]}
    (tmp_path / "notes.csv").write_text("id\nn1\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    monkeypatch.chdir(tmp_path)

    assert main(["cite", "--record", "n1"]) == 2
    assert "no table lists what the series are about" in capsys.readouterr().err


DOCUMENT = (ROOT / "docs/cite.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", formats.names())
def test_a_format_is_documented(name: str) -> None:
    assert re.search(
        rf"^\| `{name}` \| {re.escape(formats.load(name).label)} \|", DOCUMENT, re.MULTILINE
    )
