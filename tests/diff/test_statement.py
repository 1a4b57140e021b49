"""The SQL statement of a difference: the same text on every engine, over tables and over
revisions."""

from __future__ import annotations

import re
import sqlite3

import duckdb
import pytest

from revisioned.diff import sql as statement
from revisioned.diff.model import DiffSchema

COLUMNS = ("id", "part", "x", "y")
SCHEMA = DiffSchema(("id", "part"), COLUMNS, COLUMNS)
OLD = [("a", "1", "p", "q"), ("a", "2", "p", "q"), ("b", "1", None, ""), ("c", "1", "p", "q")]
NEW = [("a", "1", "P", "Q"), ("a", "2", "p", "q"), ("b", "1", "", None), ("d", "1", None, None)]
EVENTS = [
    ("a", "1", "changed", "x", "p", "P", None, None, None, None),
    ("a", "1", "changed", "y", "q", "Q", None, None, None, None),
    ("b", "1", "changed", "x", None, "", None, None, None, None),
    ("b", "1", "changed", "y", "", None, None, None, None, None),
    ("c", "1", "removed", "", None, None, "c", "1", "p", "q"),
    ("d", "1", "added", "", None, None, "d", "1", None, None),
]
CREATE = "CREATE TABLE {} (id VARCHAR, part VARCHAR, x VARCHAR, y VARCHAR)"


def filled(database: sqlite3.Connection | duckdb.DuckDBPyConnection) -> None:
    for name, rows in (("old", OLD), ("new", NEW)):
        database.execute(CREATE.format(name))
        database.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?)", rows)


@pytest.mark.parametrize("connect", [sqlite3.connect, duckdb.connect], ids=["sqlite3", "duckdb"])
def test_every_engine_gives_the_same_lines(connect: type) -> None:
    database = connect(":memory:")
    filled(database)

    assert database.execute(statement.render(SCHEMA, "old", "new")).fetchall() == EVENTS
    database.close()


def revisions(
    *states: tuple[str, list[tuple[str | None, ...]], tuple[str, ...]],
) -> sqlite3.Connection:
    """A database with a series, given the rows and the columns of each revision."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE TABLE prints (revision TEXT, id TEXT, part TEXT, x TEXT, y TEXT,"
        " PRIMARY KEY (revision, id, part))"
    )
    database.execute('CREATE TABLE revision_columns (series TEXT, revision TEXT, "column" TEXT)')
    for revision, rows, columns in states:
        database.executemany(f"INSERT INTO prints VALUES ('{revision}', ?, ?, ?, ?)", rows)
        database.executemany(
            f"INSERT INTO revision_columns VALUES ('prints', '{revision}', ?)",
            [(name,) for name in columns],
        )
    return database


def test_it_runs_over_two_revisions_of_one_table() -> None:
    database = revisions(("r1", OLD, COLUMNS), ("r2", NEW, COLUMNS), ("r3", OLD, COLUMNS))
    sql = statement.over_revisions(SCHEMA, "prints")

    assert database.execute(sql, {"old": "r1", "new": "r2"}).fetchall() == EVENTS
    assert database.execute(sql, {"old": "r1", "new": "r3"}).fetchall() == []
    database.close()


def test_cells_of_a_column_that_a_revision_does_not_have_are_filled_and_emptied() -> None:
    database = revisions(
        ("r1", [("a", "1", "p", None)], COLUMNS[:3]),
        ("r2", [("a", "1", None, "q")], (*COLUMNS[:2], "y")),
    )
    sql = statement.over_revisions(SCHEMA, "prints")

    lines = database.execute(sql, {"old": "r1", "new": "r2"}).fetchall()

    assert [line[2:6] for line in lines] == [
        ("emptied", "x", "p", None),
        ("filled", "y", None, "q"),
    ]
    database.close()


def test_over_two_revisions_it_looks_records_up_by_their_key() -> None:
    database = revisions(("r1", OLD, COLUMNS), ("r2", NEW, COLUMNS))
    sql = statement.over_revisions(SCHEMA, "prints")

    plan = database.execute(f"EXPLAIN QUERY PLAN {sql}", {"old": "r1", "new": "r2"}).fetchall()

    of_series = [step for *_, step in plan if re.search(r"(SCAN|SEARCH) (prints|o|n)\b", step)]
    assert len(of_series) == 4
    assert all(step.startswith("SEARCH") for step in of_series)
    assert sum("revision=? AND id=? AND part=?" in step for step in of_series) == 2
    database.close()


def test_its_columns_are_those_of_the_csv_and_then_the_record() -> None:
    database = sqlite3.connect(":memory:")
    filled(database)
    cursor = database.execute(statement.render(SCHEMA, "old", "new"))

    assert [column[0] for column in cursor.description] == [
        *("key_id", "key_part", "op", "field", "old", "new"),
        *("row_id", "row_part", "row_x", "row_y"),
    ]
    database.close()


def test_it_uses_no_syntax_of_only_some_engines() -> None:
    sql = statement.render(SCHEMA, "old", "new").upper()

    assert not re.search(r"VALUES|UNPIVOT|MATERIALIZED|STRING_AGG|GROUP_CONCAT|CAST|::", sql)


def test_names_may_hold_quotes() -> None:
    schema = DiffSchema(('i"d',), ('i"d', "it's"), ('i"d', "it's"))
    database = sqlite3.connect(":memory:")
    for name, cell in (("old", "a"), ("new", "b")):
        database.execute(f"""CREATE TABLE {name} ("i""d" TEXT, "it's" TEXT)""")
        database.execute(f"INSERT INTO {name} VALUES ('1', '{cell}')")

    lines = database.execute(statement.render(schema, "old", "new")).fetchall()

    assert lines == [("1", "changed", "it's", "a", "b", None, None)]
    database.close()
