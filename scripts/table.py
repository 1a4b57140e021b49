"""Reading and writing CSV as text: every cell a string, every record with its line.

Nothing is guessed here: no types, no dialect, no encoding (UTF-8, comma, quotes doubled).
An empty cell is an empty string, quoted or not, as Frictionless reads it (a missing value).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import InputError
from scripts.findings import Finding

# The csv module refuses cells over 128 KiB by default; what is too long is for a check to say.
csv.field_size_limit(2**31 - 1)

Record = tuple[int, list[str]]
SPECIAL = frozenset(',"\r\n')


@dataclass(frozen=True)
class Table:
    """A CSV file as read: `columns` from line 1, `records` as (line, cells) in file order."""

    file: str
    columns: list[str]
    records: list[Record]

    def dicts(self) -> Iterator[dict[str, str]]:
        """Each record as a mapping from column to cell."""
        for _, cells in self.records:
            yield dict(zip(self.columns, cells, strict=True))


def records(lines: Iterable[str], file: str) -> Iterator[Record]:
    """Each record, the header too, with the line it starts on; blank lines are skipped.

    `lines` keep their line ends. Raises InputError where a quote is left open or misplaced.
    """
    reader = csv.reader(lines, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "a quote opened in this record is left open, or stands where none may"
            reason += f" ({error})"
            raise InputError([Finding(file, start, None, reason, "csv")]) from None
        if cells:
            yield start, cells
        start = reader.line_num + 1


def decode(data: bytes, file: str) -> str:
    """The text of `data`; InputError names the line of the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8: byte 0x{data[error.start]:02x}; save the file as UTF-8"
        raise InputError([Finding(file, line, None, reason, "encoding")]) from None


def parse(data: bytes, file: str) -> Table:
    """The table in `data`. Raises InputError naming every ragged record, or the first fault
    after which nothing can be read (encoding, quotes, no header, a column named twice)."""
    rows = records(io.StringIO(decode(data, file), newline=""), file)
    _, columns = next(rows, (1, []))
    faults = header_faults(columns, file)
    if faults:
        raise InputError(faults)
    table = Table(file, columns, list(rows))
    ragged = [fault for record in table.records if (fault := ragged_fault(record, columns, file))]
    if ragged:
        raise InputError(ragged)
    return table


def header_faults(columns: Sequence[str], file: str) -> list[Finding]:
    """What is wrong with a header: none at all, an empty name, a name that stands twice."""
    if not columns:
        return [Finding(file, 1, None, "empty file: no header line", "header")]
    faults = []
    for index, name in enumerate(columns):
        if not name:
            reason = f"column {index + 1} has no name"
            faults.append(Finding(file, 1, None, reason, "header"))
        elif name in columns[:index]:
            faults.append(Finding(file, 1, name, "two columns have this name", "header"))
    return faults


def ragged_fault(record: Record, columns: Sequence[str], file: str) -> Finding | None:
    """A finding where the record has more or fewer cells than the header, else None."""
    line, cells = record
    if len(cells) == len(columns):
        return None
    reason = f"{len(cells)} cells where the header has {len(columns)}"
    return Finding(file, line, None, reason, "ragged")


def read(path: Path, file: str | None = None) -> Table:
    """The table in the file at `path`, named `file` in messages. Raises InputError."""
    name = str(path) if file is None else file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError([Finding(name, None, None, f"{error.strerror}", "unreadable")]) from None
    return parse(data, name)


def dump(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV bytes as we publish them: UTF-8, LF, quotes only where needed.

    Not by csv.writer, which leaves a carriage return bare on some versions of Python.
    """
    return "".join(map(_line, [columns, *rows])).encode()


def _line(cells: Sequence[str]) -> str:
    # A record of one empty cell would be a blank line, a leading mark would be no part of the text.
    if len(cells) == 1 and not cells[0]:
        return '""\n'
    return ",".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    if text.startswith("\ufeff") or not SPECIAL.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text
