"""CSV, also with other delimiters: comma, semicolon, tab, bar, guessed from the header."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import chain
from pathlib import Path

from ...core import csv_table
from ...core.errors import InputError, UsageError
from . import Asked, Reader, Reading

DELIMITERS = (",", "\t", ";", "|")
NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
UNNAMED = "column_1"
TABS = (".tsv", ".tab")


def read(path: Path, name: str, asked: Asked) -> Reading:
    """The records, split at the delimiter that was given, else at the one that fits the header: the
    first with which the header has the key, or the one that gives most columns. A first column
    without a name, which R and pandas write, is called `column_1`."""
    given = NAMES.get(asked.delimiter, asked.delimiter)
    if len(given) > 1 or given in ('"', "\r", "\n"):
        raise UsageError(f"{asked.delimiter!r} is not a delimiter; name one character, or tab")
    delimiter = given or _guessed(path, name, asked.key)
    records = _records(path, name, delimiter)
    blank: list[list[str]] = []
    header: list[str] = []
    for header in records:
        if header:
            break
        blank.append(header)
    notes: tuple[str, ...] = ()
    if len(header) > 1 and not header[0] and UNNAMED not in header:
        header = [UNNAMED, *header[1:]]
        notes = (f"{name}: the first column has no name; it is called {UNNAMED}",)
    elif delimiter == ",":
        records.close()
        return Reading(None, has_lines=True)
    return Reading(chain(blank, [header], records), notes, has_lines=True)


def _records(path: Path, name: str, delimiter: str) -> Generator[list[str], None, None]:
    """The cells of each record, the header too; none for a blank line. Raises InputError."""
    with path.open("rb") as file:
        expected = 1
        for line, cells in csv_table.stream(file, name, delimiter):
            yield from ([] for _ in range(expected, line))
            yield cells
            expected = line + 1 + sum(cell.count("\n") for cell in cells)


def _guessed(path: Path, name: str, key: Sequence[str]) -> str:
    """The delimiter that fits the header; a comma if none does."""
    is_tab = name.lower().removesuffix(".gz").endswith(TABS)
    found: dict[str, int] = {}
    for delimiter in sorted(DELIMITERS, key=lambda one: is_tab and one != "\t"):
        try:
            header: list[str] = next(filter(None, _records(path, name, delimiter)), [])
        except InputError:
            continue
        if key and {*csv_table.columns_named(key, header)} <= {*header}:
            return delimiter
        found[delimiter] = len(header)
    return max(found, key=lambda one: found[one], default=",")


READER = Reader((".csv", *TABS, ".psv", ".txt", ""), lambda _head: False, read)
