"""Queries on the published database of this list."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def status(database: Path, org_id: str) -> tuple[str, str]:
    """The status of one withdrawal, in English and in Chinese."""
    sql = "SELECT status_en, status_zh FROM withdrawals WHERE org_id = ?"
    ((english, chinese),) = rows(database, sql, org_id)
    return english, chinese
