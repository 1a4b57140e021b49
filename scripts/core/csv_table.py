"""Reading and writing CSV as text: every cell a string, every record with its line.

Nothing is guessed: no types, and always UTF-8, commas and doubled quotes. An empty cell is an empty
string, quoted or not, as Frictionless reads it (a missing value).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .diagnostics import Finding, amount
from .errors import InputError

# The csv module refuses cells over 128 KiB by default. Only a check says what is too long.
csv.field_size_limit(2**31 - 1)

Record = tuple[int, list[str]]
MAX_LISTED_COLUMNS = 12
EMPTY_KEY = "empty cell in the key"


@dataclass(frozen=True)
class Table:
    """A CSV file as read: `columns` from line 1, `records` as (line, cells) in file order."""

    file: str
    columns: list[str]
    records: list[Record]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each record."""
        return [cells for _, cells in self.records]

    def dicts(self) -> Iterator[dict[str, str]]:
        """Each record as a mapping from column to cell."""
        return (record for _, record in self.numbered())

    def numbered(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The same, each with its line."""
        for line, cells in self.records:
            yield line, dict(zip(self.columns, cells, strict=True))


def records(lines: Iterable[str], file: str, delimiter: str = ",") -> Iterator[Record]:
    """Each record, the header too, with the line it starts on; blank lines are skipped.

    `lines` keep their line ends. Raises InputError where a quote is left open or misplaced.
    """
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"unbalanced or misplaced quote in this record ({error})"
            raise InputError([Finding(file, start, None, reason, "csv")]) from None
        if cells:
            yield start, cells
        start = reader.line_num + 1


def decode(data: bytes, file: str) -> str:
    """The text of `data`; InputError names the line of the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.start` does not count the byte order mark, and `error.object` is without it.
        line = error.object.count(b"\n", 0, error.start) + 1
        raise encoding_error(error, file, line) from None


def encoding_error(error: UnicodeDecodeError, file: str, line: int) -> InputError:
    """The error for a line that is not UTF-8."""
    reason = f"not UTF-8: byte 0x{error.object[error.start]:02x}; save the file as UTF-8"
    return InputError([Finding(file, line, None, reason, "encoding")])


def stream(file: BinaryIO, name: str, delimiter: str = ",") -> Iterator[Record]:
    """Each record of an open, seekable file, as `records` gives them, without reading it all into
    memory.

    Raises InputError as `records` does, and for the first line that is not UTF-8.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from records(text, name, delimiter)
    except UnicodeDecodeError:
        # The decoder works on blocks and does not know the line. No UTF-8 sequence spans lines.
        file.seek(0)
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                raise encoding_error(error, name, number) from None
    finally:
        text.detach()


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
    """What is wrong with a header: none at all, an empty name, a name that appears twice."""
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
    reason = f"{amount(len(cells), 'cell')} where the header has {len(columns)}"
    return Finding(file, line, None, reason, "ragged")


def read(path: Path, file: str | None = None) -> Table:
    """The table in the file at `path`, named `file` in messages. Raises InputError."""
    name = str(path) if file is None else file
    return parse(read_bytes(path, name), name)


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of the file at `path`, named `file` in messages. Raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError([Finding(file, None, None, f"{error.strerror}", "unreadable")]) from None


def dump(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV bytes as we publish them: UTF-8, LF, quotes only where needed."""
    text = "".join(map(line, [columns, *rows]))
    if text.startswith("\ufeff"):
        # At the start of a file it would be read as a byte order mark.
        text = f'"{columns[0]}"{text[len(columns[0]) :]}'
    return text.encode()


def line(cells: Sequence[str]) -> str:
    """A row as a line of CSV, as `dump` writes it."""
    text = ",".join(cells)
    # Most lines need no quotes. Testing for that is faster than the csv module.
    if not text or '"' in text or text.count(",") >= len(cells) or "\n" in text or "\r" in text:
        text = _quoted(cells)
    return text + "\n"


def _quoted(cells: Sequence[str]) -> str:
    # With LF as line end, some versions of the writer do not quote a cell that has a CR, and
    # readers take it for the end of the record. With CR LF they quote both.
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()[:-2]


def key_text(key: Sequence[str]) -> str:
    """The key as one text in ids, which no other key of its table has: its parts with commas
    between, as CSV where one of several has a comma. Every other one has no quotes of its own,
    as it was published."""
    is_plain = len(key) == 1 or "," not in "".join(key)
    return ",".join(key) if is_plain else line(key).removesuffix("\n")


def no_key(name: str, columns: Sequence[str], file: str) -> Finding:
    """A finding for a column of the key that the table lacks, listing the columns that it has."""
    listed = ", ".join(columns[:MAX_LISTED_COLUMNS]) + ", …" * (len(columns) > MAX_LISTED_COLUMNS)
    reason = f"the key is not among the columns, which are: {listed}"
    return Finding(file, 1, name, reason, "key")


def key_faults(table: Table, key: Sequence[str], rule: str = "key") -> list[Finding]:
    """A finding for each column of the key that is missing; if all are there, for each record with
    an empty cell in its key, or with the key of an earlier record."""
    if missing := [name for name in key if name not in table.columns]:
        return [no_key(name, table.columns, table.file) for name in missing]
    places = [table.columns.index(name) for name in key]
    first: dict[tuple[str, ...], int] = {}
    faults = []
    for line, cells in table.records:
        own = tuple([cells[place] for place in places])
        if not all(own):
            faults.append(Finding(table.file, line, ", ".join(key), EMPTY_KEY, rule))
        elif (before := first.setdefault(own, line)) != line:
            faults.append(duplicate_key(table.file, line, key, before, rule))
    return faults


def duplicate_key(
    file: str, line: int, key: Sequence[str], first: int, rule: str = "key"
) -> Finding:
    """A finding for a record with the same key as the one on line `first`."""
    return Finding(file, line, ", ".join(key), f"duplicate key, first on line {first}", rule)


def columns_named(words: Iterable[str], columns: Collection[str]) -> list[str]:
    """The columns that arguments of the command line name, each once. A word is a column's name, or
    several separated by commas; a name in quotes may contain a comma. Spaces around commas are
    ignored."""
    found: list[str] = []
    for word in words:
        parts = [word] if word in columns else next(csv.reader([word], skipinitialspace=True), [])
        found += [part if part in columns else part.strip() for part in parts]
    return [name for name in dict.fromkeys(found) if name]
