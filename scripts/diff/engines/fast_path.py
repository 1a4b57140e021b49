"""The fast path: records that are byte-identical in both files are dropped before comparing.

Both files are read side by side and compared as bytes (differing). If little differs, little is
left, and only that is parsed and compared. The first lines of the two files must be the same.

Dropping equal records must not hide a fault. So every record of the old file is checked, and those
left of the new file (the others are the same bytes). Keys are kept as hashes: the old file may have
none twice, and the new file none of those left a second time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import lt
from typing import BinaryIO, NamedTuple

from ..model import DiffSchema
from .csv_blocks import FastPathUnsupportedError, Form, Key, blocks, header, lines, parts, together
from .differing import differing

BUCKETS = 64


class Keys:
    """The keys of a file as hashes of 8 bytes each, and whether they are in ascending order."""

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
        """Note the keys in `later`, which are those of the next records."""
        self.hashes.extend(later.hashes)
        self.ascending &= later.ascending and (later.first is None or self._before(later.first))

    def _before(self, key: Key) -> bool:
        return self.last is None or bool(lt(self.last, key))

    def unique(self, others: set[Key]) -> bool:
        """Whether no key is noted twice, and none of `others` is noted. False can also be chance:
        two keys with the same hash."""
        if not {*map(hash, others)}.isdisjoint(self.hashes):
            return False
        return self.ascending or self._distinct()

    def _distinct(self) -> bool:
        """Whether all hashes are distinct. It works in parts, since a set of all would be large."""
        buckets = [array("q") for _ in range(BUCKETS)]
        for number in self.hashes:
            buckets[number % BUCKETS].append(number)
        return all(len({*bucket}) == len(bucket) for bucket in buckets)


class Remainder(NamedTuple):
    """The raw records of each side that are left, and the keys of all old ones."""

    old: list[bytes]
    new: list[bytes]
    keys: Keys


def common_form(schema: DiffSchema, old: BinaryIO, new: BinaryIO) -> Form | None:
    """The form of the records of two files; None where their first lines differ. Both are read up
    to the end of the first line."""
    first, crlf = header(old)
    if (first, crlf) != header(new) or first.count(b'"') % 2:
        return None
    columns = schema.old_columns
    return Form(len(columns), tuple(map(columns.index, schema.key)), crlf)


def alike(old: BinaryIO, new: BinaryIO, form: Form) -> bool:
    """Whether the first blocks of two files have a key in common; if not, there is little to drop.
    The positions of the files stay the same. Raises FastPathUnsupportedError as `drop_equal`
    does."""
    keys = []
    for file in (old, new):
        start = file.tell()
        keys.append({key for part in islice(blocks(file, form.crlf), 1) for key in form.keys(part)})
        file.seek(start)
    return not keys[0].isdisjoint(keys[1])


def drop_equal(
    old: BinaryIO,
    new: BinaryIO,
    form: Form,
    bound: Callable[[int], int],
    progress: Callable[[int], None],
) -> Remainder | None:
    """What is left of two files from their positions on; None once that is more than `bound` allows
    for the bytes read. Raises FastPathUnsupportedError in any doubt. `progress` gets how many bytes
    of both files have been read."""
    start = old.tell() + new.tell()
    left = Remainder([], [], Keys())

    read = size = 0

    def proved() -> Iterator[bytes]:
        nonlocal read
        for part in blocks(old, form.crlf):
            left.keys.add(form.keys(part))
            read = old.tell() + new.tell() - start
            progress(read)
            yield part.text

    for gone, come in differing(proved(), lines(new, form.crlf)):
        size += sum(map(len, gone)) + sum(map(len, come))
        if size > bound(read):
            return None
        left.old.extend(gone)
        left.new.extend(come)
    progress(old.tell() + new.tell() - start)
    return left


def check(left: Remainder, form: Form) -> None:
    """Raise FastPathUnsupportedError unless the records left are well formed and each side has
    every key once."""
    come = _keys(left.new, form)
    gone = _keys(left.old, form)
    if len(come) < len(left.new) or not left.keys.unique(come - gone):
        raise FastPathUnsupportedError


def _keys(records: list[bytes], form: Form) -> set[Key]:
    return {key for part in parts(records) for key in form.keys(together(part))}
