"""Names and values, quoted for SQL."""

from __future__ import annotations

from collections.abc import Iterable


def identifier(name: str) -> str:
    """The name, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def joined(columns: Iterable[str]) -> str:
    """An expression for a key as one text, several columns with commas between."""
    return " || ',' || ".join(map(identifier, columns))


def literal(text: str) -> str:
    """The text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"
