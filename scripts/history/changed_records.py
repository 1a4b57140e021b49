"""Where two versions of a file differ: their records without those that are in both.

Both are compared as bytes, in strides that shrink towards a difference; only there are records
cut out, and the next one that both have is looked for nearby. So what is the same costs little
more than reading it. Texts are whole records, each with LF behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diff.engines.csv_blocks import FastPathUnsupportedError, block
from ..diff.engines.fast_path import meeting

STRIDE = 1 << 16
# How many bytes ahead a record that both have is looked for: nearby first, as it mostly is.
NEAR, FAR = 1 << 11, 1 << 15


def find(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The raw records that are left of each text, blank ones dropped.

    A record that only moved is dropped too. Raises FastPathUnsupportedError where a quote is left
    open.
    """
    gone: list[bytes] = []
    come: list[bytes] = []
    for old_run, new_run in differing(old, new):
        gone += filter(None, old_run)
        come += filter(None, new_run)
    moved = {*gone} & {*come}
    if not moved:
        return gone, come
    gone = [record for record in gone if record not in moved]
    kept = []
    for record in come:
        # One is dropped; were there another, its key would be double, which has to be seen.
        if record in moved:
            moved.remove(record)
        else:
            kept.append(record)
    return gone, kept


def differing(old: bytes, new: bytes) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """The runs of records in which two texts differ, in order, as (old records, new records)."""
    i = j = 0
    while True:
        same = _record_start(old, i, i + _common(old, i, new, j))
        i, j = same, j + same - i
        if i == len(old) and j == len(new):
            return
        for size in (NEAR, FAR):
            a, b = _records(old, i, size), _records(new, j, size)
            p, q = meeting(a, 0, b, 0)
            if p < len(a) and q < len(b):
                break
        yield a[:p], b[:q]
        i, j = i + _size(a[:p]), j + _size(b[:q])


def _common(old: bytes, i: int, new: bytes, j: int) -> int:
    """How many bytes from `i` and from `j` on are the same."""
    start, step = i, STRIDE
    while step:
        piece = old[i : i + step]
        if piece and piece == new[j : j + step]:
            i, j = i + len(piece), j + len(piece)
        else:
            step //= 2
    return i - start


def _record_start(text: bytes, start: int, end: int) -> int:
    """The last place up to `end` where a record starts; one does at `start`."""
    place = text.rfind(b"\n", start, end) + 1 or start
    quotes = text.count(b'"', start, place)
    while quotes % 2:
        before = text.rfind(b"\n", start, place - 1) + 1 or start
        quotes -= text.count(b'"', before, place)
        place = before
    return place


def _records(text: bytes, start: int, size: int) -> list[bytes]:
    """The records from `start` on, at least `size` bytes of them if there are as many."""
    if start == len(text):
        return []
    end = text.find(b"\n", min(start + size, len(text)) - 1) + 1
    quotes = text.count(b'"', start, end)
    while quotes % 2:
        if end == len(text):
            raise FastPathUnsupportedError
        further = text.find(b"\n", end) + 1
        quotes += text.count(b'"', end, further)
        end = further
    return block(text[start : end - 1]).records


def _size(records: list[bytes]) -> int:
    return sum(map(len, records)) + len(records)
