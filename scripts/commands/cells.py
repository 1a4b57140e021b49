"""Cells as words of the command line: NAME=VALUE."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import UsageError


def cells_of(pairs: Sequence[str], table: str) -> dict[str, str]:
    """The cells of a record of the table by column. Raises UsageError."""
    cells = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is not NAME=VALUE, a column of {table} and its cell")
        cells[name] = value
    return cells
