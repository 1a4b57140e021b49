"""A CSV file to compare: a path, a `.gz`, or standard input.

What cannot be read twice is first written to a temporary file, so that everything after works
on plain bytes in a file: a fast path that gives up can start again.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from ..core import csv_table
from ..core.diagnostics import Finding
from ..core.errors import InputError


@dataclass(frozen=True)
class Source:
    """A readable file: `name` for people and messages, `path` where its plain bytes are."""

    name: str
    path: Path

    def open(self) -> BinaryIO:
        """The file's bytes from the start."""
        return self.path.open("rb")

    @property
    def size(self) -> int:
        """The size in bytes."""
        return self.path.stat().st_size

    def records(self) -> Iterator[csv_table.Record]:
        """Each record, the header first, with its line. Raises InputError where it is no CSV."""
        with self.open() as file:
            yield from csv_table.stream(file, self.name)

    def rows(self) -> Iterator[list[str]]:
        """The cells of each record behind the header. Raises InputError where it is no CSV."""
        return (cells for _, cells in islice(self.records(), 1, None))

    def header(self) -> tuple[str, ...]:
        """The columns. Raises InputError where there are none, or two have one name."""
        _, columns = next(self.records(), (1, []))
        faults = csv_table.header_faults(columns, self.name)
        if faults:
            raise InputError(faults)
        return tuple(columns)


def find(word: str, stack: ExitStack) -> Source:
    """The source that a word of the command line names: `-` is standard input, `….gz` is read
    through gzip. Temporary files last as long as `stack`. Raises InputError if unreadable."""
    try:
        if word == "-":
            return Source("-", _spooled(sys.stdin.buffer, stack))
        path = Path(word)
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                return Source(word, _spooled(file, stack))
        path.open("rb").close()
        return Source(word, path)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Finding(word, None, None, reason, "unreadable")]) from None


def _spooled(file: BinaryIO | gzip.GzipFile, stack: ExitStack) -> Path:
    """A temporary file with everything that is left in `file`."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="diff-")))
    with (folder / "spool.csv").open("wb") as spool:
        shutil.copyfileobj(file, spool)
    return folder / "spool.csv"
