"""From a file to lines, by what the file is; what cannot be a list is refused at once."""

from __future__ import annotations

from pathlib import Path

from . import readers
from .readers._line import Line
from .readers._text import refuse

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


def read(path: Path) -> list[Line]:
    """The lines of the file. Raises InputError, naming what to do, for a file that is empty, too
    large, not text, not UTF-8, or of a format that is not read."""
    given = readers.Given(path, path.name, _bytes(path))
    for start, what in OTHERS.items():
        if given.data.startswith(start):
            raise refuse(given.file, f"{what}; save the list as text, CSV or XLSX")
    found = readers.reader(given).read(given)
    read: list[Line] = []
    characters = 0
    for line in found:
        read.append(line)
        characters += len(line.text) + sum(map(len, line.cells))
        if characters > MAX_CHARACTERS or len(read) > MAX_LINES:
            raise refuse(given.file, "too long for a list; cut the list out, and give that")
    if not characters:
        raise refuse(
            given.file, "no text that a reader would see; save the list as text, CSV or XLSX"
        )
    return read


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
