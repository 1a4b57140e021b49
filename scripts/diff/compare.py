"""Choose how two files are compared. Every way gives the same events. They differ in cost, and
only the exact one says what is wrong with a file.

    first lines are equal  drop the records that both files have (fast_path), then run the
                           statement in SQLite on what is left
    much is left, or       run the statement in DuckDB on the files
    columns differ
    in any doubt           read and check every record, run the statement in SQLite
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..core.csv_table import no_key
from ..core.errors import InputError, UsageError
from .engines import fast_path, sqlite
from .engines.base import Found
from .engines.csv_blocks import FastPathUnsupportedError, parts
from .model import Diff, DiffSchema
from .source import Source

# SQLite compares what is left if it is at most this share of both files and at most MAX_LEFT_BYTES,
# and while reading at most a quarter of what was read. Of more, DuckDB is faster and needs less
# memory. Comparing SMALL_BYTES takes less time than importing DuckDB.
MAX_LEFT_SHARE = 0.08
MAX_LEFT_BYTES = 32 << 20
SMALL_BYTES = 4 << 20
# From this size of both files on, a second process saves time.
LARGE_BYTES = 32 << 20


@dataclass(frozen=True)
class Options:
    """How to compare: the `key` columns, the columns to compare (all, or `only` some, without those
    to `ignore`), and the pairs (old name, new name) to `rename`. `order` is the order of columns in
    events, if it is not that of the files; `ranks` are columns whose cells are places in an
    order."""

    key: Sequence[str]
    only: Sequence[str] = ()
    ignore: Sequence[str] = ()
    rename: Sequence[tuple[str, str]] = ()
    order: Sequence[str] = ()
    ranks: Sequence[str] = ()


Progress = Callable[[float], None]


def silent(_share: float) -> None:
    """Ignore the progress."""


def compare(
    old: Source, new: Source, options: Options, progress: Progress = silent, engine: str = ""
) -> Diff:
    """The difference between two tables; its events are a stream, to be read once.

    `progress` gets the share of the files that has been read. `engine` is one of `engines.NAMES`;
    empty chooses one. Before the first event, raises InputError for a file that cannot be compared
    exactly, and UsageError for a column that neither file has.
    """
    schema = diff_schema(old.name, old.header(), new.name, new.header(), options)
    found, events = compared(schema, old, new, progress, engine)
    return Diff(old.name, new.name, found, events, (), old.rows, new.rows)


def compare_rows(
    old: tuple[Sequence[str], Sequence[Sequence[str]]],
    new: tuple[Sequence[str], Sequence[Sequence[str]]],
    options: Options,
) -> Diff:
    """The difference between two tables in memory, each as its columns and its rows; its events
    are a tuple. Raises FastPathUnsupportedError where a side has a double key, and UsageError,
    InputError as `compare` does."""
    schema = diff_schema("", old[0], "", new[0], options)
    found, events = sqlite.unique_rows(schema, old[1], new[1])
    return Diff("", "", found, tuple(events), (), lambda: old[1], lambda: new[1])


def diff_schema(
    old_name: str,
    old_columns: Sequence[str],
    new_name: str,
    new_columns: Sequence[str],
    options: Options,
) -> DiffSchema:
    """The schema of a comparison, with the given renames. Raises InputError, UsageError."""
    for before, after in options.rename:
        _refuse_rename(before, after, old_columns, new_columns)
    named = dict(options.rename)
    _refuse_doubles(options.rename)
    key = tuple(dict.fromkeys(named.get(name, name) for name in options.key))
    schema = DiffSchema(
        key,
        tuple(old_columns),
        tuple(new_columns),
        tuple((name, named[name]) for name in old_columns if name in named),
        order=tuple(options.order),
        ranks=tuple(options.ranks),
    )
    missing = [
        no_key(name, columns, file)
        for file, columns in ((old_name, schema.aligned), (new_name, schema.new_columns))
        for name in key
        if name not in columns
    ]
    if missing:
        raise InputError(missing)
    return replace(schema, ignored=_ignored(schema, options, named))


def _ignored(schema: DiffSchema, options: Options, named: dict[str, str]) -> tuple[str, ...]:
    known = schema.columns
    only, ignore = (
        [named.get(name, name) for name in names] for names in (options.only, options.ignore)
    )
    for name in (*only, *ignore):
        if name not in known:
            raise UsageError(f"there is no column {name!r}; the columns are: {', '.join(known)}")
        if name in ignore and name in schema.key:
            raise UsageError(f"{name!r} is in the key: a difference cannot leave it out")
    wanted = {*(only or known)} - {*ignore} | {*schema.key}
    return tuple(name for name in known if name not in wanted)


def _refuse_rename(
    old: str, new: str, old_columns: Sequence[str], new_columns: Sequence[str]
) -> None:
    """Raise UsageError unless only the old side has the old name, and only the new side the new
    name."""
    for name, has, lacks, which in (
        (old, old_columns, new_columns, ("old", "new")),
        (new, new_columns, old_columns, ("new", "old")),
    ):
        if name not in has:
            raise UsageError(f"--rename {old}={new}: the {which[0]} side has no column {name!r}")
        if name in lacks:
            raise UsageError(
                f"--rename {old}={new}: both sides have a column {name!r}; only a column of the"
                f" old side alone can be renamed to one of the new side alone"
            )


def _refuse_doubles(pairs: Sequence[tuple[str, str]]) -> None:
    for side in (0, 1):
        names = [pair[side] for pair in pairs]
        for name in names:
            if names.count(name) > 1:
                raise UsageError(f"--rename names {name!r} twice")


def compared(
    schema: DiffSchema, old: Source, new: Source, progress: Progress, engine: str = ""
) -> Found:
    """What differs between two files, by the given engine or by the way that suits them."""
    size = old.size + new.size

    def report(read: int) -> None:
        progress(read / size if size else 1.0)

    if engine == "sqlite":
        return sqlite.exact(schema, old, new, report)
    try:
        found = None if engine else by_fast_path(schema, old, new, report)
        if engine or (found is None and size > SMALL_BYTES):
            from .engines import duckdb

            return duckdb.compared(schema, old, new, report)
    except FastPathUnsupportedError:
        if engine:
            raise UsageError(
                f"{engine} does not read these files exactly as they are; leave --engine out"
            ) from None
        found = None
    return found or sqlite.exact(schema, old, new, report)


def by_fast_path(
    schema: DiffSchema, old: Source, new: Source, progress: Callable[[int], None]
) -> Found | None:
    """What differs between two files that are mostly the same, or None where they are not."""
    size = old.size + new.size

    def bound(read: int) -> int:
        if size <= SMALL_BYTES:
            return size
        return max(SMALL_BYTES // 4, min(MAX_LEFT_BYTES, int(MAX_LEFT_SHARE * size), read // 4))

    with old.open() as old_file, new.open() as new_file:
        form = fast_path.common_form(schema, old_file, new_file)
        if form is None or (size > SMALL_BYTES and not fast_path.alike(old_file, new_file, form)):
            return None
        drop_equal = fast_path.drop_equal
        if size > LARGE_BYTES:
            from .engines.two_processes import drop_equal

        left = drop_equal(old_file, new_file, form, bound, progress)
    if left is None:
        return None
    fast_path.check(left, form)
    old_rows, new_rows = (
        (row for part in parts(records) for row in form.rows(part))
        for records in (left.old, left.new)
    )
    return sqlite.unique_rows(schema, old_rows, new_rows)
