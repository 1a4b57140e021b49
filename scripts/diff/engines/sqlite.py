"""The statement in SQLite, in a private temporary database: in memory while small, else spilled."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice

from ...core import csv_table
from ...core.diagnostics import Finding
from ...core.errors import InputError
from ..model import Event, Shape
from ..source import Source
from . import base
from .base import Found
from .csv_blocks import FastPathUnsupportedError

# Progress is reported at most once in this many records.
PROGRESS_EVERY_ROWS = 1 << 10


def unique_rows(shape: Shape, old: Iterable[Sequence[str]], new: Iterable[Sequence[str]]) -> Found:
    """What differs between two lists of rows that have no double key; FastPathUnsupportedError if
    one has."""
    database = sqlite3.connect("")
    try:
        for side, rows in (("old", old), ("new", new)):
            _create(database, side, shape)
            marks = ", ".join("?" * len(base.side(shape, side)))
            database.executemany(f"INSERT INTO {side} VALUES ({marks})", rows)
            _index(database, side, shape, "UNIQUE")
        return _found(database, shape)
    except sqlite3.IntegrityError:
        database.close()
        raise FastPathUnsupportedError from None
    except BaseException:
        database.close()
        raise


def exact(shape: Shape, old: Source, new: Source, progress: Callable[[int], None]) -> Found:
    """What differs between two files, every record read and judged.

    Raises InputError with all ragged records and all empty and double keys of both files, each
    by its line, before there is any event. `progress` gets the bytes read so far.
    """
    database = sqlite3.connect("")
    try:
        faults: list[Finding] = []
        for side, source, done in (("old", old, 0), ("new", new, old.size)):
            _create(database, side, shape)
            faults += _load(database, side, source, shape, done, progress)
            _index(database, side, shape)
            faults += _doubles(database, side, source, shape)
        if faults:
            raise InputError(sorted(faults, key=lambda fault: fault.order))
        return _found(database, shape)
    except BaseException:
        database.close()
        raise


def _found(database: sqlite3.Connection, shape: Shape) -> Found:
    """The first event is found already: whatever is to be refused has been."""
    if shape.added and shape.removed:
        cells = database.execute(base.one_sided_cells(shape, "old", "new"))
        shape = base.renamed(shape, cells)
        cells.close()
    events = _events(database, shape)
    return shape, chain([*islice(events, 1)], events)


def _events(database: sqlite3.Connection, shape: Shape) -> Iterator[Event]:
    with closing(database):
        yield from base.events(database.execute(base.sql(shape)), shape)


def _create(database: sqlite3.Connection, side: str, shape: Shape) -> None:
    cells = ", ".join(f"{column} TEXT" for column in base.side(shape, side))
    database.execute(f"CREATE TABLE {side} ({cells})")


def _index(database: sqlite3.Connection, side: str, shape: Shape, unique: str = "") -> None:
    key = ", ".join(base.side_key(shape, side))
    database.execute(f"CREATE {unique} INDEX {side}_key ON {side} ({key})")


def _load(
    database: sqlite3.Connection,
    side: str,
    source: Source,
    shape: Shape,
    done: int,
    progress: Callable[[int], None],
) -> list[Finding]:
    """Fill a new table with the records of a file, each under its line as rowid; what is wrong
    with those that could not be loaded."""
    faults: list[Finding] = []
    header = shape.old_columns if side == "old" else shape.new_columns
    columns = base.side(shape, side)
    key = [columns.index(name) for name in base.side_key(shape, side)]
    with source.open() as file:

        def rows() -> Iterator[tuple[int | str, ...]]:
            for line, cells in source.records_below(file):
                if fault := csv_table.ragged_fault((line, cells), header, source.name):
                    faults.append(fault)
                    continue
                faults.extend(
                    Finding(source.name, line, header[at], "empty cell in the key", "key")
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
    database: sqlite3.Connection, side: str, source: Source, shape: Shape
) -> Iterator[Finding]:
    """A finding for each record whose key is on an earlier line already."""
    columns = shape.old_columns if side == "old" else shape.new_columns
    named = dict(zip(base.side(shape, side), columns, strict=True))
    names = [named[name] for name in base.side_key(shape, side)]
    same = " AND ".join(f"later.{name} = first.{name}" for name in base.side_key(shape, side))
    query = (
        f"SELECT later.rowid, MIN(first.rowid) FROM {side} AS later JOIN {side} AS first"
        f" ON {same} AND first.rowid < later.rowid GROUP BY later.rowid"
    )
    for line, first in database.execute(query):
        reason = f"duplicate key, first on line {first}"
        yield Finding(source.name, line, ", ".join(names), reason, "key")
