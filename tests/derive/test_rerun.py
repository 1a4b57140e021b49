"""A cited query gives the same hash anywhere; one that would not is refused, with the reason."""

from __future__ import annotations

import csv
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.build import database
from revisioned.database import views
from revisioned.derive import rerun
from revisioned.descriptor.load import load
from tests.breaking import record
from tests.release.conftest import FIRST, download, four, once, unpacked  # noqa: F401

try:
    import pysqlite3
except ImportError:  # not every platform has a wheel
    pysqlite3 = None

LIBRARIES = [sqlite3, *([pysqlite3] if pysqlite3 else [])]


def read(root: Path, path: str) -> bytes:
    return views.script(load(root)) if path == rerun.VIEWS else (root / path).read_bytes()


@pytest.fixture(scope="module", params=LIBRARIES, ids=lambda library: library.sqlite_version)
def library(request: pytest.FixtureRequest) -> Any:
    """Python's SQLite, and pysqlite3's if it is installed."""
    return request.param


@pytest.fixture(scope="module")
def both(wells: Path, library: Any) -> Iterator[Any]:
    databases = rerun.databases(lambda path: read(wells, path), library)
    yield databases
    for one in databases:
        one.close()


def kept(root: Path) -> list[dict[str, str]]:
    with (root / rerun.QUERIES).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_stored_query_gives_its_stored_result(wells: Path, both: Any, library: Any) -> None:
    found = {row["query_id"]: rerun.cited(both, row["sql"], library)[1] for row in kept(wells)}

    assert len(found) >= 2
    assert found == {row["query_id"]: row["sha256"] for row in kept(wells)}


def test_the_database_of_the_site_gives_the_same(wells: Path) -> None:
    built = database.path(load(wells))
    with sqlite3.connect(f"file:{built}?mode=ro", uri=True) as connection:
        for row in kept(wells):
            cursor = connection.execute(row["sql"])
            columns = [name for name, *_ in cursor.description]
            assert rerun.digest(columns, cursor.fetchall()) == row["sha256"]
    connection.close()


REFUSED = {
    "SELECT region FROM permits LIMIT 3": "LIMIT without ORDER BY",
    "SELECT (SELECT region FROM permits LIMIT 1) FROM permits ORDER BY 1": "LIMIT without ORDER BY",
    "SELECT * FROM (SELECT region FROM permits ORDER BY 1) limit 3": "LIMIT without ORDER BY",
    "SELECT region FROM permits/* ORDER BY */ LIMIT 3": "LIMIT without ORDER BY",
    "SELECT 'ORDER BY', region FROM permits LIMIT 3": "LIMIT without ORDER BY",
    "SELECT region FROM permits ORDER BY stage LIMIT 2": "depends on the order",
    "SELECT group_concat(region) FROM permits": "depends on the order",
    "SELECT region, row_number() OVER () FROM permits": "depends on the order",
    "SELECT random()": "random() is a function of chance",
    "SELECT hex(randomblob(4))": "randomblob() is a function of chance",
    "SELECT region FROM permits ORDER BY random() LIMIT 3": "random() is a function of chance",
    "SELECT date('now')": "date() of now is a function of time",
    "SELECT date('N' || 'ow')": "date() of now is a function of time",
    "SELECT julianday()": "julianday() of now is a function of time",
    "SELECT strftime('%Y')": "strftime() of now is a function of time",
    "SELECT datetime('2026-01-01', 'localtime')": "local time depends on the machine",
    "SELECT CURRENT_TIMESTAMP": "current_timestamp() is a function of time",
    "SELECT sqlite_version()": "sqlite_version() is a function of the machine",
    "SELECT sql FROM sqlite_master": "SQLite's own",
    "DELETE FROM permits": "only a SELECT can be cited",
    "WITH a AS (SELECT 1) DELETE FROM permits": "only a SELECT can be cited",
    "PRAGMA table_info(permits)": "only a SELECT can be cited",
    "EXPLAIN SELECT 1": "only a SELECT can be cited",
    "": "only a SELECT can be cited",
    "SELECT 1; SELECT 2": "one statement",
    "SELECT absent FROM permits": "no such column",
    f"SELECT a.region FROM permits a{', permits' * 6}": "more than 100000 rows",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_query_without_a_stable_result_is_refused(both: Any, library: Any, sql: str) -> None:
    with pytest.raises(rerun.RefusedError) as caught:
        rerun.cited(both, sql, library)

    assert REFUSED[sql] in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT region FROM permits ORDER BY permit_id LIMIT 3",
        "SELECT (SELECT name_en FROM wells ORDER BY region, number LIMIT 1)",
        "SELECT date('2026-01-31', '+1 month'), strftime('%Y', '2026-01-01')",
        "SELECT group_concat(region) FROM (SELECT region FROM wells WHERE region = 'east')",
        "SELECT count(*) FROM status_blame -- LIMIT 3",
        "SELECT permit_id, row_number() OVER (ORDER BY permit_id) FROM permits",
        "VALUES (1)",
    ],
)
def test_query_with_a_stable_result_is_cited(both: Any, library: Any, sql: str) -> None:
    assert len(rerun.cited(both, sql, library)[1]) == 64


def test_refused_query_leaves_the_database_as_it_was(both: Any, library: Any) -> None:
    with pytest.raises(rerun.RefusedError):
        rerun.cited(both, "DELETE FROM permits", library)

    assert rerun.cited(both, "SELECT count(*) FROM permits", library)[0][1][0][0] > 0


CELLS = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | st.binary()
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=6)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[tuple], shuffled: random.Random) -> None:
    other = list(rows)
    shuffled.shuffle(other)

    assert rerun.digest(["a", "b"], rows) == rerun.digest(["a", "b"], other)


@pytest.mark.parametrize(
    ("one", "two"),
    [("a", "b"), (1, "1"), (None, ""), (b"a", "a"), ("a\nb", "a"), (0.1, 0.2), (None, "null")],
)
def test_other_cells_give_another_hash(one: object, two: object) -> None:
    assert rerun.digest(["a"], [(one,)]) != rerun.digest(["a"], [(two,)])


def test_last_digits_do_not_matter() -> None:
    assert rerun.digest(["a"], [(0.1 + 0.2,)]) == rerun.digest(["a"], [(0.3,)])


def test_columns_are_part_of_the_hash() -> None:
    assert rerun.digest(["a"], []) != rerun.digest(["b"], [])


def rerun_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs the script of the release with only Python's standard library."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "rerun.py", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )


def test_script_in_the_zip_runs_every_query_again(unpacked: Path) -> None:  # noqa: F811
    done = rerun_in(unpacked)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": holds, ") == len(kept(unpacked))


def test_script_in_the_zip_says_where_a_result_differs(unpacked: Path) -> None:  # noqa: F811
    asked = "SELECT count(*) FROM permits"
    found = rerun_in(unpacked, asked).stdout.split()[-1]

    assert "holds" in rerun_in(unpacked, asked, found).stdout
    record("data/permits.csv", permit_id="a")(unpacked)
    assert rerun_in(unpacked, asked, found).returncode == 1
    assert rerun_in(unpacked, "SELECT random()").stdout.startswith("the query: refused: random()")


def test_refresh_fills_in_the_hash_and_names_a_query_that_cannot_be_kept(wells_copy: Path) -> None:
    from revisioned.derive.refresh import refresh

    asked = {"query_id": "how-many", "title": "How many?"}
    record("data/queries.csv", **asked, sql="SELECT count(*) FROM permits")(wells_copy)
    assert refresh(wells_copy)[1] == ()
    (row,) = (row for row in kept(wells_copy) if row["query_id"] == "how-many")
    assert len(row["sha256"]) == 64

    record("data/queries.csv", **asked | {"query_id": "zz"}, sql="SELECT random()")(wells_copy)
    (fault,) = refresh(wells_copy)[1]
    assert str(fault).startswith("data/queries.csv:5: sql: random() is a function of chance")
