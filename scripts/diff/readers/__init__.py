"""The formats that a table is read from: a module for each, with its `READER`.

Everything is turned into CSV with commas in UTF-8, which engines compare. The modules of this
folder are the readers. The first bytes of a file say its format, else the end of its name. The
message for a file that cannot be read says what it is, and what to do.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core import csv_table
from ...core.diagnostics import Finding
from ...core.errors import InputError
from ...core.registry import Registry

HEAD = 4096
# One file may be packed so often.
NESTED = 2
GZIP = b"\x1f\x8b"
# Files that cannot be read: how they begin, what they are, and what to do.
REFUSED = (
    (rb"version https://git-lfs", "a Git LFS pointer, not the file", "get it with git lfs pull"),
    (rb"%PDF-", "a PDF file", "get the table as CSV or XLSX"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file", "save it as .xlsx or CSV"),
    (rb"PK\x03\x04", "a zip file", "unpack it, and name a file in it"),
    (rb"\xfd7zXZ\x00", "an xz file", "unpack it with xz -d"),
    (rb"BZh[1-9]1AY&SY", "a bzip2 file", "unpack it with bunzip2"),
    (rb"\x28\xb5\x2f\xfd", "a Zstandard file", "unpack it with zstd -d"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z file", "unpack it"),
    (rb"SQLite format 3\x00", "an SQLite database", "export one table as CSV"),
    (rb"\xff\xfe|\xfe\xff", "UTF-16 text", "save it as UTF-8"),
    (rb"\s*(?i:<!doctype html|<html)", "a web page", "download the table itself"),
    (rb"<\?xml", "an XML file", "export the table as CSV"),
)


@dataclass(frozen=True)
class Asked:
    """What is known about a table before it is read: the words that name its `key`, the `delimiter`
    if one was given, and the `part` of the file (the sheet of a workbook)."""

    key: Sequence[str] = ()
    delimiter: str = ""
    part: str = ""


@dataclass(frozen=True)
class Reading:
    """A table as its records, the header first. `notes` are for people. Without `records`, the file
    is already as it should be. With `has_lines`, records keep the lines of the file."""

    records: Iterable[Sequence[str]] | None
    notes: tuple[str, ...] = ()
    has_lines: bool = False


@dataclass(frozen=True)
class Reader:
    """A format: how the names of its files end, a test of how the files begin, and `read`, which
    gets the path, the name for messages and what is asked, and raises InputError."""

    suffixes: tuple[str, ...]
    begins: Callable[[bytes], bool]
    read: Callable[[Path, str, Asked], Reading]


registry = Registry(__name__, Reader)
names, load = registry.names, registry.load


def is_table(name: str) -> bool:
    """Whether a file is called as a format that is read is, packed or not."""
    suffix = Path(name.lower().removesuffix(".gz")).suffix
    return any(suffix and suffix in reader.suffixes for reader in registry.known().values())


def read(path: Path, name: str, asked: Asked, folder: Callable[[], Path]) -> tuple[Path, Reading]:
    """The path of the table as CSV, and how it was read. Files are written to the folder that
    `folder` makes. Raises InputError for a file that cannot be read, OSError for a fault of the
    disk."""
    head, word = _head(path, name), name.removesuffix(f"#{asked.part}")
    for depth in itertools.count():
        if not head.startswith(GZIP):
            break
        if depth > NESTED:
            raise refuse(name, "gzip files nested too deeply; unpack it first")
        path = _unpacked(path, name, folder())
        head, word = _head(path, name), word[:-3] if word.lower().endswith(".gz") else word
    if word.lower().endswith(".gz"):
        raise refuse(name, "its name ends in .gz but it is not a gzip file; rename it")
    reading = _reader(head, word, name).read(path, name, asked)
    if reading.records is None:
        return path, reading
    target = folder() / "table.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        for cells in reading.records:
            # Blank lines are kept, so that lines keep their numbers.
            file.write(csv_table.line(cells) if cells else "\n")
    return target, reading


def refuse(name: str, reason: str, column: str | None = None) -> InputError:
    """The error for a file that cannot be read."""
    return InputError([Finding(name, None, column, reason, "unreadable")])


def _head(path: Path, name: str) -> bytes:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise refuse(name, "empty file (0 bytes): no header line")
    return head


def unpacked(data: bytes, name: str) -> bytes:
    """The content of gzipped bytes. Raises InputError."""
    from ...core import unpack

    try:
        return b"".join(unpack.gunzip(io.BytesIO(data), len(data)))
    except unpack.UnpackError as error:
        raise refuse(name, str(error)) from None


def _unpacked(path: Path, name: str, folder: Path) -> Path:
    from ...core import unpack

    target = folder / f"{path.name}.unpacked"
    try:
        with path.open("rb") as packed, target.open("wb") as file:
            file.writelines(unpack.gunzip(packed, path.stat().st_size))
    except unpack.UnpackError as error:
        raise refuse(name, str(error)) from None
    return target


def _reader(head: bytes, word: str, name: str) -> Reader:
    """The reader for a file with this beginning and this name. Raises InputError."""
    from . import delimited

    suffix = Path(word).suffix.lower()
    refused = next((each for each in REFUSED if re.match(each[0], head)), None)
    is_plain = b"\x00" not in head and head.lstrip()[:1] not in (b"{", b"[")
    if is_plain and not refused and suffix in delimited.READER.suffixes:
        return delimited.READER
    readers = [*registry.known().values()]
    for reader in readers:
        is_meant = b"\x00" in head or suffix in ("", *reader.suffixes)
        if reader.begins(head) and is_meant:
            return reader
    if b"opendocument" in head:
        raise refuse(name, "an OpenDocument file; save it as .xlsx or CSV")
    if refused:
        raise refuse(name, f"{refused[1]}; {refused[2]}")
    for reader in readers:
        if suffix in reader.suffixes and suffix not in delimited.READER.suffixes:
            return reader
    return delimited.READER
