"""The database is built as the descriptor says, with the same bytes each time; if the build fails,
the old one stays."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from revisioned.build import database as build
from revisioned.cli import main
from revisioned.core.csv_table import read
from revisioned.core.errors import PackageError
from revisioned.database import load as loader
from revisioned.derive import series
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from tests.breaking import descriptor, text, without
from tests.cells import differences
from tests.conftest import ROOT
from tests.forks import killed_after

# A build of the invented package takes less than this many seconds.
LONG = 0.08


@pytest.fixture
def database(wells: Path) -> Path:
    """The database of the invented package."""
    return build.path(load(wells))


def rows(database: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_table_holds_every_record(wells: Path, database: Path) -> None:
    for relation in load(wells).relations:
        tables = [read(wells / resource.path) for resource in relation.resources]
        records = sum(len(table.records) for table in tables)

        assert rows(database, f'SELECT count(*) FROM "{relation.name}"') == [(records,)]


def test_cells_are_the_text_of_the_files(wells: Path, database: Path) -> None:
    assert list(differences(wells, database)) == []


def test_series_is_one_table_with_its_revision_in_the_key(database: Path) -> None:
    info = rows(database, "SELECT name, pk FROM pragma_table_info('lists') WHERE pk ORDER BY pk")

    assert info == [("revision", 1), ("region", 2), ("number", 3)]


def test_types_and_references_are_those_of_the_descriptor(database: Path) -> None:
    assert rows(
        database,
        "SELECT name, type FROM pragma_table_info('wells') WHERE name IN ('number', 'depth')",
    ) == [("number", "INTEGER"), ("depth", "REAL")]
    assert rows(
        database, 'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'facts\') ORDER BY id'
    ) == [
        ("wells", "region", "region"),
        ("wells", "number", "number"),
        ("papers", "source_id", "paper_id"),
    ]


def test_staging_tables_have_the_same_indexes_as_served_ones(wells: Path, database: Path) -> None:
    def indexed(connection: sqlite3.Connection, table: str) -> set[tuple[str, ...]]:
        names = [name for _, name, *_ in connection.execute(f"PRAGMA index_list('{table}')")]
        infos = [connection.execute(f"PRAGMA index_info('{name}')") for name in names]
        return {tuple(column for _, _, column in info) for info in infos}

    package = load(wells)
    names = [relation.name for relation in package.relations]
    with (
        closing(sqlite3.connect(":memory:")) as staged,
        closing(sqlite3.connect(database)) as served,
    ):
        loader.stage(Database(staged), package, loader.read_tables(package))

        assert [indexed(staged, name) for name in names] == [
            indexed(served, name) for name in names
        ]


@pytest.mark.slow
def test_derived_files_are_derived_once(wells_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    derived: list[object] = []
    derive = series.derive
    monkeypatch.setattr(
        series, "derive", lambda package: derived.append(package) or derive(package)
    )
    monkeypatch.chdir(wells_copy)

    assert main(["build"]) == 0
    assert len(derived) == 1


@pytest.mark.slow
def test_what_is_opened_is_closed(wells_copy: Path) -> None:
    words = [sys.executable, "-W", "error::ResourceWarning", "-m", "scripts", "build"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(words, cwd=wells_copy, env=env, capture_output=True, text=True)

    assert run.stderr == ""


def test_empty_cell_is_null(database: Path) -> None:
    assert rows(database, "SELECT note IS NULL, count(*) FROM permits GROUP BY 1") == [
        (0, 1),
        (1, 5),
    ]


def test_two_builds_have_one_hash(wells: Path, database: Path, tmp_path: Path) -> None:
    build.build(load(wells), tmp_path / "again.db")

    assert digest(tmp_path / "again.db") == digest(database)


@pytest.mark.slow
def test_failed_check_leaves_the_served_file(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(wells_copy)
    assert main(["build"]) == 0
    before = digest(wells_copy / "build/wells.db")
    without("data/permits.csv", "p02")(wells_copy)
    refresh(wells_copy)

    status = main(["build"])

    assert status == 1
    assert digest(wells_copy / "build/wells.db") == before
    message = capsys.readouterr().err
    assert ": stage: p06 is sealed, but nothing was granted before\n" in message
    assert message.endswith("The check failed; what was served before is unchanged.\n")


def test_stale_package_is_not_built(
    wells_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(wells_copy)
    before = digest(wells_copy / "build/wells.db")
    text("data/papers.csv", "of all", "of most")(wells_copy)

    assert main(["build"]) == 1
    assert digest(wells_copy / "build/wells.db") == before
    assert "Run `python -m scripts refresh`." in capsys.readouterr().err


def test_dangling_reference_is_refused_even_unchecked(wells_copy: Path, tmp_path: Path) -> None:
    without("data/papers.csv", "survey")(wells_copy)

    with pytest.raises(PackageError, match="refers to nothing in papers"):
        build.build(load(wells_copy), tmp_path / "x.db")
    assert not (tmp_path / "x.db").exists()


def test_circular_foreign_keys_are_refused(wells_copy: Path, tmp_path: Path) -> None:
    def circle(document) -> None:
        papers, permits = document["resources"][1:3]
        papers["schema"]["foreignKeys"] = [
            {"fields": ["url"], "reference": {"resource": permits["name"], "fields": ["permit_id"]}}
        ]

    descriptor(circle)(wells_copy)

    with pytest.raises(PackageError, match="circular foreign keys"):
        build.build(load(wells_copy), tmp_path / "x.db")


@pytest.mark.slow
def test_killed_build_leaves_the_old_file_intact_and_the_next_succeeds(
    wells_copy: Path,
) -> None:
    target = wells_copy / "build/wells.db"
    build.build(load(wells_copy), target)
    before, files = digest(target), {path.name for path in target.parent.iterdir()}
    text("data/papers.csv", "of all", "of most")(wells_copy)
    # A build that is killed after the swap has put the new file in place.
    build.build(load(wells_copy), wells_copy / "new.db")
    whole = (before, digest(wells_copy / "new.db"))
    wait = random.Random(20260107)
    finished = 0
    for _ in range(20):
        finished += not killed_after(
            wait.uniform(0, LONG), lambda: build.build(load(wells_copy), target)
        )
        assert digest(target) in whole
        assert rows(target, "PRAGMA integrity_check") == [("ok",)]

    assert finished < 20
    build.build(load(wells_copy), target)
    assert rows(target, "SELECT count(*) FROM papers WHERE title LIKE '%of most%'") == [(1,)]
    assert {path.name for path in target.parent.iterdir()} == files
