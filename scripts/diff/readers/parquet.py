"""Parquet, read by DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ...core.sql import identifier
from ..cell_text import text
from . import Asked, Reader, Reading, refuse

BATCH_ROWS = 10_000
NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "LIST", "VARIANT")


def read(path: Path, name: str, _asked: Asked) -> Reading:
    """The rows in the order of the file. Days are written as ISO, numbers as the shortest decimal.
    Raises InputError for nested and binary columns."""
    return Reading(_records(path, name))


def _records(path: Path, name: str) -> Iterator[list[str]]:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        # DuckDB would take a path with * or ? for a pattern.
        (Path(folder) / "table.parquet").symlink_to(path.resolve())
        database = duckdb.connect()
        try:
            table = database.read_parquet(f"{folder}/table.parquet")
            table.create_view("table_read")
            for column, kind in zip(table.columns, map(str, table.types), strict=True):
                if kind.startswith(NESTED) or kind.endswith("]"):
                    raise refuse(
                        name, f"its type is {kind}; a table has single values only", column=column
                    )
            cells = ", ".join(_cell(*each) for each in zip(table.columns, table.types, strict=True))
            found = database.execute(f"SELECT {cells} FROM table_read")
            yield table.columns
            while rows := found.fetchmany(BATCH_ROWS):
                yield from ([text(cell) for cell in row] for row in rows)
        except duckdb.Error as error:
            raise refuse(name, f"a Parquet file that cannot be read: {error}") from None
        finally:
            database.close()


def _cell(column: str, kind: object) -> str:
    if "WITH TIME ZONE" in str(kind):
        return f"strftime({identifier(column)} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')"
    if str(kind) == "FLOAT":
        # A direct cast to double would add digits that a float does not have.
        return f"CAST(CAST({identifier(column)} AS VARCHAR) AS DOUBLE)"
    return identifier(column)


READER = Reader((".parquet",), lambda head: head.startswith(b"PAR1"), read)
