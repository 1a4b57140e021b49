"""How DuckDB reads a CSV file, and what must add up.

It guesses nothing: every option of its reader that could change a cell is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from os import SEEK_END

from ...core.sql import literal
from ..source import Source
from .csv_blocks import FastPathUnsupportedError

BLOCK_BYTES = 1 << 18
CELLS = "delim = ',', quote = '\"', escape = '\"', header = true"
# A delimiter that no file has, so that each line is one cell.
LINES = "delim = '\\x00', quote = '', escape = '', header = true"


def reader(source: Source, columns: Sequence[str], dialect: str = CELLS) -> str:
    """A table function for the cells of a file in CELLS, or for its LINES."""
    if {*"*?["} & {*str(source.path)}:
        raise FastPathUnsupportedError  # DuckDB would take the path for a pattern.
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    # The limit of the length of a line is not raised: with a higher one DuckDB reads larger pieces
    # of the file, so large that a second core has nothing to do.
    return (
        f"read_csv({literal(str(source.path))}, columns = {{{types}}}, {dialect},"
        f" force_not_null = [{', '.join(map(literal, columns))}], auto_detect = false,"
        " skip = 0, comment = '', new_line = '\\n', encoding = 'utf-8', compression = 'none',"
        " strict_mode = true, null_padding = false, ignore_errors = false)"
    )


def record_size(cells: Sequence[str]) -> str:
    """An expression for the bytes of a record without quotes, NULL where there is no record. Each
    cell is followed by a comma or a line end."""
    is_quoted = " OR ".join(f"contains({cell}, '\"')" for cell in cells)
    bare = " + ".join(f"strlen(replace({cell}, '\"', ''))" for cell in cells)
    plain = " + ".join(f"strlen({cell})" for cell in cells)
    return f"CASE WHEN {is_quoted} THEN {bare} ELSE {plain} END + {len(cells)}"


def size(source: Source) -> int:
    """The bytes after the header, as if the file ended with a line end. Raises
    FastPathUnsupportedError for a header over several lines."""
    with source.open() as file:
        header = file.readline()
    if header.count(b'"') % 2:
        raise FastPathUnsupportedError
    return source.size - len(header) + lacks_end(source)


def lacks_end(source: Source) -> bool:
    """Whether the last line has no line end."""
    with source.open() as file:
        file.seek(-1, SEEK_END)
        return file.read(1) != b"\n"


def count(source: Source, wanted: bytes) -> list[int]:
    """How often each of these bytes is in the file after the header."""
    found = [0] * len(wanted)
    with source.open() as file:
        file.readline()
        for data in iter(partial(file.read, BLOCK_BYTES), b""):
            for place, byte in enumerate(wanted):
                # Before Python 3.13 dropping the byte takes two thirds of the time of `count`.
                found[place] += len(data) - len(data.replace(bytes([byte]), b""))
    return found
