"""What `init` does with records that the key does not tell apart, and with old names of a file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.descriptor.load import load
from tests.scaffold.conftest import commit, git, init


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [*csv.DictReader(opened)]


TWO_PROGRAMMES = "ID,Name,Programme\n001,X,RUS\n002,Y,IRN\n001,Z,IRN\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            TWO_PROGRAMMES,
            "a-2024.csv: lines 2 and 4 are different records with the key 001; name more columns:"
            " --key ID,Name\n",
        ),
        (
            TWO_PROGRAMMES.replace("Z", "X"),
            "lines 2 and 4 are different records with the key 001; name more columns: --key"
            " ID,Programme\n",
        ),
        ("ID,A b,B\n1,1,1\n1,2,2\n1,2,1\n", "the key 1; name more columns: --key 'ID,…'\n"),
        ("ID,A b,B\n1,1,1\n1,2,1\n", "the key 1; name more columns: --key 'ID,A b'\n"),
        (
            "ID,Name\n1,x\n ,y\n",
            "a-2024.csv: line 3 has nothing in 'ID', which is part of the key;",
        ),
    ],
)
def test_key_that_does_not_name_each_record_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, said: str
) -> None:
    file = tmp_path / "a-2024.csv"
    file.write_text(table, encoding="utf-8")

    assert main(["init", str(tmp_path / "made"), "--from", str(file), "--key", "ID"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_records_that_are_left_out_are_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a-2024.csv"
    file.write_text("id,name\n1, x\n1,x\n,\n2, y\n", encoding="utf-8")

    assert main(["init", str(tmp_path / "made"), "--from", str(file), "--key", "id"]) == 0

    cleaned = tmp_path / "made/docs/cleaned.csv"
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "The newest has 2 records, called by the column 'name'.",
        f"2 records and versions were left out; see {cleaned}.",
        f"2 cells and names were changed; see {cleaned}.",
    ]
    told = [(row["line"], row["what"]) for row in rows(cleaned)]
    assert ("3", "left out: the same record again, first on line 2") in told
    assert ("4", "left out: the row is empty") in told


@pytest.mark.parametrize("folder", ["", "data"])
def test_newer_name_of_a_file_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    data = tmp_path / "repository/data"
    data.mkdir(parents=True)
    git(data, "2024-01-01", "init", "-q", "..")
    (data / "old.csv").write_text("id,name\n1,x\n2,y\n", encoding="utf-8")
    (data / "other.csv").write_text("a\n", encoding="utf-8")
    commit(data.parent, "2024-01-05")
    git(data, "2024-02-05", "mv", "old.csv", "new.csv")
    git(data, "2024-02-05", "mv", "other.csv", "another.csv")
    commit(data.parent, "2024-02-05")
    place = data.relative_to(data.parent / folder).as_posix() + "/"
    old, new = (f"{place}{name}".removeprefix("./") for name in ("old.csv", "new.csv"))
    words = ["init", str(tmp_path / "made"), "--key", "id", "--from", str(data.parent / folder)]

    assert main([*words, old]) == 2
    assert f"{old!r} was renamed to {new!r} in " in capsys.readouterr().err
    assert main([*words, new]) == 0
    assert [item.revision for item in load(tmp_path / "made").revisions("new")] == [
        *("2024-01-05", "2024-02-05"),
    ]


def test_old_commit_with_a_double_key_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "repository/a.csv"
    file.parent.mkdir()
    git(file.parent, "2024-01-01", "init", "-q")
    for day, lines in (("2024-01-05", "1,x"), ("2024-02-05", "1,x\n1,y"), ("2024-03-05", "1,y")):
        header = "id,name" if len(lines) == 3 else "id,only_here"
        file.write_text(f"{header}\n{lines}\n", encoding="utf-8")
        commit(file.parent, day)

    made = init(tmp_path / "made", "--from", str(file.parent), "a.csv", "--key", "id")

    assert [item.revision for item in load(made).revisions("a")] == ["2024-01-05", "2024-03-05"]
    assert load(made).relation("a").schema.columns == ("id", "name")
    (told,) = rows(made / "docs/cleaned.csv")
    assert told["origin"].endswith(":a.csv")
    assert told["what"].startswith("left out: lines 2 and 3 are different records with the key 1;")
