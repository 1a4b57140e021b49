"""What is left of two files when the records that are the same in both are dropped.

Both files are read side by side, a block at a time, and compared as bytes; after a difference
the next record that both have is looked for nearby. Where little differs, little is left, and
only that is parsed and compared. Two files can be read so if their first lines are the same.

Dropping equal records must not hide what has to be refused. So every record of the old file is
checked, those left of the new file too (the others are the same bytes), and keys are kept as
hashes: no two in the old file, none left of the new file that the new file has elsewhere.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile
from operator import eq, lt
from typing import BinaryIO, NamedTuple

from .csv_blocks import FastPathUnsupportedError, Form, Key, block, blocks, parts

# How many records ahead the two files may be apart and still be brought together again.
WINDOW = 256
STRIDE = 32
BUCKETS = 64


class Keys:
    """The keys of a file as hashes of 8 bytes each, and whether they come in ascending order."""

    def __init__(self) -> None:
        self.hashes = array("q")
        self.first: Key | None = None
        self.last: Key | None = None
        self.ascending = True

    def add(self, keys: Sequence[Key]) -> None:
        """Note the keys of the next records."""
        self.hashes.extend(map(hash, keys))
        if keys:
            self.ascending &= self._before(keys[0]) and all(map(lt, keys, islice(keys, 1, None)))
            self.first = keys[0] if self.first is None else self.first
            self.last = keys[-1]

    def extend(self, later: Keys) -> None:
        """Note all that `later` has noted, as the keys of the records that come next."""
        self.hashes.extend(later.hashes)
        self.ascending &= later.ascending and (later.first is None or self._before(later.first))

    def _before(self, key: Key) -> bool:
        return self.last is None or bool(lt(self.last, key))

    def unique(self, others: set[Key]) -> bool:
        """Whether no two keys noted are the same, nor one noted and one of `others`. False may
        also be chance: two keys with one hash."""
        if not {*map(hash, others)}.isdisjoint(self.hashes):
            return False
        return self.ascending or self._distinct()

    def _distinct(self) -> bool:
        """Whether all hashes are distinct, found in parts: a set of all would be large."""
        buckets = [array("q") for _ in range(BUCKETS)]
        for number in self.hashes:
            buckets[number % BUCKETS].append(number)
        return all(len({*bucket}) == len(bucket) for bucket in buckets)


class Struck(NamedTuple):
    """The raw records of each side that are left, and the keys of all old ones."""

    old: list[bytes]
    new: list[bytes]
    keys: Keys


def alike(old: BinaryIO, new: BinaryIO, form: Form) -> bool:
    """Whether the first blocks of two files have a key in common: else there is little to strike
    out. Neither file moves. Raises FastPathUnsupportedError as `strike` does."""
    keys = []
    for file in (old, new):
        start = file.tell()
        keys.append({key for part in islice(blocks(file, form.crlf), 1) for key in form.keys(part)})
        file.seek(start)
    return not keys[0].isdisjoint(keys[1])


def strike(
    old: BinaryIO,
    new: BinaryIO,
    form: Form,
    bound: Callable[[int], int],
    progress: Callable[[int], None],
) -> Struck | None:
    """What is left of two files from their places on, or None once that is more bytes than
    `bound` allows for the bytes read. Raises FastPathUnsupportedError for anything that has to be
    looked at more closely. `progress` gets how many bytes of both files have been read."""
    start = old.tell() + new.tell()
    left = Struck([], [], Keys())

    def read(file: BinaryIO) -> Iterator[list[bytes]]:
        for part in blocks(file, form.crlf):
            if file is old:
                left.keys.add(form.keys(part))
            progress(old.tell() + new.tell() - start)
            yield part.records

    size = 0
    for gone, come in differing(read(old), read(new)):
        size += sum(map(len, gone)) + sum(map(len, come))
        if size > bound(old.tell() + new.tell() - start):
            return None
        left.old.extend(gone)
        left.new.extend(come)
    return left


def check(struck: Struck, form: Form) -> None:
    """Raises FastPathUnsupportedError unless the records left are well formed and all keys of a
    side differ."""
    come = _keys(struck.new, form)
    gone = _keys(struck.old, form)
    if len(come) < len(struck.new) or not struck.keys.unique(come - gone):
        raise FastPathUnsupportedError


def _keys(records: list[bytes], form: Form) -> set[Key]:
    return {key for part in parts(records) for key in form.keys(block(b"\n".join(part)))}


Pair = tuple[list[bytes], list[bytes]]


def differing(old: Iterator[list[bytes]], new: Iterator[list[bytes]]) -> Iterator[Pair]:
    """The runs of records in which two streams differ, as (old records, new records)."""
    a: list[bytes] = []
    b: list[bytes] = []
    i = j = 0
    while True:
        while len(a) - i <= WINDOW and (block := next(old, None)) is not None:
            a, i = a[i:] + block, 0
        while len(b) - j <= WINDOW and (block := next(new, None)) is not None:
            b, j = b[j:] + block, 0
        if i == len(a) or j == len(b):
            break
        # Before the last blocks there is always a window to look ahead in.
        stop_a, stop_b = max(len(a) - WINDOW, i + 1), max(len(b) - WINDOW, j + 1)
        while i < stop_a and j < stop_b:
            run_a, run_b = a[i : i + STRIDE], b[j : j + STRIDE]
            if run_a == run_b:
                same = len(run_a)
            else:
                same = sum(1 for _ in takewhile(bool, map(eq, run_a, run_b)))
            i, j = i + same, j + same
            if same < STRIDE and i < len(a) and j < len(b):
                p, q = meeting(a, i, b, j)
                yield a[i:p], b[j:q]
                i, j = p, q
    # One side is at its end: what the other still has belongs to it alone.
    yield a[i:], b[j:]
    yield from ((block, []) for block in old)
    yield from (([], block) for block in new)


def meeting(a: list[bytes], i: int, b: list[bytes], j: int) -> tuple[int, int]:
    """The nearest places from which both lists have the same record again; without one within
    the window, the places behind it."""
    ahead_a: dict[bytes, int] = {}
    ahead_b: dict[bytes, int] = {}
    for p, q in zip(range(i, i + WINDOW), range(j, j + WINDOW), strict=True):
        if p < len(a):
            ahead_a.setdefault(a[p], p)
            if a[p] in ahead_b:
                return p, ahead_b[a[p]]
        if q < len(b):
            ahead_b.setdefault(b[q], q)
            if b[q] in ahead_a:
                return ahead_a[b[q]], q
    return min(i + WINDOW, len(a)), min(j + WINDOW, len(b))
