"""`act` over an invented package: an act is entered completely, shown, undone, or nothing has
changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.validate.check import check

Said = pytest.CaptureFixture[str]
ENTERED = ["act", "--id", "a4", "--body", "b", "--day", "2026-03-01"]


@pytest.fixture
def package(package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(package)
    return package


def state(root: Path) -> dict[str, bytes]:
    """Every file except the record of what was entered."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] != "build"
    }


def text(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


def test_each_column_is_an_option_and_the_series_follows(package: Path, capsys: Said) -> None:
    assert main(ENTERED) == 0

    assert "a4 is added" in capsys.readouterr().out
    assert "a4,b,2026-03-01\n" in text(package, "data/acts.csv")
    assert text(package, "data/standing/2026-03-01.csv") == "body,day\na,2026-02-01\nb,2026-03-01\n"
    assert [finding for finding in check(package).findings if finding.severity == "error"] == []


def test_record_of_another_table_comes_with_it(package: Path) -> None:
    new = ["--add", "bodies", "id=c", "name=Third", "kind=office"]

    assert main(["act", "--id", "a4", "--body", "c", "--day", "2026-03-01", *new]) == 0
    assert "c,Third,office,\n" in text(package, "data/bodies.csv")
    assert "c,2026-03-01\n" in text(package, "data/standing/2026-03-01.csv")


def test_acts_are_undone_one_by_one(package: Path, capsys: Said) -> None:
    before = state(package)
    assert main(ENTERED) == 0
    between = state(package)
    assert main(["act", "--id", "a5", "--body", "a", "--day", "2026-04-01"]) == 0

    assert main(["act", "--undo"]) == 0
    assert state(package) == between
    assert main(["act", "--undo"]) == 0
    assert state(package) == before
    assert main(["act", "--undo"]) != 0
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--id", "a1", "--body", "b", "--day", "2026-03-01"], "--id: duplicate key"),
        (["--id", "a4", "--body", "nobody", "--day", "2026-03-01"], "nobody"),
        (["--id", "a4", "--body", "b", "--day", "yesterday"], "--day"),
        (["--body", "b", "--day", "2026-03-01"], "--id"),
    ],
)
def test_act_that_does_not_fit_changes_nothing(
    package: Path, capsys: Said, words: list[str], said: str
) -> None:
    before = state(package)
    try:
        status = main(["act", *words])
    except SystemExit as ended:
        status = int(str(ended.code))

    assert status in (1, 2)
    assert said in capsys.readouterr().err
    assert state(package) == before
