"""Every format cites a package that is not this list, and a record of it by both its columns."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from revisioned.cite.formats import FORMATS
from revisioned.cli import main

UNRELEASED = [name for name in FORMATS if name != "datacite"]


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
    assert "demands the year of a release" in capsys.readouterr().err


def test_record_is_named_by_its_key(
    wells: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(wells)

    assert main(["cite", "--record", "north,2", "--format", "apa"]) == 0
    assert "Three Brothers" in capsys.readouterr().out
    assert main(["cite", "--organization", "north,9"]) == 2
    assert "north,9" in capsys.readouterr().err


def test_every_format_is_a_module() -> None:
    for name in FORMATS:
        module = import_module(f"revisioned.cite.formats.{name.replace('-', '_')}")
        assert callable(module.render), name
