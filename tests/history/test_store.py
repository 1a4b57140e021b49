"""The SQLite store: its content, how a later run adds to it, what it refuses."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from revisioned.core import csv_table
from revisioned.core.diagnostics import amount
from revisioned.history import git
from tests.history.conftest import Repo, Run, lines

VERSIONS = (
    "id,x,y\n1,a,\n2,b,B\n3,c,C\n",
    "id,x,y\n1,a,\n2,b,changed\n3,c,C\n",
    "id,x\n1\n",
    "id,x,new\n3,c,N\n4,d,\n",
    "new,id,y,x\nN,3,,c\n,4,Y,D\n,1,,a\n",
)
STATES = (0, 1, 1, 3, 4)


def query(store: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store)) as database:
        return database.execute(sql, values).fetchall()


def everything(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table, and the schema."""
    tables = query(store, "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
    return {"": tables} | {
        name: sorted(query(store, f"SELECT * FROM {name}"), key=repr) for name, _ in tables
    }


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def adopt(repo: Repo, run: Run, store: Path) -> Any:
    """Runs `adopt` into the store."""

    def call(path: str = "a.csv", key: str = "id", output: Path = store) -> tuple[int, str, str]:
        words = ("--key", key, "--format", "sqlite", "--output", output)
        return run("adopt", repo.folder, path, *words)

    return call


def test_rows_valid_at_a_commit_are_the_version_of_that_commit(
    repo: Repo, adopt: Any, store: Path
) -> None:
    for content in VERSIONS:
        repo.commit(a=content)
    adopt()

    for number, state in enumerate(STATES, 1):
        version = csv_table.parse(VERSIONS[state].encode(), "")
        found = query(
            store,
            f"SELECT {', '.join(version.columns)} FROM rows WHERE valid_from <= ?"
            " AND (valid_to IS NULL OR valid_to > ?) ORDER BY id",
            number,
            number,
        )
        place = version.columns.index("id")
        rows = sorted((tuple(cells) for _, cells in version.records), key=lambda row: row[place])
        assert found == rows


def test_there_is_a_row_for_each_state_of_a_row_and_no_more(
    repo: Repo, adopt: Any, store: Path
) -> None:
    for content in VERSIONS:
        repo.commit(a=content)
    adopt()

    assert query(store, "SELECT id, valid_from, valid_to FROM rows ORDER BY 1, 2") == [
        ("1", 1, 4),
        ("1", 5, None),
        ("2", 1, 2),
        ("2", 2, 4),
        ("3", 1, 4),
        ("3", 4, None),
        ("4", 4, 5),
        ("4", 5, None),
    ]


def test_commits_say_their_columns_or_why_they_were_skipped(
    repo: Repo, adopt: Any, store: Path
) -> None:
    hashes = [repo.commit(a=content) for content in VERSIONS[1:4]]
    adopt()

    assert query(store, "SELECT * FROM commits") == [
        (1, hashes[0], "2020-01-01T00:00:00+00:00", "a.csv", '["id", "x", "y"]', None),
        (
            *(2, hashes[1], "2020-01-02T00:00:00+00:00", "a.csv", None),
            "a.csv:2: 1 cell where the header has 2",
        ),
        (3, hashes[2], "2020-01-03T00:00:00+00:00", "a.csv", '["id", "x", "new"]', None),
    ]


def test_events_are_those_of_the_csv(repo: Repo, run: Run, adopt: Any, store: Path) -> None:
    for content in VERSIONS:
        repo.commit(a=content)
    adopt()
    _, out, _ = run("adopt", repo.folder, "a.csv", "--key", "id")

    found = query(
        store,
        "SELECT hash, committed_at, key_id, op, field, old, new, row"
        " FROM events JOIN commits ON number = commit_number ORDER BY id",
    )

    assert [[cell or "" for cell in line] for line in found] == [
        list(line.values()) for line in lines(out)
    ]


@pytest.mark.parametrize("first", range(1, len(VERSIONS) + 1))
def test_a_later_run_gives_what_one_run_gives(
    repo: Repo, adopt: Any, store: Path, tmp_path: Path, first: int
) -> None:
    for number, content in enumerate(VERSIONS, 1):
        repo.commit(a=content)
        if number == first:
            adopt()
    _, out, err = adopt()
    whole = tmp_path / "whole.db"
    adopt(output=whole)

    assert everything(store) == everything(whole)
    added = amount(len(VERSIONS) - first, "commit")
    assert out == f"{store}: {added} added, {len(VERSIONS)} in all\n"
    assert ("skipped" in err) is (first < 3)


def test_a_later_run_reads_only_what_is_new(
    repo: Repo, adopt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        repo.commit(a=f"id,x\n1,{number}\n")
    adopt()
    repo.commit(a="id,x\n1,new\n")
    asked: list[str] = []
    contents = git.contents
    monkeypatch.setattr(
        git, "contents", lambda where, blobs: asked.extend(blobs) or contents(where, blobs)
    )
    adopt()

    assert len(asked) == 2


def test_a_run_without_anything_new_leaves_the_store_unchanged(
    repo: Repo, adopt: Any, store: Path
) -> None:
    repo.commit(a=VERSIONS[0])
    adopt()
    before = store.read_bytes()
    adopt()

    assert store.read_bytes() == before


def test_a_renamed_file_continues_in_its_store(repo: Repo, adopt: Any, store: Path) -> None:
    repo.commit(a=VERSIONS[0])
    adopt()
    repo.git("mv", "a.csv", "b.csv")
    repo.commit()
    repo.commit(b=VERSIONS[1])
    code, _, _ = adopt("b.csv")

    assert code == 0
    assert query(store, "SELECT path FROM commits") == [("a.csv",), ("b.csv",), ("b.csv",)]


def test_columns_may_have_names_that_sqlite_takes_for_the_same(
    repo: Repo, adopt: Any, store: Path
) -> None:
    repo.commit(a='id,ID,valid_to,"q""q"\n1,2,3,4\n')
    repo.commit(a='id,ID,valid_to,"q""q",Id\n1,2,3,5,6\n')
    adopt(key="ID,id")

    assert query(store, "SELECT name, stored, in_key FROM columns") == [
        ("id", "id", 2),
        ("ID", "ID_", 1),
        ("valid_to", "valid_to_", None),
        ('q"q', 'q"q', None),
        ("Id", "Id__", None),
    ]
    assert query(
        store, "SELECT key_ID_, key_id, field, new FROM events WHERE field IS NOT NULL"
    ) == [
        (None, None, "Id", None),
        ("2", "1", 'q"q', "5"),
        ("2", "1", "Id", "6"),
    ]


def test_a_renamed_column_keeps_its_place_in_the_rows(repo: Repo, adopt: Any, store: Path) -> None:
    repo.commit(a="id,x\n1,a\n2,b\n")
    repo.commit(a="id,y\n1,a\n2,b\n")
    repo.commit(a="id,y,x\n1,a,new\n2,c,\n")
    adopt()

    assert query(store, "SELECT name, stored, since FROM columns") == [
        *(("id", "id", 1), ("x", "x", 1), ("y", "x", 2), ("x", "x_", 3)),
    ]
    assert query(
        store, "SELECT id, x, x_, valid_from, valid_to FROM rows ORDER BY id, valid_from"
    ) == [
        *(("1", "a", "", 1, 3), ("1", "a", "new", 3, None)),
        *(("2", "b", "", 1, 3), ("2", "c", "", 3, None)),
    ]


def test_a_store_of_another_version_is_refused(repo: Repo, adopt: Any, store: Path) -> None:
    repo.commit(a=VERSIONS[0])
    adopt()
    with closing(sqlite3.connect(store)) as database:
        database.execute("PRAGMA user_version = 1")

    code, _, err = adopt()

    assert code == 2
    assert "was made by another version; name another --output" in err


def test_a_rewritten_history_is_refused_and_the_store_stays(
    repo: Repo, adopt: Any, store: Path
) -> None:
    repo.commit(a=VERSIONS[0])
    gone = repo.commit(a=VERSIONS[1])
    adopt()
    before = everything(store)
    repo.git("reset", "--quiet", "--hard", "HEAD^")
    repo.commit(a=VERSIONS[3])

    code, _, err = adopt()

    assert code == 2
    assert err.startswith(f"{store}: commit {gone} of this store (a.csv) is not in the file's")
    assert err.endswith("Remove the store or name another --output, and run again.\n")
    assert everything(store) == before


def test_the_store_of_another_file_is_refused(repo: Repo, adopt: Any) -> None:
    repo.commit(a=VERSIONS[0], b=VERSIONS[1])
    adopt()

    code, _, err = adopt("b.csv")

    assert code == 2
    assert "or the store is of another file" in err


def test_a_store_with_another_key_is_refused(repo: Repo, adopt: Any, store: Path) -> None:
    repo.commit(a=VERSIONS[0])
    adopt()

    code, _, err = adopt(key="x")

    assert code == 2
    assert (
        err
        == f"{store}: this store was made with --key id; use that key, or name another --output\n"
    )


@pytest.mark.parametrize("content", ["text", "database"])
def test_a_file_that_is_not_a_store_is_refused_untouched(
    repo: Repo, adopt: Any, store: Path, content: str
) -> None:
    repo.commit(a=VERSIONS[0])
    if content == "text":
        store.write_text("This is a text, and it is to stay one.\n" * 99)
    else:
        with closing(sqlite3.connect(store)) as database:
            database.execute("CREATE TABLE mine (x)")
    before = store.read_bytes()

    code, _, err = adopt()

    assert code == 2
    assert err.endswith("; name another --output\n")
    assert store.read_bytes() == before


def test_a_folder_that_is_not_there_is_refused(repo: Repo, adopt: Any, tmp_path: Path) -> None:
    repo.commit(a=VERSIONS[0])

    code, _, err = adopt(output=tmp_path / "none" / "store.db")

    assert code == 2
    assert err.endswith("unable to open database file; name a file that can be written\n")


def test_a_run_that_finds_nothing_leaves_no_file(repo: Repo, adopt: Any, store: Path) -> None:
    repo.commit(a=VERSIONS[0])

    code, _, _ = adopt(key="no")

    assert code == 2
    assert not store.exists()


def test_a_damaged_clone_leaves_the_store_unchanged(repo: Repo, adopt: Any, store: Path) -> None:
    repo.commit(a=VERSIONS[0])
    adopt()
    before = everything(store)
    repo.commit(a=VERSIONS[1])
    repo.commit(a=VERSIONS[3])
    blob = repo.git("rev-parse", "HEAD:a.csv")
    (repo.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    code, _, _ = adopt()

    assert code == 2
    assert everything(store) == before
