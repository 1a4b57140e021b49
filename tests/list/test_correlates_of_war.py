"""The comparison with Correlates of War, with an invented file in their format."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.correlates_of_war import BODIES, main


def coded(year: int, **codes: str) -> dict[str, str]:
    """A row for the United States in which every body is absent except these."""
    return {"ccode": "2", "year": str(year), **dict.fromkeys(BODIES.values(), "-1"), **codes}


def test_years_that_differ_are_runs_and_years_without_the_body_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    rows = [
        coded(1983, unesco="1", who="1"),
        coded(1985, unesco="0", who="1"),
        coded(2003, unesco="0", who="1"),
        coded(2004, unesco="0", who="1", irena="-9"),
        coded(2012, unesco="0", who="1", irena="-9"),
        {**coded(2012, unesco="1"), "ccode": "200"},
    ]
    file = tmp_path / "theirs.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    assert main(str(file)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "irena 2004-2004: they have nothing known, we have none",
        "irena 2012-2012: they have nothing known, we have a member",
        "unesco 2003-2012: they have none, we have a member",
    ]
