"""Views that are copied into temporary tables for pages: the same rows, columns and affinities."""

from __future__ import annotations

import sqlite3

import pytest

from revisioned.site.limits import materialized

SCHEMA = """
CREATE TABLE numbers (n INTEGER, word TEXT);
INSERT INTO numbers VALUES (2, '2'), (1, '1'), (NULL, NULL);
CREATE VIEW small AS SELECT word, n, n || '' AS either FROM numbers;
CREATE VIEW large AS WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up LIMIT 2000)
    SELECT n FROM up;
CREATE VIEW slow AS WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up)
    SELECT count(*) AS n FROM up;
CREATE VIEW broken AS SELECT n FROM gone;
"""


@pytest.fixture
def connection() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.executescript(SCHEMA)
    return made


def kept(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_temp_master")]


def test_small_view_is_a_table_with_its_rows_and_columns(connection: sqlite3.Connection) -> None:
    before = [connection.execute(sql).fetchall() for sql in ASKED]

    materialized.keep(connection, materialized.read(connection))

    assert kept(connection) == ["small"]
    assert [connection.execute(sql).fetchall() for sql in ASKED] == before


ASKED = (
    "SELECT * FROM small",
    "SELECT typeof(word), typeof(n), typeof(either) FROM small",
    "SELECT word = 1, n = '1', either = 1 FROM small",
    "SELECT name, type FROM pragma_table_info('small')",
)


def test_view_that_is_large_slow_or_broken_stays_a_view(connection: sqlite3.Connection) -> None:
    materialized.keep(connection, materialized.read(connection))

    assert not {"large", "slow", "broken"} & {*kept(connection)}
    assert connection.execute("SELECT count(*) FROM large").fetchone() == (2000,)
