"""Which way two files are compared. Every way gives the same events; they differ in what they
cost, and only the exact one says what is wrong with a file.

    first lines the same   strike out what both files have (lockstep), the statement in SQLite
                           on what is left
    much is left over, or  the statement in DuckDB on the files
    columns differ
    in any doubt           every record read and judged, the statement in SQLite
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from ..core.diagnostics import Finding
from ..core.errors import InputError, UsageError
from .engines import fast_path, sqlite
from .engines.base import UnsureError
from .engines.csv_blocks import Form, header, parts
from .model import Diff, Event, Shape
from .source import Source

# SQLite takes what is left up to this share of both files, but never more bytes than MOST, and
# while reading never more than a quarter of what was read: beyond, DuckDB is faster, and memory
# would grow. What is SMALL is compared before DuckDB would be imported.
SHARE = 0.08
MOST = 32 << 20
SMALL = 4 << 20
# SQLite joins 500 SELECTs at most, and the statement has one for each column, and one more.
MOST_COLUMNS = 499
# From so many bytes of both files on, a second process pays.
LARGE = 32 << 20


@dataclass(frozen=True)
class Options:
    """How to compare: the `key` columns, the columns to compare (all, or `only` some, without
    those to `ignore`), and their `order` in events where it is not that of the files."""

    key: Sequence[str]
    only: Sequence[str] = ()
    ignore: Sequence[str] = ()
    order: Sequence[str] = ()


Progress = Callable[[float], None]


def silent(_share: float) -> None:
    """Tell nobody of the progress."""


def compare(old: Source, new: Source, options: Options, progress: Progress = silent) -> Diff:
    """The difference between two CSV files; its events are a stream, to be read once.

    `progress` is told which share of the files has been read. Raises InputError for a file that
    cannot be compared exactly, before the first event is there, and UsageError for a column
    that neither file has.
    """
    shape = shaped(old, new, options)
    return Diff(old.name, new.name, shape, events(shape, old, new, progress))


def shaped(old: Source, new: Source, options: Options) -> Shape:
    """The shape of a comparison, from the headers of both files. Raises InputError, UsageError."""
    columns = {"old": old.header(), "new": new.header()}
    missing = [
        Finding(source.name, 1, name, "the key is not among the columns", "key")
        for source, has in ((old, columns["old"]), (new, columns["new"]))
        for name in options.key
        if name not in has
    ]
    if missing:
        raise InputError(missing)
    known = list(dict.fromkeys(columns["old"] + columns["new"]))
    for name in (*options.only, *options.ignore):
        if name not in known:
            raise UsageError(f"there is no column {name!r}; the columns are: {', '.join(known)}")
        if name in options.ignore and name in options.key:
            raise UsageError(f"{name!r} is in the key: a difference cannot leave it out")
    wanted = {*(options.only or known)} - {*options.ignore} | {*options.key}
    ignored = tuple(name for name in known if name not in wanted)
    shape = Shape(tuple(options.key), columns["old"], columns["new"], ignored, tuple(options.order))
    if len(shape.compared) > MOST_COLUMNS:
        raise UsageError(
            f"{len(shape.compared)} columns to compare are more than the {MOST_COLUMNS} that one "
            "statement takes; compare some at a time, with --only"
        )
    return shape


def events(shape: Shape, old: Source, new: Source, progress: Progress) -> Iterable[Event]:
    """The events between two files, by whichever way suits them."""
    size = old.size + new.size

    def told(read: int) -> None:
        progress(read / size if size else 1.0)

    try:
        found = by_lockstep(shape, old, new, told)
        if found is None and size > SMALL:
            from .engines import duckdb

            return duckdb.compared(shape, old, new, told)
    except UnsureError:
        found = None
    return started(sqlite.exact(shape, old, new, told)) if found is None else found


def by_lockstep(
    shape: Shape, old: Source, new: Source, progress: Callable[[int], None]
) -> Iterator[Event] | None:
    """The events between two files that are mostly the same, or None where they are not."""
    size = old.size + new.size

    def bound(read: int) -> int:
        return max(SMALL, min(MOST, int(SHARE * size), read // 4))

    with old.open() as old_file, new.open() as new_file:
        first, crlf = header(old_file)
        if (first, crlf) != header(new_file) or first.count(b'"') % 2:
            return None
        columns = shape.old_columns
        form = Form(len(columns), tuple(map(columns.index, shape.key)), crlf)
        if size > SMALL and not fast_path.alike(old_file, new_file, form):
            return None
        strike = fast_path.strike
        if size > LARGE:
            from .engines.two_processes import strike

        left = strike(old_file, new_file, form, bound, progress)
    if left is None:
        return None
    fast_path.check(left, form)
    old_rows, new_rows = (
        (row for part in parts(records) for row in form.rows(part))
        for records in (left.old, left.new)
    )
    return started(sqlite.struck(shape, old_rows, new_rows))


def started(events: Iterator[Event]) -> Iterator[Event]:
    """The same events, the first one found already: whatever is to be refused has been."""
    return chain([*islice(events, 1)], events)
