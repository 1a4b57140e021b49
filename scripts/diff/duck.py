"""The statement in DuckDB, for files of which much differs: it reads the CSV itself, on all cores.

Nothing is left to its guessing: every option of the reader that could change a cell is set.
It reads some files more kindly than we do (a comma too many, spaces around quotes), so the
result is believed only where the bytes add up: the cells, commas, quotes and line ends that
it read must be as many bytes as the file has. Each file is read once: the join pairs the
records as they come, and keeps of every pair the key and what it takes in bytes, and the
cells where they differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scripts.diff import engine, statement
from scripts.diff.engine import UnsureError
from scripts.diff.found import Found
from scripts.diff.model import Shape
from scripts.diff.source import Source
from scripts.diff.statement import differ, key_cell, literal, new_cell, old_cell

if TYPE_CHECKING:
    import duckdb


def compared(shape: Shape, old: Source, new: Source, progress: Callable[[int], None]) -> Found:
    """The events between two files. Raises UnsureError for a file that DuckDB cannot read
    exactly as we would, and for an empty or double key. `progress` is told the bytes read."""
    import duckdb

    numbers = engine.numbered(shape)
    quotes, sizes = zip(*map(_quotes_and_size, (old, new)), strict=True)
    database = duckdb.connect()
    try:
        database.execute("SET preserve_insertion_order = false")
        database.execute(f"CREATE TABLE pairs AS {_pairs(numbers, old, new, any(quotes))}")
        _believe(database, numbers, sizes)
    except duckdb.Error:
        raise UnsureError from None
    progress(old.size + new.size)
    return Found(database, shape)


def _pairs(shape: Shape, old: Source, new: Source, has_quotes: bool) -> str:
    """A query for the pairs of the statement, also those that do not differ: these have their
    key only, no op and no cells. Each has `old_size` and `new_size`, the bytes that a record
    takes without its quotes, NULL where it has none."""
    paired = statement.pairs(
        shape, _reader(old, shape.old_columns), _reader(new, shape.new_columns)
    )
    cells = [*map(old_cell, shape.old_columns), *map(new_cell, shape.new_columns)]
    kept = ", ".join(f"CASE WHEN differs THEN {name} END AS {name}" for name in ("op", *cells))

    def size(names: list[str]) -> str:
        # A comma or a line end follows each cell.
        bare = (_without_quotes(name) if has_quotes else name for name in names)
        return " + ".join(f"strlen({cell}) + 1" for cell in bare)

    width = len(shape.old_columns)
    differs = " OR ".join(["op <> 'changed'", *map(differ, shape.compared)])
    return (
        f"SELECT {', '.join(map(key_cell, shape.key))}, old_size, new_size, {kept} FROM ("
        f"SELECT *, {size(cells[:width])} AS old_size, {size(cells[width:])} AS new_size,"
        f" {differs} AS differs FROM ({paired}))"
    )


def _without_quotes(cell: str) -> str:
    return f"CASE WHEN contains({cell}, '\"') THEN replace({cell}, '\"', '') ELSE {cell} END"


def _reader(source: Source, columns: tuple[str, ...]) -> str:
    """The cells of a file, as DuckDB reads them."""
    if {*"*?["} & {*str(source.path)}:
        raise UnsureError  # DuckDB would take the path for a pattern.
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


def _believe(database: duckdb.DuckDBPyConnection, shape: Shape, sizes: tuple[int, ...]) -> None:
    """Raises UnsureError where the bytes do not add up, or a key is empty or double."""
    key = [key_cell(name) for name in shape.key]
    empty = " OR ".join(f"{cell} = ''" for cell in key)
    read = database.execute(
        "SELECT coalesce(sum(old_size), 0), coalesce(sum(new_size), 0),"
        f" count(*) FILTER ({empty}), count(*) -"
        f" (SELECT count(*) FROM (SELECT DISTINCT {', '.join(key)} FROM pairs)) FROM pairs"
    ).fetchone()
    # A double key of either side is in two pairs.
    if read != (*sizes, 0, 0):
        raise UnsureError


def _quotes_and_size(source: Source) -> tuple[int, int]:
    """How many quotes stand behind the header, and how many bytes without them, with a line end
    at the end of the file whether it is there or not. Raises UnsureError for a header over
    several lines."""
    with source.open() as file:
        header = file.readline()
        if header.count(b'"') % 2:
            raise UnsureError
        quotes, last = 0, header
        while data := file.read(1 << 18):
            quotes += data.count(b'"')
            last = data
    return quotes, source.size - len(header) - quotes + (not last.endswith(b"\n"))
