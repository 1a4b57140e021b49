"""What a table can be read from, how formats are told apart, and the message for a file that cannot
be read."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from revisioned.diff import readers
from tests.diff.conftest import File, Run
from tests.history.conftest import Repo

OLD = "id,x\n1,a\n2,b\n"
NEW = "id,x\n1,a\n2,c\n3,d\n"
FOUND = ["2,changed,x,b,c,", '3,added,,,,"{""id"": ""3"", ""x"": ""d""}"']


def csv_of(run: Run, old: object, new: object, *words: str) -> list[str]:
    """The events that `diff` finds, as lines of CSV."""
    code, out, err = run("diff", str(old), str(new), "--key", "id", "--format", "csv", *words)
    assert code == 0, err
    return out.splitlines()[1:]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_guessed(file: File, run: Run, delimiter: str) -> None:
    old, new = (
        file(f"{name}.txt", text.replace(",", delimiter)) for name, text in (("a", OLD), ("b", NEW))
    )

    assert csv_of(run, old.name, new.name) == FOUND


def test_the_delimiter_is_the_one_by_which_the_header_has_the_key(file: File, run: Run) -> None:
    old, new = file("a.csv", "id;x,y\n1;a\n"), file("b.csv", "id;x,y\n1;b\n")

    assert csv_of(run, old.name, new.name) == ['1,changed,"x,y",a,b,']


@pytest.mark.parametrize("word", [":", "tab", "\\t"])
def test_a_delimiter_can_be_named(file: File, run: Run, word: str) -> None:
    sign = ":" if word == ":" else "\t"
    old, new = (file(f"{n}.csv", text.replace(",", sign)) for n, text in (("a", OLD), ("b", NEW)))

    assert csv_of(run, old.name, new.name, "--delimiter", word) == FOUND


def test_a_fault_in_a_file_with_semicolons_is_named_by_its_line(file: File, run: Run) -> None:
    old = file("a.csv", 'id;x\n1;"a\nb"\n\n2;b;c\n')

    code, _, err = run("diff", old.name, old.name, "--key", "id")

    assert code == 2
    assert err.splitlines()[0] == f"{old.name}:5: 3 cells where the header has 2"


def test_a_tab_separated_file_in_gzip_is_read(file: File, run: Run) -> None:
    old = file("a.tsv.gz", gzip.compress(OLD.replace(",", "\t").encode()))

    assert csv_of(run, old.name, file("b.CSV.GZ", gzip.compress(NEW.encode())).name) == FOUND


def workbook(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_has_days_as_iso_and_the_shortest_numbers(tmp_path: Path, run: Run) -> None:
    rows: list[list[object]] = [
        ["id", "day", "moment", "number", "is", "nothing"],
        [1, date(2026, 1, 7), datetime(2026, 1, 7, 9, 30), 0.5, True, None],
        [2.0, None, None, 1e21, False, "x"],
    ]
    path = workbook(tmp_path / "a.xlsx", ("List", rows))

    empty = tmp_path / "b.csv"
    empty.write_text("id,day,moment,number,is,nothing\n")

    _, out, _ = run("diff", str(empty), str(path), "--key", "id", "--format", "json")
    assert [[*event["row"].values()] for event in json.loads(out)["events"]] == [
        ["1", "2026-01-07", "2026-01-07T09:30:00", "0.5", "true", ""],
        ["2", "", "", "1000000000000000000000", "false", "x"],
    ]


def test_a_sheet_can_be_named_and_the_sheet_that_is_read_is_printed(
    tmp_path: Path, run: Run
) -> None:
    first, second = [["id", "x"], [1, "a"]], [["id", "x"], [1, "b"]]
    path = workbook(tmp_path / "a.xlsx", ("One", first), ("Two", second))

    code, out, err = run("diff", str(path), f"{path}#Two", "--key", "id", "--format", "csv")

    assert (code, out.splitlines()[1:]) == (0, ["1,changed,x,a,b,"])
    assert err == f"{path}: read the sheet 'One'; for another: {path}#Two\n"


def test_a_list_of_objects_in_json_is_read(file: File, run: Run) -> None:
    old = file("a.json", '[{"id": 1, "x": 1.10, "y": null}, {"id": 2, "x": true}]')
    new = file("b.csv", "id,x,y\n1,1.1,\n2,true,\n")

    assert csv_of(run, old.name, new.name) == ["1,changed,x,1.10,1.1,"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_json_lines_are_read(file: File, run: Run, name: str) -> None:
    old = file(name, '{"id": "1", "x": "a"}\n\n{"id": "2", "x": "b"}\n')

    assert csv_of(run, old.name, file("b.csv", NEW).name) == FOUND


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"id": 1, "x": {"y": 1}}]', "x: record 1 has a nested value"),
        ('[{"id": 1, "id": 2}]', "an object has a name twice: id, id"),
        ('{"type": "FeatureCollection", "features": []}', "GeoJSON, but no list of records"),
        ("[1]", "record 1 is not an object"),
        ("[", "not JSON: "),
    ],
)
def test_json_that_is_not_a_table_is_refused(file: File, run: Run, text: str, reason: str) -> None:
    old = file("a.json", text)

    code, _, err = run("diff", old.name, old.name, "--key", "id")

    assert code == 2
    assert err.startswith(f"{old.name}: {reason}")


def test_parquet_is_read(tmp_path: Path, file: File, run: Run) -> None:
    path = tmp_path / "a*.parquet"
    duckdb.sql(
        "COPY (SELECT 1 AS id, DATE '2026-01-07' AS x, 1.50::DECIMAL(9, 2) AS n, 0.1::FLOAT AS f,"
        " TIMESTAMPTZ '2026-01-07 10:00:00+02' AS t)"
        f" TO '{path}' (FORMAT parquet)"
    )

    assert csv_of(
        run, path, file("b.csv", "id,x,n,f,t\n1,2026-01-08,1.5,0.1,2026-01-07T08:00:00Z\n").name
    ) == ["1,changed,x,2026-01-07,2026-01-08,"]


def test_a_nested_column_of_parquet_is_refused(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS id, [1, 2] AS x) TO '{path}' (FORMAT parquet)")

    code, _, err = run("diff", str(path), str(path), "--key", "id")

    assert code == 2
    assert err.startswith(f"{path}: x: its type is INTEGER[]")


def test_two_substituted_processes_are_compared(file: File) -> None:
    old, new = file("a.csv", OLD), file("b.csv", NEW)
    words = f"<(cat {old.path}) <(cat {new.path}) --key id --format csv"
    script = f"{sys.executable} -m scripts diff {words}"

    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[1:] == FOUND


def test_dev_stdin_is_read_as_a_pipe(file: File) -> None:
    words = [sys.executable, "-m", "scripts", "diff", "/dev/stdin", file("b.csv", NEW).name]

    done = subprocess.run(
        [*words, "--key", "id", "--format", "csv"], input=OLD, capture_output=True, text=True
    )

    assert done.stdout.splitlines()[1:] == FOUND, done.stderr


def test_a_named_pipe_is_read_once(tmp_path: Path, file: File, run: Run) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(OLD,))
    writer.start()

    assert csv_of(run, pipe, file("b.csv", NEW).name) == FOUND
    writer.join()


def test_standard_input_is_unpacked(file: File, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.TextIOWrapper(io.BytesIO(gzip.compress(OLD.encode())))
    monkeypatch.setattr(sys, "stdin", packed)

    assert csv_of(run, "-", file("b.csv", NEW).name) == FOUND


def test_a_file_at_a_git_revision_is_read(
    repo: Repo, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(a=OLD)
    repo.commit(a=NEW)
    monkeypatch.chdir(repo.folder)

    assert csv_of(run, "HEAD~1:a.csv", "a.csv") == FOUND


@pytest.mark.parametrize("name", ["HEAD:b.csv", "HEAD:my file.csv", "HEAD:a b c.csv", "no:a.csv"])
def test_a_file_that_a_git_revision_does_not_have_is_refused(
    repo: Repo, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    repo.commit(a=OLD)
    monkeypatch.chdir(repo.folder)

    code, _, err = run("diff", name, "a.csv", "--key", "id")

    assert code == 2
    assert err == (
        f"git has no file {name!r}; check the commit, and the path, which starts at the top folder"
        " of the repository\n"
    )


def test_a_folder_at_a_git_revision_is_refused(
    repo: Repo, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.folder / "sub").mkdir()
    repo.commit(**{"a": OLD, "sub/b": OLD})
    monkeypatch.chdir(repo.folder)

    code, _, err = run("diff", "HEAD:sub", "a.csv", "--key", "id")

    assert (code, err) == (2, "'HEAD:sub' is a folder; name a file in it\n")


def test_a_name_with_a_space_at_a_git_revision_is_read(
    repo: Repo, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(**{"my file": OLD, "a": NEW})
    monkeypatch.chdir(repo.folder)

    assert csv_of(run, "HEAD:my file.csv", "a.csv") == FOUND


def test_a_first_column_without_a_name_is_called_column_1(file: File, run: Run) -> None:
    old, new = file("a.csv", '"",x\n1,a\n'), file("b.csv", ",x\n1,b\n")

    code, out, err = run("diff", old.name, new.name, "--key", "column_1", "--format", "csv")

    assert (code, out.splitlines()[1:]) == (0, ["1,changed,x,a,b,"])
    assert err.splitlines() == [
        f"{side.name}: the first column has no name; it is called column_1" for side in (old, new)
    ]


def test_another_column_without_a_name_is_refused(file: File, run: Run) -> None:
    old = file("a.csv", "id,v,\n1,a,\n")

    code, _, err = run("diff", old.name, old.name, "--key", "id")

    assert (code, err.splitlines()[0]) == (2, f"{old.name}:1: column 3 has no name")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty file (0 bytes)"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old Office file"),
        (b"\xfd7zXZ\x00\x00", "an xz file"),
        (b"BZh91AY&SY", "a bzip2 file"),
        (b"SQLite format 3\x00", "an SQLite database"),
        ("id,x\n".encode("utf-16"), "UTF-16 text"),
        (b"\n<!DOCTYPE html><p>", "a web page"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a"])
def test_a_file_of_another_kind_is_refused_by_its_kind(
    file: File, run: Run, name: str, data: bytes, what: str
) -> None:
    bad = file(name, data)

    code, _, err = run("diff", bad.name, bad.name, "--key", "id")

    assert code == 2
    assert err.startswith(f"{bad.name}: {what}")


def test_a_zip_is_distinguished_from_a_workbook(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", OLD)

    code, _, err = run("diff", str(path), str(path), "--key", "id")

    assert (code, err) == (2, f"{path}: a zip file; unpack it, and name a file in it\n")


def test_every_reader_lists_its_suffixes() -> None:
    assert readers.names() == ["delimited", "json", "parquet", "xlsx"]
    suffixes = [suffix for name in readers.names() for suffix in readers.load(name).suffixes]
    assert len(suffixes) == len({*suffixes})


def test_a_column_may_be_called_like_the_first_letters_of_another_format(
    file: File, run: Run
) -> None:
    old, new = file("a.csv", "BZhang,x\n1,a\n"), file("b.csv", "BZhang,x\n1,b\n")

    _, out, _ = run("diff", old.name, new.name, "--key", "BZhang", "--format", "csv")

    assert out.splitlines()[1:] == ["1,changed,x,a,b,"]
