"""Materialized views: what pages ask for again and again is computed once for each connection.

The database never changes, so a view gives the same each time. Its rows are kept as a table of the
same name in the memory of the connection, which SQLite uses instead of the view.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ...core.guard import time_limit
from ...core.sql import identifier

# The most rows of a view that are kept; a view that takes longer than this stays a view.
MAX_ROWS, READ_TIMEOUT_S = 1000, 0.2

ViewRows = tuple[str, Sequence[Sequence[Any]], list[tuple[Any, ...]]]
"""A view: its name, what SQLite says of its columns, its rows."""


def read(connection: sqlite3.Connection) -> list[ViewRows]:
    """The views of a connection that are small and quick; others are left out."""
    cursor = connection.cursor()
    cursor.row_factory = None
    names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    found: list[ViewRows] = []
    for (name,) in names:
        with suppress(sqlite3.Error), time_limit(connection, READ_TIMEOUT_S):
            rows = cursor.execute(f"SELECT * FROM {identifier(name)}").fetchmany(MAX_ROWS + 1)
            columns = cursor.execute(f"PRAGMA table_info({identifier(name)})").fetchall()
            if len(rows) <= MAX_ROWS:
                found.append((name, columns, rows))
    return found


def keep(connection: sqlite3.Connection, views: Sequence[ViewRows]) -> None:
    """Put the rows of these views in their places; each column keeps the affinity that it has."""
    connection.execute("PRAGMA temp_store = memory")
    for name, columns, rows in views:
        declared = ", ".join(f"{identifier(column)} {kind}" for _, column, kind, *_ in columns)
        connection.execute(f"CREATE TEMP TABLE {identifier(name)} ({declared})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO temp.{identifier(name)} VALUES ({marks})", rows)
    connection.commit()
