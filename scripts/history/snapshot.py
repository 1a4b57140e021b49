"""One version of a file, read and checked whole, or only where it changed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core import csv_table
from ..core.errors import InputError
from ..diff.engines import csv_blocks
from ..diff.engines.csv_blocks import FastPathUnsupportedError, Form, Key
from . import changed_records

MARK = b"\xef\xbb\xbf"
Row = tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    """A version whose records can be split as bytes: the first line, the form of the records, and
    their text with LF as the only line end outside cells."""

    header: bytes
    form: Form
    text: bytes


@dataclass(frozen=True)
class Version:
    """A version that can be used: its `columns`, and rows whose key is never empty or double. Its
    content is in `cut`, and the keys of its records in `keys`; if its records cannot be split as
    bytes, it is in `data`."""

    columns: tuple[str, ...]
    cut: Cut | None
    keys: set[Key]
    data: bytes = b""

    def rows(self) -> list[Row]:
        """The cells of each record."""
        if self.cut is None:
            return [tuple(cells) for _, cells in csv_table.parse(self.data, "").records]
        parts = csv_blocks.blocks(io.BytesIO(self.cut.text), crlf=False)
        records = ([*filter(None, part.records)] for part in parts)
        return [tuple(cells) for some in records for cells in self.cut.form.rows(some)]

    def next_version(self, data: bytes) -> tuple[Version, list[Row], list[Row]]:
        """The version with the content `data`, the rows that it removed and those that it added.

        Only what differs is read. The next version takes over this one's `keys`, so this one must
        not be used again. Raises FastPathUnsupportedError, without any change, where `data` must be
        checked whole.
        """
        old = self.cut
        new = _cut(data, old.form) if old else None
        if not old or not new or old.header != new.header:
            raise FastPathUnsupportedError
        gone, come = changed_records.find(old.text, new.text)
        went, came = {*_keys(gone, old.form)}, {*_keys(come, new.form)}
        if len(came) < len(come) or (self.keys & came) - went:
            raise FastPathUnsupportedError
        old_rows, new_rows = ([*map(tuple, new.form.rows(side))] for side in (gone, come))
        self.keys.difference_update(went)
        self.keys.update(came)
        return Version(self.columns, new, self.keys), old_rows, new_rows


def read_version(data: bytes, file: str, key: Sequence[str]) -> Version:
    """The version with the content `data`. Raises InputError with every fault of its records, or
    with the fault that keeps them from being read."""
    parsed = csv_table.parse(data, file)
    if faults := csv_table.key_faults(parsed, key):
        raise InputError(faults)
    columns = tuple(parsed.columns)
    first = data.removeprefix(MARK).partition(b"\n")[0]
    cut = _cut(data, Form(len(columns), tuple(map(columns.index, key)), first.endswith(b"\r")))
    try:
        keys = {*_all_keys(cut)} if cut else set()
    except FastPathUnsupportedError:
        cut, keys = None, set()
    return Version(columns, cut, keys, b"" if cut else data)


def _cut(data: bytes, form: Form) -> Cut | None:
    """The content for splitting records of this form as bytes, or None where the text cannot have
    this form."""
    header, _, text = data.removeprefix(MARK).partition(b"\n")
    if header.count(b'"') % 2 or header.endswith(b"\r") != form.crlf:
        return None
    if form.crlf:
        if not text.count(b"\r\n") == text.count(b"\n") == text.count(b"\r"):
            return None
        text = text.replace(b"\r\n", b"\n")
    text = text.rstrip(b"\n")
    return Cut(header, form, text + b"\n" if text else b"")


def _all_keys(cut: Cut) -> Iterator[Key]:
    """The keys of all records. Raises FastPathUnsupportedError where a record does not have the
    form."""
    for part in csv_blocks.blocks(io.BytesIO(cut.text), crlf=False):
        yield from cut.form.keys(part)


def _keys(records: list[bytes], form: Form) -> Sequence[Key]:
    """The keys of some raw records. Raises FastPathUnsupportedError where one does not have the
    form."""
    return form.keys(csv_blocks.together(records)) if records else ()
