"""A CSV file as raw records, a block at a time, and the conditions for comparing them as bytes.

A raw record is the bytes of one record, with quotes, without its line end. Records are cut where a
line ends and no quote is open, by counting quotes. That is right for well-formed CSV, and
`Form.keys` proves that each record is well formed. In any doubt FastPathUnsupportedError is raised,
and the exact reader decides.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, NamedTuple

# Decoded it is at most 64 kB, which the C library has at hand. For more than 128 kB it asks the
# system each time, which takes longer than decoding.
BLOCK_BYTES = 1 << 15
PART_RECORDS = 500
# A quote that is open for this many lines was probably never closed.
MAX_RECORD_LINES = 1000

NO_STRUCTURE = bytes(byte for byte in range(256) if byte not in b",\n")
COMMA, LF = b",\n"
FIRST, LAST = itemgetter(0), itemgetter(-1)

Key = bytes | tuple[bytes, ...]


class FastPathUnsupportedError(Exception):
    """A fast path is in doubt; the exact path reads the file and says what is wrong, if
    anything."""


def header(file: BinaryIO) -> tuple[bytes, bool]:
    """The first line as raw bytes, and whether it ends with CR LF."""
    line = file.readline().removesuffix(b"\n")
    return line.removesuffix(b"\r"), line.endswith(b"\r")


class Block(NamedTuple):
    """Whole records, each followed by LF, blank ones too. `pieces` are their text, split at each
    quote, so that every second piece is inside quotes."""

    text: bytes
    pieces: list[bytes]

    @property
    def records(self) -> list[bytes]:
        """The raw records."""
        lines = self.text[:-1].split(b"\n")
        return _joined(lines) if b"\n" in b"".join(self.pieces[1::2]) else lines


def block(text: bytes) -> Block:
    """The block with this text, which has at least one record, and only whole ones."""
    return Block(text, text.split(b'"'))


def together(records: list[bytes]) -> Block:
    """A block of these records."""
    return block(b"\n".join(records) + b"\n")


def lines(file: BinaryIO, crlf: bool) -> Iterator[bytes]:
    """The lines from the position of `file` on, a few hundred at a time, each followed by LF. With
    `crlf`, raises FastPathUnsupportedError for a line that does not end with CR LF."""
    while text := file.read(BLOCK_BYTES):
        yield _with_lf(text + file.readline(), crlf)


def blocks(file: BinaryIO, crlf: bool) -> Iterator[Block]:
    """The records from the position of `file` on, a few hundred at a time. Raises
    FastPathUnsupportedError as `lines` does, and where a quote is never closed, or after too many
    lines."""
    for text in lines(file, crlf):
        found = block(text)
        if len(found.pieces) % 2 == 0:
            found = block(text + _with_lf(_rest_of_record(file), crlf))
        yield found


def parts(records: list[bytes]) -> Iterator[list[bytes]]:
    """The records, a few hundred at a time, so that what is computed from them stays small."""
    for start in range(0, len(records), PART_RECORDS):
        yield records[start : start + PART_RECORDS]


def _with_lf(text: bytes, crlf: bool) -> bytes:
    if crlf:
        if not text.count(b"\r\n") == text.count(b"\n") == text.count(b"\r"):
            raise FastPathUnsupportedError
        text = text.replace(b"\r\n", b"\n")
    return text if text.endswith(b"\n") else text + b"\n"


def _rest_of_record(file: BinaryIO) -> bytes:
    """The lines up to the one that closes an open quote. Raises FastPathUnsupportedError if none
    does, or only after too many lines."""
    lines: list[bytes] = []
    while len(lines) < MAX_RECORD_LINES and (line := file.readline()):
        lines.append(line)
        if line.count(b'"') % 2:
            return b"".join(lines)
    raise FastPathUnsupportedError


def _joined(lines: list[bytes]) -> list[bytes]:
    """The records in `lines`: a line end inside quotes does not end a record."""
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
    """The form of every record of a file: it has `width` cells, and its key in the columns
    `key`."""

    width: int
    key: tuple[int, ...]
    crlf: bool

    def rows(self, records: Sequence[bytes]) -> list[list[str]]:
        """The cells of raw records. Raises FastPathUnsupportedError unless each is exactly one
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
        text, outside = block.text, block.pieces[0::2]
        before, behind = _beside_quotes(outside)
        if not (_is_utf8(text) and before | behind <= {COMMA, LF}):
            raise FastPathUnsupportedError
        # Outside quotes, commas separate cells and line ends separate records.
        bare = b"".join(outside)
        marks = bare.translate(None, NO_STRUCTURE)
        count = len(marks) // self.width
        if b"\r" in bare or marks != (b"," * (self.width - 1) + b"\n") * count:
            raise FastPathUnsupportedError
        lines = text[:-1].split(b"\n")
        records = lines if len(lines) == count else _joined(lines)
        if self.key == (0,) and not (LF in before or text.startswith(b'"')):
            return self._filled([record.partition(b",")[0] for record in records])
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


def _beside_quotes(outside: list[bytes]) -> tuple[set[int], set[int]]:
    """The bytes before each opening quote and after each closing one, from the text outside quotes.
    An empty piece between two quoted ones is a doubled quote, which is neither."""
    between = [*filter(None, outside[1:-1])]
    if len(outside) == 1:
        return set(), set()
    before, behind = {*map(LAST, between)}, {*map(FIRST, between)}
    return before | {*outside[0][-1:]}, behind | {*outside[-1][:1]}


def _is_utf8(text: bytes) -> bool:
    try:
        return text.isascii() or bool(text.decode())
    except UnicodeDecodeError:
        return False
