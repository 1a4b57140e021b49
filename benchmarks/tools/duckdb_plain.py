"""DuckDB with the plain statement: a full outer join of the two files on the key, a line for each
added and removed row and each changed cell, written as CSV by DuckDB itself.

The statement is the one that defines a difference here, so both do the same work; DuckDB detects
the dialect by itself, which is its default.
"""

import csv
import sys
from pathlib import Path

import duckdb

import scripts  # noqa: F401 - in a clone this makes `revisioned` importable
from revisioned.core.sql import identifier, literal
from revisioned.diff.model import DiffSchema
from revisioned.diff.sql import all_pairs, over_pairs


def main(old: str, new: str, key: str) -> None:
    """Write the events between two files to standard output."""
    headers = []
    for path in (old, new):
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            headers.append(tuple(next(csv.reader(file))))
    schema = DiffSchema((key,), *headers)
    sides = [f"read_csv({literal(path)}, header = true, all_varchar = true)" for path in (old, new)]
    whole = ", ".join(f"{literal(name)}, {identifier(f'row_{name}')}" for name in schema.columns)
    event = f"{identifier(f'key_{key}')}, op, field, old, new"
    columns = "".join(
        f" UNION ALL SELECT NULL, {literal(one.op)}, {literal(one.field)}, NULL, NULL, NULL"
        for one in schema.column_events()
    )
    duckdb.sql(
        f"COPY (SELECT {event},"
        f" CASE WHEN op IN ('added', 'removed') THEN json_object({whole}) END AS row"
        f" FROM ({over_pairs(schema, all_pairs(schema, *sides))}){columns})"
        " TO '/dev/stdout' (FORMAT csv, HEADER)"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
