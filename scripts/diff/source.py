"""A table to compare: a file, a `.gz`, a pipe, or standard input, in any format that is read.

A table that is not CSV with commas, or that cannot be read twice, is first written to a temporary
file. So everything after works on plain bytes in a file, and when a fast path gives up, the file
can be read again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..core import csv_table
from ..core.errors import InputError
from . import readers
from .readers import Asked


@dataclass(frozen=True)
class Source:
    """A table to read: `name` is for people and messages, `path` is its CSV.

    Messages name records by line, or by number where the original has no lines. `notes` tell people
    how it was read.
    """

    name: str
    path: Path
    has_lines: bool = True
    notes: tuple[str, ...] = ()

    def open(self) -> BinaryIO:
        """The file's bytes from the start."""
        return self.path.open("rb")

    @property
    def size(self) -> int:
        """The size in bytes."""
        return self.path.stat().st_size

    def records(self, file: BinaryIO) -> Iterator[csv_table.Record]:
        """Each record of the open file, the header first, with its line. Raises InputError where
        it is not CSV."""
        found = csv_table.stream(file, self.name)
        if self.has_lines:
            return found
        return ((number, cells) for number, (_, cells) in enumerate(found, 1))

    def records_below(self, file: BinaryIO) -> Iterator[csv_table.Record]:
        """The same, without the header."""
        found = self.records(file)
        next(found, None)
        return found

    def rows(self) -> Iterator[list[str]]:
        """The cells of each record after the header. Raises InputError where it is not CSV."""
        with self.open() as file:
            for _, cells in self.records_below(file):
                yield cells

    def header(self) -> tuple[str, ...]:
        """The columns. Raises InputError where there are none, or two have one name."""
        with self.open() as file:
            _, columns = next(self.records(file), (1, []))
        faults = csv_table.header_faults(columns, self.name)
        if faults:
            raise InputError(faults)
        return tuple(columns)


NOTHING = Asked()


def find(word: str, stack: ExitStack, asked: Asked = NOTHING) -> Source:
    """The source that an argument of the command line names: a path, `-` for standard input, or
    `book.xlsx#Sheet`. Temporary files last as long as `stack`. Raises InputError if unreadable."""
    try:
        path = Path("/dev/stdin" if word == "-" else word)
        if "#" in word and not path.exists():
            file, _, part = word.rpartition("#")
            path, asked = Path(file), Asked(asked.key, asked.delimiter, part)
        if word == "-":
            path = _spooled(iter(lambda: sys.stdin.buffer.read(1 << 20), b""), stack)
        elif path.exists() and not path.is_file() and not path.is_dir():
            with path.open("rb") as pipe:
                path = _spooled(iter(lambda: pipe.read(1 << 20), b""), stack)
        return from_file(path, word, stack, asked)
    except OSError as error:
        raise readers.refuse(word, error.strerror or str(error)) from None


def data(word: str) -> bytes:
    """The bytes of the file that an argument of the command line names, unpacked if gzipped; `-` is
    standard input. Raises InputError if unreadable."""
    try:
        found = sys.stdin.buffer.read() if word == "-" else Path(word).read_bytes()
    except OSError as error:
        raise readers.refuse(word, error.strerror or str(error)) from None
    return readers.unpacked(found, word) if found.startswith(readers.GZIP) else found


def from_bytes(data: bytes, name: str, stack: ExitStack, asked: Asked = NOTHING) -> Source:
    """The source with these bytes, called `name`. Raises InputError as `find` does."""
    return from_file(_spooled([data], stack), name, stack, asked)


def plain(data: bytes, name: str, key: Sequence[str]) -> tuple[bytes, tuple[str, ...]]:
    """These bytes as CSV with commas, and notes on how they were read. Raises InputError as `find`
    does."""
    header = data[: readers.HEAD].partition(b"\n")[0].decode(errors="replace")
    cells = header.removeprefix("\ufeff").rstrip("\r").split(",")
    if b"\x00" not in data[: readers.HEAD] and cells[0] and {*key} <= {*cells}:
        return data, ()
    with ExitStack() as stack:
        found = from_bytes(data, name, stack, Asked(key))
        return found.path.read_bytes(), found.notes


def from_file(path: Path, name: str, stack: ExitStack, asked: Asked) -> Source:
    """The source in the file at `path`, called `name`. Raises InputError, OSError."""
    plain, reading = readers.read(path, name, asked, lambda: _folder(stack))
    return Source(name, plain, reading.has_lines, reading.notes)


def _spooled(data: Iterable[bytes], stack: ExitStack) -> Path:
    """A temporary file with this data."""
    target = _folder(stack) / "spool"
    with target.open("wb") as spool:
        for piece in data:
            spool.write(piece)
    return target


def _folder(stack: ExitStack) -> Path:
    """A temporary folder that lasts as long as `stack`."""
    import tempfile

    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="diff-")))
