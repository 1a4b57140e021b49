"""The statement in DuckDB, for files of which much differs: it reads the CSV itself, on all cores.

Nothing is left to its guessing: every option of the reader that could change a cell is set.
It reads some files more kindly than we do (a comma too many, spaces around quotes), so the
result is believed only where the bytes add up: the cells, commas, quotes and line ends that
it read must be as many bytes as the file has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from scripts.diff import engine
from scripts.diff.engine import UnsureError
from scripts.diff.model import Event, Shape
from scripts.diff.source import Source
from scripts.diff.statement import literal

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000
LONGEST_LINE = 1 << 26


def compared(
    shape: Shape, old: Source, new: Source, progress: Callable[[int], None]
) -> Iterator[Event]:
    """The events between two files. Raises UnsureError, before there is any event, for a file
    that DuckDB cannot read exactly as we would, and for an empty or double key. `progress` is
    told the bytes read so far."""
    import duckdb

    with duckdb.connect() as database:
        database.execute("SET preserve_insertion_order = false")
        try:
            for side, source, read in (("old", old, old.size), ("new", new, old.size + new.size)):
                columns = engine.side(shape, side)
                _load(database, side, source, columns)
                _believe(database, side, source, columns, engine.numbered(shape).key)
                progress(read)
        except duckdb.Error:
            raise UnsureError from None
        # The cells of whole records come as one list: most lines are changed cells without.
        cells = ", ".join(f'"row_{column}"' for column in engine.numbered(shape).columns)
        database.execute(
            f"SELECT * EXCLUDE ({cells}), CASE WHEN op <> 'changed' THEN [{cells}] END"
            f" FROM ({engine.sql(shape)})"
        )
        while lines := database.fetchmany(BATCH):
            unpacked = ((*line[:-1], *line[-1]) if line[-1] else line for line in lines)
            yield from engine.events(unpacked, shape)


def _load(
    database: duckdb.DuckDBPyConnection, side: str, source: Source, columns: Sequence[str]
) -> None:
    """Fill a new table with a file's cells, and with what those of a record take in bytes."""
    if {*"*?["} & {*str(source.path)}:
        raise UnsureError  # DuckDB would take the path for a pattern.
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    database.execute(
        f"CREATE TABLE {side} AS"
        f" SELECT *, {' + '.join(f'strlen({column})' for column in columns)} AS size"
        f" FROM read_csv({literal(str(source.path))}, columns = {{{types}}},"
        f" force_not_null = [{', '.join(map(literal, columns))}], auto_detect = false,"
        " header = true, skip = 0, delim = ',', quote = '\"', escape = '\"', comment = '',"
        " new_line = '\\n', encoding = 'utf-8', compression = 'none', strict_mode = true,"
        f" null_padding = false, ignore_errors = false, max_line_size = {LONGEST_LINE})"
    )


def _believe(
    database: duckdb.DuckDBPyConnection,
    side: str,
    source: Source,
    columns: Sequence[str],
    key: Sequence[str],
) -> None:
    """Raises UnsureError where the bytes do not add up, or a key is empty or double."""
    quotes, size = _quotes_and_size(source)
    # What is a quote in a cell was no less a quote in the file.
    inner = " + ".join(
        f"CASE WHEN contains({column}, '\"')"
        f" THEN strlen({column}) - strlen(replace({column}, '\"', '')) ELSE 0 END"
        for column in columns
    )
    empty = " OR ".join(f"{column} = ''" for column in key)
    read = database.execute(
        f"SELECT count(*), coalesce(sum(size), 0), coalesce(sum({inner if quotes else 0}), 0),"
        f" count(*) FILTER ({empty}),"
        f" (SELECT count(*) FROM (SELECT DISTINCT {', '.join(key)} FROM {side})) FROM {side}"
    ).fetchone()
    if read is None:
        raise UnsureError
    count, content, inside, without_key, keys = read
    if content + count * len(columns) + quotes - inside != size or without_key or keys != count:
        raise UnsureError


def _quotes_and_size(source: Source) -> tuple[int, int]:
    """How many quotes and how many bytes stand behind the header, with a line end at the end of
    the file whether it is there or not. Raises UnsureError for a header over several lines."""
    with source.open() as file:
        header = file.readline()
        if header.count(b'"') % 2:
            raise UnsureError
        quotes, last = 0, header
        while data := file.read(1 << 18):
            quotes += data.count(b'"')
            last = data
    return quotes, source.size - len(header) + (not last.endswith(b"\n"))
