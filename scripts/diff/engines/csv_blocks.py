"""A CSV file as raw records, a block at a time, and what must hold for comparing them as bytes.

A raw record is the bytes of one record without its line end, quotes and all. Records are cut
where a line ends and no quote is open, by counting quotes: right for well-formed CSV, and
`Form.keys` proves for each record that it is. What it cannot vouch for, it does not judge:
it raises FastPathUnsupportedError, and the exact reader finds out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, NamedTuple

BLOCK = 1 << 16
PART = 500
# After this many lines an unclosed quote is the likelier reading.
LONGEST = 1000

NO_STRUCTURE = bytes(byte for byte in range(256) if byte not in b",\n")

Key = bytes | tuple[bytes, ...]


class FastPathUnsupportedError(Exception):
    """A fast path met what it cannot vouch for; the exact path will read it and say what it is."""


def header(file: BinaryIO) -> tuple[bytes, bool]:
    """The first line as raw bytes, and whether it ends with CR LF."""
    line = file.readline().removesuffix(b"\n")
    return line.removesuffix(b"\r"), line.endswith(b"\r")


class Block(NamedTuple):
    """Some raw records; `outside` is their text outside of quotes, cut at each quoted piece."""

    records: list[bytes]
    text: bytes
    outside: list[bytes]


def block(text: bytes) -> Block:
    """The records in `text`, which has whole records with LF between them. Blank ones too."""
    return _block(text, text.split(b'"'))


def _block(text: bytes, pieces: list[bytes]) -> Block:
    records = text.split(b"\n")
    if len(pieces) > 1 and b"\n" in b"".join(pieces[1::2]):
        records = _joined(records)
    return Block(records, text, pieces[0::2])


def blocks(file: BinaryIO, crlf: bool) -> Iterator[Block]:
    """The raw records from where `file` stands, a few hundred at a time."""
    while text := file.read(BLOCK):
        text += file.readline()
        pieces = text.split(b'"')
        if len(pieces) % 2 == 0:
            text += _rest_of_record(file)
            pieces = text.split(b'"')
        if crlf:
            if not text.count(b"\r\n") == text.count(b"\n") == text.count(b"\r"):
                raise FastPathUnsupportedError
            text = text.replace(b"\r\n", b"\n")
            pieces = text.split(b'"')
        if text.endswith(b"\n"):
            text, pieces[-1] = text[:-1], pieces[-1][:-1]
        yield _block(text, pieces)


def parts(records: list[bytes]) -> Iterator[list[bytes]]:
    """The records, a few hundred at a time, so that what is made of them never is large."""
    for start in range(0, len(records), PART):
        yield records[start : start + PART]


def _rest_of_record(file: BinaryIO) -> bytes:
    """The lines up to where an open quote is closed. Raises FastPathUnsupportedError if it is not,
    or late."""
    lines: list[bytes] = []
    while len(lines) < LONGEST and (line := file.readline()):
        lines.append(line)
        if line.count(b'"') % 2:
            return b"".join(lines)
    raise FastPathUnsupportedError


def _joined(lines: list[bytes]) -> list[bytes]:
    """The records in `lines`: those between which a quote is open belong together."""
    records: list[bytes] = []
    part: list[bytes] = []
    is_open = False
    for line in lines:
        part.append(line)
        is_open ^= line.count(b'"') % 2 == 1
        if not is_open:
            records.append(b"\n".join(part))
            part = []
    return records


@dataclass(frozen=True)
class Form:
    """What every record of a file must have: `width` cells, and a key in the columns `key`."""

    width: int
    key: tuple[int, ...]
    crlf: bool

    def rows(self, records: Sequence[bytes]) -> list[list[str]]:
        """The cells of raw records. Raises FastPathUnsupportedError unless each is one whole
        record."""
        if self.crlf:
            records = [record.replace(b"\n", b"\r\n") for record in records]
        try:
            rows = list(csv.reader(map(bytes.decode, records), strict=True))
        except (csv.Error, UnicodeDecodeError):
            raise FastPathUnsupportedError from None
        if len(rows) != len(records) or {*map(len, rows)} - {self.width}:
            raise FastPathUnsupportedError
        return rows

    def keys(self, block: Block) -> Sequence[Key]:
        """The keys of a block's records. Raises FastPathUnsupportedError where a record is not well
        formed, not UTF-8, ragged, blank, or has an empty cell in its key."""
        records, text, outside = block
        if not _is_utf8(text) or not _well_quoted(outside):
            raise FastPathUnsupportedError
        # Outside of quotes there are the commas between cells and the line ends between records.
        bare = b"".join(outside)
        structure = (b"," * (self.width - 1) + b"\n") * len(records)
        if b"\r" in bare or bare.translate(None, NO_STRUCTURE) != structure[:-1]:
            raise FastPathUnsupportedError
        if self.key == (0,):
            firsts = [record.partition(b",")[0] for record in records]
            return self._parsed_keys(records) if b'"' in b"".join(firsts) else self._filled(firsts)
        if len(outside) > 1:
            return self._parsed_keys(records)
        cells, last = itemgetter(*self.key), max(self.key) + 1
        return self._filled([cells(record.split(b",", last)) for record in records])

    def _parsed_keys(self, records: Sequence[bytes]) -> Sequence[Key]:
        cells = itemgetter(*self.key)
        return self._filled([cells([cell.encode() for cell in row]) for row in self.rows(records)])

    def _filled(self, keys: Sequence[Key]) -> Sequence[Key]:
        if not all(keys if len(self.key) == 1 else map(all, keys)):
            raise FastPathUnsupportedError
        return keys


def _well_quoted(outside: list[bytes]) -> bool:
    """Whether every quote opens at the start of a cell and closes at its end. An empty piece
    outside, between two inside, is a doubled quote."""
    between = outside[1:-1]
    starts, ends = (piece[:1] for piece in between), (piece[-1:] for piece in between)
    near = {outside[0][-1:], outside[-1][:1], *starts, *ends}
    return len(outside) == 1 or near <= {b"", b",", b"\n"}


def _is_utf8(text: bytes) -> bool:
    try:
        return text.isascii() or bool(text.decode())
    except UnicodeDecodeError:
        return False
