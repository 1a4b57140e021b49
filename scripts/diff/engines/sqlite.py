"""The statement in SQLite, in a private temporary database, which is in memory while it is
small."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice

from ...core import csv_table
from ...core.diagnostics import Finding
from ...core.errors import InputError
from ..model import DiffSchema, Event
from ..source import Source
from . import base
from .base import Found
from .csv_blocks import FastPathUnsupportedError

# Progress is reported once in this many records.
PROGRESS_EVERY_ROWS = 1 << 10


def unique_rows(
    schema: DiffSchema, old: Iterable[Sequence[str]], new: Iterable[Sequence[str]]
) -> Found:
    """What differs between two lists of rows. Raises FastPathUnsupportedError for a double key."""
    database = sqlite3.connect("")
    try:
        for side, rows in (("old", old), ("new", new)):
            _create(database, side, schema)
            marks = ", ".join("?" * len(base.side(schema, side)))
            database.executemany(f"INSERT INTO {side} VALUES ({marks})", rows)
            _index(database, side, schema, "UNIQUE")
        return _found(database, schema)
    except sqlite3.IntegrityError:
        database.close()
        raise FastPathUnsupportedError from None
    except BaseException:
        database.close()
        raise


def exact(schema: DiffSchema, old: Source, new: Source, progress: Callable[[int], None]) -> Found:
    """What differs between two files. Every record is read and checked.

    Before the first event, raises InputError with all ragged records and all empty and double keys
    of both files, each with its line. `progress` gets the bytes read so far.
    """
    database = sqlite3.connect("")
    try:
        faults: list[Finding] = []
        for side, source, done in (("old", old, 0), ("new", new, old.size)):
            _create(database, side, schema)
            faults += _load(database, side, source, schema, done, progress)
            _index(database, side, schema)
            faults += _doubles(database, side, source, schema)
        if faults:
            raise InputError(sorted(faults, key=lambda fault: fault.order))
        return _found(database, schema)
    except BaseException:
        database.close()
        raise


def _found(database: sqlite3.Connection, schema: DiffSchema) -> Found:
    """The schema and the events. The statement has already run up to the first event, so nothing is
    refused later."""
    if schema.added and schema.removed:
        cells = database.execute(base.one_sided_cells(schema, "old", "new"))
        schema = base.renamed(schema, cells)
        cells.close()
    events = _events(database, schema)
    return schema, chain([*islice(events, 1)], events)


def _events(database: sqlite3.Connection, schema: DiffSchema) -> Iterator[Event]:
    with closing(database):
        yield from base.events(database.execute(base.sql(schema)), schema)


def _create(database: sqlite3.Connection, side: str, schema: DiffSchema) -> None:
    cells = ", ".join(f"{column} TEXT" for column in base.side(schema, side))
    database.execute(f"CREATE TABLE {side} ({cells})")


def _index(database: sqlite3.Connection, side: str, schema: DiffSchema, unique: str = "") -> None:
    key = ", ".join(base.side_key(schema, side))
    database.execute(f"CREATE {unique} INDEX {side}_key ON {side} ({key})")


def _load(
    database: sqlite3.Connection,
    side: str,
    source: Source,
    schema: DiffSchema,
    done: int,
    progress: Callable[[int], None],
) -> list[Finding]:
    """Fill a new table with the records of a file, with their lines as rowid. Returns a finding for
    each record that could not be loaded."""
    faults: list[Finding] = []
    header = schema.old_columns if side == "old" else schema.new_columns
    columns = base.side(schema, side)
    key = [columns.index(name) for name in base.side_key(schema, side)]
    with source.open() as file:

        def rows() -> Iterator[tuple[int | str, ...]]:
            for line, cells in source.records_below(file):
                if fault := csv_table.ragged_fault((line, cells), header, source.name):
                    faults.append(fault)
                    continue
                faults.extend(
                    Finding(source.name, line, header[at], csv_table.EMPTY_KEY, "key")
                    for at in key
                    if not cells[at]
                )
                if line % PROGRESS_EVERY_ROWS == 0:
                    progress(done + file.tell())
                yield line, *cells

        marks = ", ".join("?" * (len(columns) + 1))
        names = ", ".join(("rowid", *columns))
        database.executemany(f"INSERT INTO {side} ({names}) VALUES ({marks})", rows())
    return faults


def _doubles(
    database: sqlite3.Connection, side: str, source: Source, schema: DiffSchema
) -> Iterator[Finding]:
    """A finding for each record with the key of an earlier line."""
    columns = schema.old_columns if side == "old" else schema.new_columns
    named = dict(zip(base.side(schema, side), columns, strict=True))
    names = [named[name] for name in base.side_key(schema, side)]
    same = " AND ".join(f"later.{name} = first.{name}" for name in base.side_key(schema, side))
    query = (
        f"SELECT later.rowid, MIN(first.rowid) FROM {side} AS later JOIN {side} AS first"
        f" ON {same} AND first.rowid < later.rowid GROUP BY later.rowid"
    )
    for line, first in database.execute(query):
        yield csv_table.duplicate_key(source.name, line, names, first)
