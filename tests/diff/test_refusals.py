"""Files that cannot be compared exactly are refused with file, line and exit code 2."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from revisioned.diff.compare import silent
from revisioned.diff.engines import duckdb
from revisioned.diff.engines.csv_blocks import FastPathUnsupportedError
from revisioned.diff.model import DiffSchema
from tests.diff.conftest import File, Run

GOOD = "id,x\n1,a\n2,b\n3,c\n"
BAD = {
    "a record with too few cells": ("id,x\n1,a\n2\n", ":3: 1 cell where the header has 2"),
    "a record with too many cells": ("id,x\n1,a\n2,b,\n", ":3: 3 cells where the header has 2"),
    "bytes that are not UTF-8": (b"id,x\n1,a\n2,\xff\n", ":3: not UTF-8: byte 0xff"),
    "a quote left open": ('id,x\n1,a\n2,"b\n3,c\n', ":3: unbalanced or misplaced quote"),
    "text behind a quote": ('id,x\n1,a\n2,"b"c\n', ":3: unbalanced or misplaced quote"),
    "a space behind a quote": ('id,x\n1,a\n2,"b" \n', ":3: unbalanced or misplaced quote"),
    "two columns of one name": ("id,x,x\n1,a,b\n", ":1: x: two columns have this name"),
    "no key column": ("no,x\n1,a\n", ":1: id: the key is not among the columns"),
    "no header": ("", ": empty file (0 bytes): no header line"),
    "a double key": ("id,x\n1,a\n1,b\n", ":3: id: duplicate key, first on line 2"),
    "an empty key": ('id,x\n1,a\n"",b\n', ":3: id: empty cell in the key"),
}


@pytest.mark.parametrize("side", ["old", "new"])
@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_it_is_refused(file: File, run: Run, side: str, content: str | bytes, reason: str) -> None:
    good, bad = file("good.csv", GOOD), file("bad.csv", content)
    names = (bad.name, good.name) if side == "old" else (good.name, bad.name)

    code, out, err = run("diff", *names, "--key", "id", "--format", "csv")

    assert (code, out) == (2, "")
    assert err.startswith(bad.name + reason)


@pytest.mark.parametrize(
    "content",
    [content for content, _ in BAD.values() if isinstance(content, bytes) or "id,x\n" in content],
)
def test_duckdb_does_not_compare_it(file: File, content: str | bytes) -> None:
    good, bad = file("good.csv", GOOD), file("bad.csv", content)
    schema = DiffSchema(("id",), ("id", "x"), ("id", "x"))

    with pytest.raises(FastPathUnsupportedError):
        list(duckdb.compared(schema, good, bad, silent))


def test_faults_of_both_files_are_all_reported(file: File, run: Run) -> None:
    old, new = file("a.csv", "id,x\n1\n1,a\n1,b\n"), file("b.csv", "id,x\n,a\n2,b,c\n")

    code, _, err = run("diff", old.name, new.name, "--key", "id")

    assert code == 2
    assert [line.rpartition(".csv")[2].split(":")[1] for line in err.splitlines()] == list("2423")


def test_a_composite_key_is_a_duplicate_only_as_a_whole(file: File, run: Run) -> None:
    old = file("a.csv", "a,b,x\n1,1,p\n1,2,q\n2,1,r\n1,2,s\n")

    code, _, err = run("diff", old.name, old.name, "--key", "a,b")

    assert code == 2
    assert err.startswith(f"{old.name}:5: a, b: duplicate key, first on line 3")


def test_the_line_is_the_one_that_the_record_starts_on(file: File, run: Run) -> None:
    old = file("a.csv", 'id,x\n1,"a\nb"\n\n1,"c\nd"\n')

    _, _, err = run("diff", old.name, old.name, "--key", "id")

    assert err.splitlines()[0].startswith(f"{old.name}:5: id: duplicate key, first on line 2")


def test_a_missing_file_is_named(tmp_path: Path, run: Run) -> None:
    code, _, err = run("diff", f"{tmp_path}/a.csv", f"{tmp_path}/b.csv", "--key", "id")

    assert code == 2
    assert err == f"{tmp_path}/a.csv: No such file or directory\n"


def test_a_file_that_only_ends_in_gz_is_refused(file: File, run: Run) -> None:
    old = file("a.csv.gz", GOOD)

    code, _, err = run("diff", old.name, old.name, "--key", "id")

    assert code == 2
    assert err.startswith(f"{old.name}: its name ends in .gz but it is not a gzip file")


def test_a_broken_gz_is_refused(file: File, run: Run) -> None:
    old = file("a.csv.gz", gzip.compress(GOOD.encode() * 99)[:-9])

    code, _, err = run("diff", old.name, old.name, "--key", "id")

    assert code == 2
    assert err.startswith(f"{old.name}: ")
