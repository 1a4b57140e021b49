"""Records as arguments of the command line: TABLE and NAME=VALUE for each cell."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.errors import UsageError


def cells_of(pairs: Sequence[str], table: str) -> dict[str, str]:
    """The cells of a record of the table by column. Raises UsageError."""
    cells = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is not NAME=VALUE, a column of {table} and its cell")
        cells[name] = value
    return cells


def record_of(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """TABLE NAME=VALUE …, as (table, cells). Raises UsageError."""
    table, *pairs = words
    return table, cells_of(pairs, table)
