"""The guard for untrusted SQL: every function and kind of table that this SQLite has, as listed by
SQLite itself, is refused unless it is allowed by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from revisioned.core import guard
from revisioned.derive import rerun

try:
    import pysqlite3
except ImportError:  # not every platform has a wheel
    pysqlite3 = None

LIBRARIES = [sqlite3, *([pysqlite3] if pysqlite3 else [])]
REFUSED = ("not authorized", "prohibited")


@pytest.fixture(params=LIBRARIES, ids=lambda library: library.sqlite_version)
def library(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def connection(library: Any) -> Iterator[Any]:
    """A connection with a table, a view and a full-text table, under the guard."""
    made = library.connect(":memory:")
    made.execute("CREATE TABLE acts (step TEXT, day TEXT)")
    made.execute("INSERT INTO acts VALUES ('announced', '2026-01-07'), ('notified', '2026-02-13')")
    made.execute("CREATE VIEW steps AS SELECT DISTINCT step FROM acts")
    made.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    made.execute("INSERT INTO words VALUES ('climate change')")
    made.commit()
    made.set_authorizer(guard.judge_of(made))
    yield made
    made.close()


def refused(connection: Any, sql: str) -> str:
    """Why a statement is refused; empty if it runs."""
    try:
        connection.execute(sql).fetchall()
    except Exception as error:
        return str(error)
    return ""


def test_every_function_that_is_not_allowed_is_refused(library: Any, connection: Any) -> None:
    functions = library.connect(":memory:").execute("PRAGMA function_list").fetchall()
    assert len(functions) > 100
    for name, _, _, _, number, *_ in functions:
        for count in (number,) if number >= 0 else (0, 1, 2, 3):
            why = refused(connection, f'SELECT "{name}"({", ".join(["NULL"] * count)})')

            if name in guard.FUNCTIONS:
                assert not any(word in why for word in REFUSED), name
            else:
                # Any other error is only about the number of arguments.
                assert "not authorized" in why or "wrong number" in why or "misuse" in why, name


def test_every_kind_of_table_that_is_not_allowed_is_refused(library: Any, connection: Any) -> None:
    modules = [
        name for (name,) in library.connect(":memory:").execute("PRAGMA module_list").fetchall()
    ]
    pragmas = [
        f"pragma_{name}"
        for (name,) in library.connect(":memory:").execute("PRAGMA pragma_list").fetchall()
    ]
    assert "fts5" in modules
    assert len(pragmas) > 30
    for name in {*modules, *pragmas} - guard.VIRTUAL_TABLES:
        for sql in (
            f'SELECT * FROM "{name}"',
            f'SELECT count(*) FROM "{name}"',
            f'SELECT 1 FROM "{name}"(1)',
            f'SELECT 1 FROM {name.upper()}("acts")',
            f'SELECT step, (SELECT 1 FROM "{name}") FROM acts',
            f'WITH a AS (SELECT * FROM "{name}") SELECT count(*) FROM a',
            f'CREATE VIRTUAL TABLE temp.x USING "{name}"(a)',
        ):
            assert refused(connection, sql), sql


def test_what_is_allowed_runs(connection: Any) -> None:
    for sql in (
        "SELECT count(*) FROM acts",
        "SELECT 1 FROM steps",
        "SELECT upper(step), max(day) OVER (ORDER BY day) FROM acts",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 9) SELECT x FROM n",
        "WITH n AS (SELECT 1), m AS (SELECT 2 FROM n) SELECT 1 FROM n, m",
        "SELECT count(*) FROM (SELECT day FROM acts) a JOIN acts b USING (day)",
        "SELECT value FROM json_each('[1]')",
        "SELECT 1 FROM json_tree('[1]')",
        "SELECT name FROM pragma_table_info('acts')",
        "SELECT name FROM sqlite_master",
        "SELECT bm25(words), highlight(words, 0, '[', ']') FROM words WHERE words MATCH 'climate'",
        "SELECT step LIKE 'a%', step GLOB 'a*', '{}' -> '$' FROM acts",
        "SELECT CAST(day AS INTEGER), strftime('%Y', day), CURRENT_DATE FROM acts",
        "VALUES (1), (2)",
        "EXPLAIN QUERY PLAN SELECT * FROM acts",
    ):
        assert refused(connection, sql) == "", sql


@pytest.mark.parametrize(
    "sql",
    [
        *(
            "SELECT fts3_tokenizer('simple')",
            "SELECT FTS3_Tokenizer('simple', x'4141414141414141')",
        ),
        *(
            "SELECT sql FROM sqlite_stmt",
            "SELECT count(*) FROM sqlite_stmt",
            "SELECT 1 FROM dbstat",
        ),
        *("SELECT fts5(1)", "SELECT sqlite_version()", "SELECT load_extension('x')"),
        *("SELECT * FROM pragma_database_list", "SELECT file FROM PRAGMA_Database_List"),
        *("SELECT * FROM fts3tokenize", "SELECT 1 FROM sqlite_temp_master WHERE name = 'x'"),
        *("INSERT INTO acts VALUES (1, 2)", "DELETE FROM acts", "ATTACH ':memory:' AS x"),
        *("PRAGMA writable_schema = 1", "PRAGMA module_list", "BEGIN", "CREATE TABLE x (a)"),
        "UPDATE sqlite_master SET sql = ''",
    ],
)
def test_what_is_not_allowed_does_not_run(connection: Any, sql: str) -> None:
    assert refused(connection, sql)


def test_standalone_script_allows_the_same() -> None:
    assert rerun.FUNCTIONS == guard.FUNCTIONS
    assert {name for name in guard.VIRTUAL_TABLES if "pragma" not in name} == rerun.VIRTUAL_TABLES
