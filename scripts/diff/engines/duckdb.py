"""The statement in DuckDB, for files that differ in much. DuckDB reads the CSV itself, on all
cores.

It accepts some faults that we refuse (a comma too many, spaces around quotes). So its result counts
only if the bytes add up: the cells, commas, quotes and line ends that it read must be as many bytes
as the file has. The join pairs the records as they come. Of each pair it keeps the size in bytes
and a hash of the key, and if they differ, their events (duckdb_events). Where the order differs,
lines that both files have are dropped first (duckdb_lines).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from .. import sql as statement
from ..model import DiffSchema
from ..source import Source
from ..sql import differ, key_cell, new_cell, old_cell
from . import base, duckdb_lines
from .base import Found
from .csv_blocks import FastPathUnsupportedError
from .duckdb_events import PairEvents, lines
from .duckdb_files import count, reader, record_size, size

if TYPE_CHECKING:
    import duckdb

BATCH_ROWS = 1 << 10


def compared(
    schema: DiffSchema, old: Source, new: Source, progress: Callable[[int], None]
) -> Found:
    """What differs between two files. Raises FastPathUnsupportedError for a file that DuckDB reads
    in another way than we do, and for an empty or double key. `progress` gets the bytes read."""
    import duckdb

    database = duckdb.connect()
    try:
        database.execute("SET preserve_insertion_order = false")
        schema = _with_renames(database, schema, old, new)
        if not (_by_lines(database, schema, old, new) or _adds_up(database, schema, old, new)):
            raise FastPathUnsupportedError
    except duckdb.Error:
        raise FastPathUnsupportedError from None
    progress(old.size + new.size)
    return schema, PairEvents(database, schema)


def _with_renames(
    database: duckdb.DuckDBPyConnection, schema: DiffSchema, old: Source, new: Source
) -> DiffSchema:
    """The schema with the renames that the cells show."""
    if not (schema.added and schema.removed):
        return schema
    numbers = base.numbered(schema)
    sides = reader(old, numbers.old_columns), reader(new, numbers.new_columns)
    found = database.cursor().execute(base.one_sided_cells(schema, *sides))
    return base.renamed(schema, chain.from_iterable(iter(partial(found.fetchmany, BATCH_ROWS), [])))


def _by_lines(
    database: duckdb.DuckDBPyConnection, schema: DiffSchema, old: Source, new: Source
) -> bool:
    """Read into the table `pairs` only the lines that are in one of the two files. True if they are
    few, and all that differs."""
    import duckdb

    with (
        TemporaryDirectory(prefix="diff-") as folder,
        ThreadPoolExecutor(1) as aside,
        suppress(duckdb.Error),
    ):
        left = duckdb_lines.rest(database, schema, (old, new), Path(folder))
        if left is not None:
            counted = aside.submit(count, old, b'"\n')
            return _adds_up(database, schema, *left) and duckdb_lines.adds_up(
                database, schema, (old, new), left, counted.result
            )
    return False


def _adds_up(
    database: duckdb.DuckDBPyConnection, schema: DiffSchema, old: Source, new: Source
) -> bool:
    """Read both files into the table `pairs`. True if every byte of both was read as a cell (the
    sizes of the records add up to that of the file), and no key is empty or double."""
    with ThreadPoolExecutor(1) as aside:
        quotes = aside.submit(lambda: [*chain(*(count(source, b'"') for source in (old, new)))])
        database.execute(f"CREATE OR REPLACE TABLE pairs AS {_pairs(schema, old, new)}")
    old_size, new_size = (
        size(source) - number for source, number in zip((old, new), quotes.result(), strict=True)
    )
    empty = " OR ".join(f"{key_cell(name)} = ''" for name in base.numbered(schema).key)
    # A key that is double on one side is in two pairs.
    read = database.execute(
        "SELECT coalesce(sum(old_size), 0),"
        " coalesce(sum(coalesce(new_size, CASE WHEN lines IS NULL THEN old_size END)), 0),"
        f" count(*) FILTER ({empty}), count(*) - count(DISTINCT hash) FROM pairs"
    ).fetchone()
    return read == (old_size, new_size, 0, 0)


def _pairs(schema: DiffSchema, old: Source, new: Source) -> str:
    """A query for all pairs of the statement, also those that do not differ: the `hash` of the key;
    `old_size` and `new_size`, the bytes of each record without its quotes, NULL for a missing
    record, and `new_size` also where it is surely the same; and for those that differ, the `lines`
    of their events and the cells of their key."""
    numbers = base.numbered(schema)
    paired = statement.all_pairs(
        numbers, reader(old, numbers.old_columns), reader(new, numbers.new_columns)
    )
    key = [*map(key_cell, numbers.key)]

    old_size = record_size([*map(old_cell, numbers.old_columns)])
    new_size = record_size([*map(new_cell, numbers.new_columns)])
    if not (schema.added or schema.removed or schema.ignored):
        # A record that does not differ has the same size on both sides.
        new_size = f"CASE WHEN differs THEN {new_size} END"
    differs = ["op <> 'changed'", *(differ(numbers, name) for name in numbers.compared)]
    differs += [f"{cell} = ''" for cell in key]
    kept = "".join(f", CASE WHEN differs THEN {cell} END AS {cell}" for cell in key)
    return (
        f"SELECT hash({', '.join(key)}) AS hash, {old_size} AS old_size, {new_size} AS new_size,"
        f" CASE WHEN differs THEN {lines(schema)} END AS lines{kept}"
        f" FROM (SELECT *, {' OR '.join(differs)} AS differs FROM ({paired}))"
    )
