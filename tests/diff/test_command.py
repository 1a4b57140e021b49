"""The commands diff and apply."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import revisioned
from tests.diff.conftest import File, Run

OLD = "id,x,y\n1,a,b\n2,c,d\n"
NEW = "id,x,y\n2,c,D\n1,A,b\n3,e,f\n"


def test_the_json_has_the_promised_shape(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)

    code, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "json")

    assert code == 0
    assert json.loads(out) == {
        "old": old.name,
        "new": new.name,
        "key": ["id"],
        "columns": {
            "old": ["id", "x", "y"],
            "new": ["id", "x", "y"],
            "added": [],
            "removed": [],
            "renamed": [],
            "ignored": [],
        },
        "events": [
            {"key": {"id": "1"}, "op": "changed", "field": "x", "old": "a", "new": "A"},
            {"key": {"id": "2"}, "op": "changed", "field": "y", "old": "d", "new": "D"},
            {"key": {"id": "3"}, "op": "added", "row": {"id": "3", "x": "e", "y": "f"}},
        ],
        "counts": {
            "added": 1,
            "removed": 0,
            "changed": 2,
            "cells": 2,
            "filled": 0,
            "emptied": 0,
        },
    }


def test_the_csv_has_one_line_for_each_event(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)

    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "csv")

    assert out == (
        "key_id,op,field,old,new,row\n"
        "1,changed,x,a,A,\n"
        "2,changed,y,d,D,\n"
        '3,added,,,,"{""id"": ""3"", ""x"": ""e"", ""y"": ""f""}"\n'
    )


def test_columns_of_one_side_are_kept_apart_from_changes(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x,gone\n1,a,b\n2,c,d\n"), file("b.csv", "new,id,x\nn,1,a\nm,3,e\n")

    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "json")

    columns = json.loads(out)["columns"]
    assert (columns["added"], columns["removed"]) == (["new"], ["gone"])
    assert json.loads(out)["events"] == [
        {"key": {"id": "1"}, "op": "emptied", "field": "gone", "old": "b"},
        {"key": {"id": "1"}, "op": "filled", "field": "new", "new": "n"},
        {"key": {"id": "2"}, "op": "removed", "row": {"id": "2", "x": "c", "gone": "d"}},
        {"key": {"id": "3"}, "op": "added", "row": {"new": "m", "id": "3", "x": "e"}},
    ]


@pytest.mark.parametrize(
    ("words", "fields", "ignored"),
    [
        (["--ignore", "x"], ["y"], ["x"]),
        (["--ignore", "x,y"], [], ["x", "y"]),
        (["--ignore", "x", "--ignore", "y"], [], ["x", "y"]),
        (["--only", "x"], ["x"], ["y"]),
        (["--only", "x", "--only", "y"], ["x", "y"], []),
        (["--only", "x,y", "--ignore", "y"], ["x"], ["y"]),
    ],
)
def test_columns_can_be_chosen(
    file: File, run: Run, words: list[str], fields: list[str], ignored: list[str] | None
) -> None:
    old, new = file("a.csv", OLD), file("b.csv", "id,x,y\n1,A,B\n2,c,d\n3,e,f\n")

    _, out, _ = run("diff", old.name, new.name, "--key", "id", "--format", "json", *words)

    found = json.loads(out)
    assert [event["field"] for event in found["events"] if event["op"] == "changed"] == fields
    assert found["events"][-1]["row"] == {"id": "3", "x": "e", "y": "f"}
    assert found["columns"]["ignored"] == ignored


@pytest.mark.parametrize("option", ["--only", "--ignore"])
def test_an_unknown_column_is_refused_with_the_known_ones(
    file: File, run: Run, option: str
) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)

    code, _, err = run("diff", old.name, new.name, "--key", "id", option, "z")

    assert (code, err) == (2, "there is no column 'z'; the columns are: id, x, y\n")


def test_as_many_columns_as_one_statement_takes_are_compared(file: File, run: Run) -> None:
    def table(width: int, cell: str) -> str:
        return f"id,{','.join(f'c{n}' for n in range(width))}\n1{f',{cell}' * width}\n"

    old, new = file("a.csv", table(499, "a")), file("b.csv", table(499, "b"))
    assert run("diff", old.name, new.name, "--key", "id", "--format", "csv")[1].count("\n1,") == 499

    code, _, err = run("diff", *[file("c.csv", table(500, "a")).name] * 2, "--key", "id")
    assert code == 2
    assert err.endswith("compare some at a time, with --only\n")


def test_the_key_cannot_be_left_out(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)

    code, _, err = run("diff", old.name, new.name, "--key", "id", "--ignore", "id")

    assert (code, err) == (2, "'id' is in the key: a difference cannot leave it out\n")


def test_files_need_a_key(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)

    code, _, err = run("diff", old.name, new.name)

    assert (code, err) == (2, "say which columns name a record: --key COLUMN, or --key A,B\n")


def test_more_than_two_arguments_are_refused(file: File, run: Run) -> None:
    files = [file(name, OLD).name for name in ("a.csv", "b.csv", "c.csv")]

    code, out, err = run("diff", *files, "--key", "id")

    assert (code, out) == (2, "")
    assert err.startswith("diff takes OLD and NEW; 3 words were given: quote a name")


def test_spark_refuses_what_it_does_not_use(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD).name, file("b.csv", NEW).name
    by_git = (old, old, "0", "100644", new, "0", "100644")

    code, _, err = run("diff", old, new, "--engine", "spark", "--delimiter", ";")
    assert (code, err) == (2, "Spark reads CSV with commas alone; leave out --delimiter\n")
    code, _, err = run("diff", *by_git, "--engine", "spark")
    assert (code, err.endswith("leave out --engine\n")) == (2, True)


@pytest.mark.parametrize(
    ("new", "expected"), [(NEW, 1), (OLD, 0), ("id,x,y,z\n1,a,b,\n2,c,d,\n", 1)]
)
def test_the_exit_code_says_whether_anything_differs(
    file: File, run: Run, new: str, expected: int
) -> None:
    old_file, new_file = file("a.csv", OLD), file("b.csv", new)
    words = ("diff", old_file.name, new_file.name, "--key", "id", "--format", "csv")

    assert run(*words)[0] == 0
    assert run(*words, "--exit-code")[0] == expected


def test_a_gz_and_standard_input_are_read(
    file: File, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = file("a.csv.gz", gzip.compress(OLD.encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEW.encode())))

    _, out, _ = run("diff", old.name, "-", "--key", "id", "--format", "csv")

    assert [line.split(",")[0] for line in out.splitlines()[1:]] == ["1", "2", "3"]


def test_standard_input_is_one_side_only(run: Run) -> None:
    code, _, err = run("diff", "-", "-", "--key", "id")

    assert (code, err) == (2, "standard input can be one side only\n")


def test_a_small_difference_loads_no_heavy_library(file: File) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)
    code = (
        "import sys, scripts; from revisioned.cli import main;"
        f"main(['diff', {old.name!r}, {new.name!r}, '--key', 'id']);"
        "print([name for name in ('pandas', 'duckdb', 'datasette', 'sqlite_utils', 'openpyxl',"
        " 'tempfile', 'gzip', 'revisioned.descriptor.model', 'difflib')"
        " if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr == "['difflib']\n"


def test_apply_prints_the_new_file_by_key(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)
    changes = file(
        "changes.json", run("diff", old.name, new.name, "--key", "id", "--format", "json")[1]
    )

    code, out, _ = run("apply", changes.name, old.name)

    assert (code, out) == (0, "id,x,y\n1,A,b\n2,c,D\n3,e,f\n")


def test_apply_guesses_the_delimiter_by_the_key_as_diff_does(file: File, run: Run) -> None:
    old, new = file("a.csv", "id;x,y\n1;a\n"), file("b.csv", "id;x,y\n1;b\n")
    changes = file(
        "changes.json", run("diff", old.name, new.name, "--key", "id", "--format", "json")[1]
    )

    assert run("apply", changes.name, old.name)[1] == 'id,"x,y"\n1,b\n'
    assert revisioned.apply(changes.name, old.name).rows == [["1", "b"]]


def test_apply_refuses_a_difference_that_leaves_out_columns(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x,gone\n1,a,b\n"), file("b.csv", "id,x,new\n1,a,b\n")
    words = ("diff", old.name, new.name, "--key", "id", "--ignore", "x", "--format", "json")
    changes = file("changes.json", run(*words)[1])

    code, out, err = run("apply", changes.name, old.name)

    assert (code, out) == (2, "")
    assert err.endswith("because it leaves out columns: x\n")


def test_a_patch_that_does_not_fit_is_refused_with_its_rows(file: File, run: Run) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)
    changes = file(
        "changes.json", run("diff", old.name, new.name, "--key", "id", "--format", "json")[1]
    )
    other = file("other.csv", "id,x,y\n1,z,b\n3,e,f\n")

    code, out, err = run("apply", changes.name, other.name)

    assert (code, out) == (2, "")
    assert err == (
        f"{other.name}:2: x: 1 has 'z' where the difference starts from 'a'\n"
        f"{other.name}: y: 2 is not in the file, so nothing in it can change\n"
        f"{other.name}:3: 3 is already in the file, so it cannot be added\n"
    )


@pytest.mark.parametrize(
    "patch", ["", "[]", "{}", '{"key": ["id"]}', '{"key": 1, "columns": {}, "events": []}', "\xff"]
)
def test_a_file_that_is_not_a_patch_is_refused(file: File, run: Run, patch: str) -> None:
    changes, old = file("changes.json", patch.encode("latin-1")), file("a.csv", OLD)

    code, _, err = run("apply", changes.name, old.name)

    assert code == 2
    assert err.startswith(f"{changes.name}:")
    assert "JSON" in err or "UTF-8" in err


def test_two_packages_are_compared_table_by_table(
    wells: Path, wells_copy: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = wells_copy / "data/papers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("of all", "of most", 1))
    monkeypatch.chdir(wells)

    code, out, _ = run("diff", ".", str(wells_copy), "--format", "json", "--exit-code")

    assert code == 1
    (name,) = json.loads(out)["resources"]
    assert name == "papers"
    assert run("diff", ".", str(wells_copy), "--format", "csv")[0] == 2
    assert run("diff", ".", "data/papers.csv", "--key", "paper_id")[0] == 2
