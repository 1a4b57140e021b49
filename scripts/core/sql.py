"""Names and values, quoted for SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any


def identifier(name: str) -> str:
    """The name, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def joined(columns: Iterable[str]) -> str:
    """An expression for a key as one text, with commas between its columns."""
    return " || ',' || ".join(map(identifier, columns))


def columns(cursor: sqlite3.Cursor) -> list[str]:
    """The names of the cursor's columns."""
    return [name for name, *_ in cursor.description or ()]


def records(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    """The cursor's rows, as mappings from column to value."""
    names = columns(cursor)
    return [dict(zip(names, row, strict=True)) for row in cursor]


def literal(text: str) -> str:
    """The text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"
