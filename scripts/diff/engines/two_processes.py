"""Drop equal records in two processes, each with half of both files: a large pair takes little over
half the time. The files are cut before a record that both have near their middle. The first half
proves that a record begins there: it must end there with no quote open."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO, cast

from ...core import processes
from . import fast_path
from .csv_blocks import FastPathUnsupportedError, Form
from .fast_path import Remainder

# How far from the middle of the new file the record from the middle of the old one is looked for.
SEARCH_BYTES = 1 << 20

Bound = Callable[[int], int]
Progress = Callable[[int], None]


def drop_equal(
    old: BinaryIO, new: BinaryIO, form: Form, bound: Bound, progress: Progress
) -> Remainder | None:
    """Like `fast_path.drop_equal`, in two processes where possible."""
    cut = _cut(old, new) if processes.may_fork() else None
    if cut is not None:
        start = old.tell(), new.tell()
        # Without an answer, or in doubt, one process reads everything: the cut may be wrong.
        with suppress(FastPathUnsupportedError, EOFError):
            return _drop_in_halves((old, new), cut, form, bound, progress)
        old.seek(start[0])
        new.seek(start[1])
    return fast_path.drop_equal(old, new, form, bound, progress)


def _cut(old: BinaryIO, new: BinaryIO) -> tuple[int, int] | None:
    """The start of a line that both files have near their middle, or None."""
    start = old.tell(), new.tell()
    old.seek(os.fstat(old.fileno()).st_size // 2)
    old.readline()
    place, line = old.tell(), old.readline()
    new.seek(max(start[1], os.fstat(new.fileno()).st_size // 2 - SEARCH_BYTES))
    near = new.tell()
    found = new.read(2 * SEARCH_BYTES).find(b"\n" + line) if line else -1
    old.seek(start[0])
    new.seek(start[1])
    return None if found < 0 else (place, near + found + 1)


def _drop_in_halves(
    files: tuple[BinaryIO, BinaryIO],
    cut: tuple[int, int],
    form: Form,
    bound: Bound,
    progress: Progress,
) -> Remainder | None:
    context = multiprocessing.get_context("fork")
    answer, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_second_half, args=(theirs, [file.name for file in files], cut, form, bound)
    )
    process.start()
    theirs.close()
    try:
        old, new = (cast(BinaryIO, Until(file, end)) for file, end in zip(files, cut, strict=True))
        first = fast_path.drop_equal(old, new, form, bound, lambda read: progress(2 * read))
        second: Remainder | FastPathUnsupportedError | None = (
            answer.recv() if first is not None else None
        )
    finally:
        answer.close()
        process.kill()
        process.join()
    if isinstance(second, FastPathUnsupportedError):
        raise second
    if first is None or second is None:
        return None
    first.old.extend(second.old)
    first.new.extend(second.new)
    first.keys.extend(second.keys)
    return first


def _second_half(
    answer: Connection, paths: list[str], cut: tuple[int, int], form: Form, bound: Bound
) -> None:
    with Path(paths[0]).open("rb") as old, Path(paths[1]).open("rb") as new:
        old.seek(cut[0])
        new.seek(cut[1])
        try:
            answer.send(fast_path.drop_equal(old, new, form, bound, lambda _read: None))
        except FastPathUnsupportedError as doubt:
            answer.send(doubt)


class Until:
    """A file that seems to end at a given position."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self.file, self.end = file, end
        self.tell = file.tell

    def read(self, size: int) -> bytes:
        """Read at most `size` bytes; none at the end."""
        return self.file.read(min(size, self.end - self.tell()))

    def readline(self) -> bytes:
        """Read up to and including the next line end; nothing at the end."""
        return self.file.readline(self.end - self.tell())
