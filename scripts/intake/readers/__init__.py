"""The formats that a published text may be read from: a module for each, with its `READER`.

The modules of this folder are the readers; those that begin with `_` help them. Each gives lines in
order, with their places. The format is known by how a file begins, else by its suffix, else by what
its text looks like; anything else is plain text. What cannot be a list is refused at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...core.registry import Registry
from ._line import Line
from ._text import decoded, refuse

HEAD = 8192
MAX_BYTES = 4 << 20
MAX_CHARACTERS = 200_000
MAX_LINES = 6_000
# Formats that are not read, by how their files begin.
OTHERS = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
}


@dataclass(frozen=True)
class Given:
    """A file to read: its `path`, its name for messages, and its bytes."""

    path: Path
    file: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The text of the file. Raises InputError where it is not text in UTF-8."""
        return decoded(self.data, self.file)

    @property
    def head(self) -> str:
        """How the text begins, whatever the bytes are: enough to guess its format."""
        return self.data[:HEAD].decode("utf-8", errors="replace").lstrip("\ufeff")


@dataclass(frozen=True)
class Reader:
    """A format: what people call it, its suffixes, `read`, which gives the lines, `begins`, whether
    a file is in this format whatever its name, and `is_like`, whether a file with an unknown suffix
    may be. `read` raises InputError."""

    title: str
    suffixes: tuple[str, ...]
    read: Callable[[Given], Iterator[Line]]
    begins: Callable[[Given], bool] = lambda _: False
    is_like: Callable[[Given], bool] = lambda _: False


registry = Registry(__name__, Reader)
names, load, known = registry.names, registry.load, registry.known


def read(path: Path) -> list[Line]:
    """The lines of the file. Raises InputError, naming what to do, for a file that is empty, too
    large, not text, not UTF-8, or of a format that is not read."""
    given = Given(path, path.name, _bytes(path))
    for start, what in OTHERS.items():
        if given.data.startswith(start):
            raise refuse(given.file, f"{what}; save the list as text, CSV or XLSX")
    read: list[Line] = []
    characters = 0
    for line in reader(given).read(given):
        read.append(line)
        characters += len(line.text) + sum(map(len, line.cells))
        if characters > MAX_CHARACTERS or len(read) > MAX_LINES:
            raise refuse(given.file, "too long for a list; cut the list out, and give that")
    if not characters:
        raise refuse(
            given.file, "no text that a reader would see; save the list as text, CSV or XLSX"
        )
    return read


def reader(given: Given) -> Reader:
    """The reader for the file."""
    from . import text

    suffix = given.path.suffix.lower()
    readers = known().values()
    begun = [item for item in readers if item.begins(given)]
    named = [item for item in readers if suffix in item.suffixes and item != text.READER]
    found = begun or named or [item for item in readers if item.is_like(given)]
    return found[0] if found else text.READER


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise refuse(path.name, "no such file" if not path.exists() else "not a file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            reason = f"{size / 1e6:.0f} MB; at most {MAX_BYTES >> 20} MB are read: cut the list out"
            raise refuse(path.name, reason)
        data = path.read_bytes()
    except OSError as error:
        raise refuse(path.name, f"{error.strerror}") from None
    if not data.strip():
        raise refuse(path.name, "an empty file")
    return data
