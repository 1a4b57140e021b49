"""Lines that two files share in any order, dropped by DuckDB before it reads a cell of them.

Two small files are left, which are compared as usual. This proves that nothing is missed: the old
file is well formed and has as many records as lines, so each of its lines is a record; the shared
lines are as large in one file as in the other, so none is there twice; and no new record has a key
of the old file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.sql import literal
from ..model import DiffSchema
from ..source import Source
from . import base, fast_path
from .duckdb_files import LINES, lacks_end, reader, record_size, size

if TYPE_CHECKING:
    import duckdb

# With more lines left, DuckDB reads the cells as fast.
MAX_LINES = 1 << 17

Sides = tuple[Source, Source]


def rest(
    database: duckdb.DuckDBPyConnection, schema: DiffSchema, sides: Sides, folder: Path
) -> Sides | None:
    """Two files in `folder` with the lines that are in one of the two files only. None where these
    are many, or the files differ in columns, or begin with the same keys and so have the same
    order."""
    with sides[0].open() as old, sides[1].open() as new:
        form = fast_path.common_form(schema, old, new)
        if form is None or form.crlf or fast_path.alike(old, new, form):
            return None
    old_lines, new_lines = (reader(side, ["line"], LINES) for side in sides)
    database.execute(
        "CREATE OR REPLACE TABLE rest AS SELECT o.line AS old, n.line AS new"
        f" FROM {old_lines} AS o FULL JOIN {new_lines} AS n ON o.line = n.line"
        f" WHERE o.line IS NULL OR n.line IS NULL LIMIT {MAX_LINES + 1}"
    )
    if database.execute("SELECT count(*) FROM rest").fetchall() > [(MAX_LINES,)]:
        return None
    paths = folder / "old.csv", folder / "new.csv"
    for path in paths:
        database.execute(
            f"COPY (SELECT {path.stem} FROM rest WHERE {path.stem} IS NOT NULL)"
            f" TO {literal(str(path))} (FORMAT csv, HEADER, DELIMITER '', QUOTE '', ESCAPE '')"
        )
    return Source(sides[0].name, paths[0]), Source(sides[1].name, paths[1])


def adds_up(
    database: duckdb.DuckDBPyConnection,
    schema: DiffSchema,
    sides: Sides,
    left: Sides,
    counted: Callable[[], Sequence[int]],
) -> bool:
    """Whether the two files differ only in what is `left` of them. The table `pairs` has the pairs
    of what is left; `counted` gives the quotes and the line ends of the old file."""
    old, columns = sides[0], base.side(schema, "old")
    key = base.side_key(schema, "old")
    empty = " OR ".join(f"{name} = ''" for name in key)
    read = database.execute(
        f"SELECT sum({record_size(columns)}), count(*), count(*) - count(DISTINCT hash),"
        f" count(*) FILTER ({empty}),"
        " count(*) FILTER (hash IN (SELECT hash FROM pairs WHERE old_size IS NULL))"
        f" FROM (SELECT *, hash({', '.join(key)}) AS hash FROM {reader(old, columns)})"
    ).fetchone()
    quotes, line_ends = counted()
    expected = size(old) - quotes, line_ends + lacks_end(old), 0, 0, 0
    shared = [size(side) - size(rest) for side, rest in zip(sides, left, strict=True)]
    return read == expected and shared[0] == shared[1]
