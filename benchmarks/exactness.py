"""The cost of checking that DuckDB's result is exact: `python -m benchmarks.exactness [CASE]`.

Processor seconds of each part, the best of three runs, on the work of a case (1m-shuffled): first
with all cells of both files read, then with common lines dropped beforehand.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb as engine

from benchmarks import generate
from benchmarks.cases import CASES
from revisioned.diff import sql
from revisioned.diff.compare import Options, diff_schema
from revisioned.diff.engines import base, duckdb, duckdb_lines
from revisioned.diff.engines.duckdb_files import count, reader
from revisioned.diff.model import DiffSchema
from revisioned.diff.source import Source


def main(name: str = "1m-shuffled") -> None:
    """Print the seconds of each part."""
    case = next(case for case in CASES if case.name == name)
    with tempfile.TemporaryDirectory() as folder:
        generate.pair(case, case.rows, Path(folder))
        old, new = (Source(side, Path(folder) / f"{side}.csv") for side in ("old", "new"))
        schema = diff_schema("", old.header(), "", new.header(), Options((case.key,)))
        for what, seconds in measured(schema, old, new).items():
            print(f"{what:45} {seconds:.2f} s")


def measured(schema: DiffSchema, old: Source, new: Source) -> dict[str, float]:
    """The processor seconds of each part."""
    database, numbers = engine.connect(), base.numbered(schema)
    database.execute("SET preserve_insertion_order = false")
    sides = reader(old, numbers.old_columns), reader(new, numbers.new_columns)
    differs = " OR ".join(["op <> 'changed'", *(sql.differ(numbers, n) for n in numbers.compared)])

    def made(query: str) -> Callable[[], object]:
        return lambda: database.execute(f"CREATE OR REPLACE TABLE pairs AS {query}")

    joined = sql.all_pairs(numbers, *sides)
    plain = least(made(f"SELECT {differs} AS differs FROM ({joined})"))
    whole = least(made(duckdb._pairs(schema, old, new)))
    distinct = "SELECT count(*) - count(DISTINCT hash) FROM pairs"
    found = {
        "cells: reading, joining, comparing": plain,
        "cells: bytes of each record, events": whole - plain,
        "cells: quotes in both files": least(lambda: [count(side, b'"') for side in (old, new)]),
        "cells: no key twice": least(lambda: database.execute(distinct).fetchall()),
    }
    with tempfile.TemporaryDirectory() as folder:
        find = partial(duckdb_lines.rest, database, schema, (old, new), Path(folder))
        if left := find():
            found |= {
                "lines: reading and joining": least(find),
                "lines: cells of those left": least(
                    lambda: duckdb._adds_up(database, schema, *left)
                ),
                "lines: the old file is well formed": least(
                    lambda: duckdb_lines.adds_up(
                        database, schema, (old, new), left, lambda: count(old, b'"\n')
                    )
                ),
            }
    return found


def least(run: Callable[[], object]) -> float:
    """The fewest processor seconds of three runs."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main(*sys.argv[1:])
