"""One version of a file: read and judged whole, or, where little changed, by what changed."""

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
    """What a version must be for its records to be told apart as bytes: the first line, the
    form of the records, and their text with LF as the only line end outside of cells."""

    header: bytes
    form: Form
    text: bytes


@dataclass(frozen=True)
class Version:
    """A version that can be used: its `columns`, and its rows by a key that is never empty and
    never double. Its content is in `cut`, and `keys` are those of its records, or, where its
    records cannot be told apart as bytes, in `data`."""

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
        """The version with the content `data`, the rows that went and those that came with it.

        Only what differs is read. This version's `keys` become the next one's: use it no more.
        Raises FastPathUnsupportedError, nothing having changed, where `data` has to be judged
        whole.
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
    """The version with the content `data`. Raises InputError with everything that is wrong with
    its records, or with what keeps them from being read."""
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
    """What is needed to tell records of this form apart as bytes, or None where the text cannot
    be of this form."""
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
    """The keys of all records. Raises FastPathUnsupportedError where one is not what the form
    says."""
    for part in csv_blocks.blocks(io.BytesIO(cut.text), crlf=False):
        yield from cut.form.keys(part)


def _keys(records: list[bytes], form: Form) -> Sequence[Key]:
    """The keys of some raw records, each proved to be one. Raises FastPathUnsupportedError."""
    return form.keys(csv_blocks.together(records)) if records else ()
