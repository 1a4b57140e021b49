"""Where two texts of raw records differ. Each is read in pieces, and only a little is held.

Both are compared as bytes, in strides that grow while they are equal and shrink towards a
difference. Only there records are split, and the next one that both have is looked for nearby. So
equal parts cost little more than reading them.
"""

from __future__ import annotations

from collections.abc import Iterator

from .csv_blocks import MAX_RECORD_LINES, FastPathUnsupportedError, block

# The shortest stride, at which lines are compared, and the longest.
SHORT_STRIDE, LONG_STRIDE = 1 << 10, 1 << 16
# How many bytes ahead a record that both have is looked for: first near, then far.
NEAR_BYTES, FAR_BYTES = 1 << 11, 1 << 16
# Two records are taken for the same if this many bytes are.
TELLING_BYTES = 64

Pair = tuple[list[bytes], list[bytes]]


def differing(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[Pair]:
    """The runs of records in which two texts differ, in order, as (old records, new records).

    The texts come in pieces of whole lines, each followed by LF. Raises FastPathUnsupportedError
    where a quote is open at the end, or for too many lines.
    """
    a, b = _Text(old), _Text(new)
    while True:
        same = _common_lines(a, b)
        is_end = same == a.size, same == b.size
        same = _record_start(a, same)
        a.at, b.at = a.at + same, b.at + same
        if (is_end[0] and a.grow()) or (is_end[1] and b.grow()):
            continue
        if not (a.size and b.size):
            break
        yield _next_record(a, b) or _next_records(a, b)
    # One text has ended: the rest of the other is a difference.
    while records := a.records(FAR_BYTES):
        yield a.cut(records), []
    while records := b.records(FAR_BYTES):
        yield [], b.cut(records)


def _next_record(a: _Text, b: _Text) -> Pair | None:
    """The next record of one side, or of each, if both texts are the same after it."""
    i, j = a.text.find(b"\n", a.at) + 1, b.text.find(b"\n", b.at) + 1
    old, new = a.text[a.at : i], b.text[b.at : j]
    ahead = min(len(a.text) - i, len(b.text) - j)
    if ahead < TELLING_BYTES or old.count(b'"') % 2 or new.count(b'"') % 2:
        return None
    if a.text.startswith(b.text[j : j + TELLING_BYTES], i):
        a.at, b.at = i, j
        return [old[:-1]], [new[:-1]]
    if a.text.startswith(b.text[j : j + TELLING_BYTES], a.at):
        b.at = j
        return [], [new[:-1]]
    if b.text.startswith(a.text[i : i + TELLING_BYTES], b.at):
        a.at = i
        return [old[:-1]], []
    return None


def _next_records(a: _Text, b: _Text) -> Pair:
    """The next records of both, up to the nearest record that both have."""
    for size in (NEAR_BYTES, FAR_BYTES):
        old, new = a.records(size), b.records(size)
        p, q = meeting(old, new)
        if p < len(old) and q < len(new):
            break
    return a.cut(old[:p]), b.cut(new[:q])


def meeting(a: list[bytes], b: list[bytes]) -> tuple[int, int]:
    """The nearest places at which both lists have the same record again, or their ends."""
    ahead_a: dict[bytes, int] = {}
    ahead_b: dict[bytes, int] = {}
    for place in range(max(len(a), len(b))):
        if place < len(a):
            ahead_a.setdefault(a[place], place)
            if a[place] in ahead_b:
                return place, ahead_b[a[place]]
        if place < len(b):
            ahead_b.setdefault(b[place], place)
            if b[place] in ahead_a:
                return ahead_a[b[place]], place
    return len(a), len(b)


class _Text:
    """The part of a text that is held: `text`, which is done up to `at`, where a record begins."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.text = b""
        self.at = 0

    @property
    def size(self) -> int:
        """How many bytes are held and not done yet."""
        return len(self.text) - self.at

    def grow(self) -> bool:
        """Hold the next piece too. Returns whether there was one."""
        piece = next(self.pieces, b"")
        if piece:
            self.text, self.at = self.text[self.at :] + piece, 0
        return bool(piece)

    def records(self, size: int) -> list[bytes]:
        """The next records, at least `size` bytes if the text has as many."""
        while self.size < size and self.grow():
            pass
        if not self.size:
            return []
        length = self._line_end(min(size, self.size) - 1)
        is_open = self.text.count(b'"', self.at, self.at + length) % 2
        for _ in range(MAX_RECORD_LINES):
            if not is_open:
                return block(self.text[self.at : self.at + length]).records
            if length == self.size and not self.grow():
                break
            end = self._line_end(length)
            is_open ^= self.text.count(b'"', self.at + length, self.at + end) % 2
            length = end
        raise FastPathUnsupportedError

    def _line_end(self, size: int) -> int:
        """The distance from `at` to the end of the line that the byte at `at + size` is in."""
        return self.text.find(b"\n", self.at + size) + 1 - self.at

    def cut(self, records: list[bytes]) -> list[bytes]:
        """Take the next records, which are then done."""
        self.at += sum(map(len, records)) + len(records)
        return records


def _common_lines(a: _Text, b: _Text) -> int:
    """The size in bytes of the next lines that are the same in both."""
    ours, theirs, i, j, step = a.text, b.text, a.at, b.at, SHORT_STRIDE
    while (piece := ours[i : i + step]) and theirs.startswith(piece, j):
        i, j, step = i + len(piece), j + len(piece), min(2 * step, LONG_STRIDE)
    while step > SHORT_STRIDE:
        step //= 2
        piece = ours[i : i + step]
        if theirs.startswith(piece, j):
            i, j = i + len(piece), j + len(piece)
    back = i - (ours.rfind(b"\n", a.at, i) + 1 or a.at)
    i, j, step = i - back, j - back, SHORT_STRIDE + back
    # The part after the last line end may be an incomplete line.
    lines, others = ours[i : i + step].split(b"\n"), theirs[j : j + step].split(b"\n")
    for line, other in zip(lines[:-1], others[:-1], strict=False):
        if line != other:
            break
        i += len(line) + 1
    return i - a.at


def _record_start(side: _Text, size: int) -> int:
    """The last start of a record within the next `size` bytes."""
    text, start = side.text, side.at
    place = text.rfind(b"\n", start, start + size) + 1 or start
    quotes = text.count(b'"', start, place)
    while quotes % 2:
        before = text.rfind(b"\n", start, place - 1) + 1 or start
        quotes -= text.count(b'"', before, place)
        place = before
    return place - start
