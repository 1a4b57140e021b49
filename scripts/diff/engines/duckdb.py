"""The statement in DuckDB, for files of which much differs: it reads the CSV itself, on all cores.

Nothing is left to its guessing: every option of the reader that could change a cell is set.
It reads some files more kindly than we do (a comma too many, spaces around quotes), so the
result is believed only where the bytes add up: the cells, commas, quotes and line ends that
it read must be as many bytes as the file has. Each file is read once: the join pairs the
records as they come, and keeps of every pair what it takes in bytes and a hash of its key, and
of those that differ their events (duckdb_events).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from os import SEEK_END
from typing import TYPE_CHECKING

from ...core.sql import literal
from .. import sql as statement
from ..model import Shape
from ..source import Source
from ..sql import differ, key_cell, new_cell, old_cell
from . import base
from .base import Found
from .csv_blocks import FastPathUnsupportedError
from .duckdb_events import PairEvents, lines

if TYPE_CHECKING:
    import duckdb

BLOCK = 1 << 18
BATCH = 1 << 10


def compared(shape: Shape, old: Source, new: Source, progress: Callable[[int], None]) -> Found:
    """What differs between two files. Raises FastPathUnsupportedError for a file that DuckDB cannot
    read exactly as we would, and for an empty or double key. `progress` gets the bytes read."""
    import duckdb

    database = duckdb.connect()
    try:
        database.execute("SET preserve_insertion_order = false")
        shape = _with_renames(database, shape, old, new)
        if not any(
            _adds_up(database, shape, (old, new), is_quoted)
            for is_quoted in sorted({_begins_quoted(old) or _begins_quoted(new), True})
        ):
            raise FastPathUnsupportedError
    except duckdb.Error:
        raise FastPathUnsupportedError from None
    progress(old.size + new.size)
    return shape, PairEvents(database, shape)


def _with_renames(
    database: duckdb.DuckDBPyConnection, shape: Shape, old: Source, new: Source
) -> Shape:
    """The shape with the renames that the cells show."""
    if not (shape.added and shape.removed):
        return shape
    numbers = base.numbered(shape)
    sides = _reader(old, numbers.old_columns), _reader(new, numbers.new_columns)
    found = database.cursor().execute(base.one_sided_cells(shape, *sides))
    return base.renamed(shape, chain.from_iterable(iter(partial(found.fetchmany, BATCH), [])))


def _adds_up(
    database: duckdb.DuckDBPyConnection, shape: Shape, sides: tuple[Source, Source], is_quoted: bool
) -> bool:
    """Read both files into the table `pairs`. True if every byte of both was read as a cell (the
    sizes of the records add up to that of the file), and no key is empty or double. With
    `is_quoted`, quotes are counted apart; without it, a file that has some does not add up."""
    with ThreadPoolExecutor(1) as aside:
        counted = aside.submit(lambda: [_quotes(source) if is_quoted else 0 for source in sides])
        database.execute(f"CREATE OR REPLACE TABLE pairs AS {_pairs(shape, *sides, is_quoted)}")
    sizes = tuple(
        _size(source) - quotes for source, quotes in zip(sides, counted.result(), strict=True)
    )
    empty = " OR ".join(f"{key_cell(name)} = ''" for name in base.numbered(shape).key)
    # A key that is double on either side is in two pairs.
    read = database.execute(
        "SELECT coalesce(sum(old_size), 0),"
        " coalesce(sum(coalesce(new_size, CASE WHEN lines IS NULL THEN old_size END)), 0),"
        f" count(*) FILTER ({empty}), count(*) - count(DISTINCT hash) FROM pairs"
    ).fetchone()
    return read == (*sizes, 0, 0)


def _pairs(shape: Shape, old: Source, new: Source, is_quoted: bool) -> str:
    """A query for the pairs of the statement, also those that do not differ: `hash` of the key,
    `old_size` and `new_size`, the bytes that a record takes without its quotes, NULL where there is
    none, or the new one is as large as the old one since it is the same, and for those that differ
    the `lines` of their events and the cells of their key."""
    numbers = base.numbered(shape)
    paired = statement.all_pairs(
        numbers, _reader(old, numbers.old_columns), _reader(new, numbers.new_columns)
    )
    key = [*map(key_cell, numbers.key)]

    def size(cells: Iterable[str]) -> str:
        # A comma or a line end follows each cell.
        bare = (_without_quotes(cell) if is_quoted else cell for cell in cells)
        return " + ".join(f"strlen({cell}) + 1" for cell in bare)

    old_size, new_size = (
        size(map(old_cell, numbers.old_columns)),
        size(map(new_cell, numbers.new_columns)),
    )
    if not (shape.added or shape.removed or shape.ignored):
        # What does not differ is as large on both sides.
        new_size = f"CASE WHEN differs THEN {new_size} END"
    differs = ["op <> 'changed'", *(differ(numbers, name) for name in numbers.compared)]
    differs += [f"{cell} = ''" for cell in key]
    kept = "".join(f", CASE WHEN differs THEN {cell} END AS {cell}" for cell in key)
    return (
        f"SELECT hash({', '.join(key)}) AS hash, {old_size} AS old_size, {new_size} AS new_size,"
        f" CASE WHEN differs THEN {lines(shape)} END AS lines{kept}"
        f" FROM (SELECT *, {' OR '.join(differs)} AS differs FROM ({paired}))"
    )


def _without_quotes(cell: str) -> str:
    return f"CASE WHEN contains({cell}, '\"') THEN replace({cell}, '\"', '') ELSE {cell} END"


def _reader(source: Source, columns: tuple[str, ...]) -> str:
    """The cells of a file, as DuckDB reads them."""
    if {*"*?["} & {*str(source.path)}:
        raise FastPathUnsupportedError  # DuckDB would take the path for a pattern.
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    # Its limit to the length of a line stays as it is: with a higher one, it reads larger
    # pieces of the file, so large that there is nothing for a second core.
    return (
        f"read_csv({literal(str(source.path))}, columns = {{{types}}},"
        f" force_not_null = [{', '.join(map(literal, columns))}], auto_detect = false,"
        " header = true, skip = 0, delim = ',', quote = '\"', escape = '\"', comment = '',"
        " new_line = '\\n', encoding = 'utf-8', compression = 'none', strict_mode = true,"
        " null_padding = false, ignore_errors = false)"
    )


def _begins_quoted(source: Source) -> bool:
    """Whether there are quotes near the begin of the file."""
    with source.open() as file:
        return b'"' in file.read(BLOCK)


def _size(source: Source) -> int:
    """The bytes behind the header, with a line end at the end of the file whether it is there or
    not. Raises FastPathUnsupportedError for a header over several lines."""
    with source.open() as file:
        header = file.readline()
        if header.count(b'"') % 2:
            raise FastPathUnsupportedError
        file.seek(-1, SEEK_END)
        return source.size - len(header) + (file.read(1) != b"\n")


def _quotes(source: Source) -> int:
    """How many quotes there are after the header."""
    with source.open() as file:
        file.readline()
        return sum(data.count(b'"') for data in iter(partial(file.read, BLOCK), b""))
