"""diff OLD NEW: what differs between two revisions, two tables, two releases or two packages, on
standard output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ..core.errors import UsageError
from ..core.progress import Progress
from ..diff import formats
from ..diff.compare import compare
from ..diff.engines import NAMES
from ..diff.formats import Format
from ..diff.model import Counts, Diff
from . import tables

TEXT = "text"
# git sets it for an external diff. It calls one with path, old file, hash and mode, new file, hash
# and mode; for a renamed file with the new path and a message too, for an unmerged one with the
# path alone.
CALLED_BY_GIT = "GIT_DIFF_PATH_COUNTER"
GIT_ARGUMENT_COUNTS = (7, 9)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "old",
        metavar="OLD",
        help="a revision (series/name), a file, -, a file in git (HEAD~1:data/list.csv), a release,"
        " or the folder of a package",
    )
    parser.add_argument(
        "new",
        metavar="NEW",
        nargs="?" if CALLED_BY_GIT in os.environ else None,
        help="the same, for the later state",
    )
    parser.add_argument("more", nargs="*", default=[], help=argparse.SUPPRESS)
    for option, metavar, what in (
        ("--key", "A,B", "the columns that name a record"),
        ("--only", "COLUMN", "compare these columns only"),
        ("--ignore", "COLUMN", "leave these out"),
        ("--rename", "OLD=NEW", "a column that is renamed on the new side"),
    ):
        parser.add_argument(option, metavar=metavar, action="append", default=[], help=what)
    parser.add_argument("--delimiter", metavar="D", default="", help="the delimiter: ; tab")
    parser.add_argument(
        "--engine", choices=NAMES, default="", help="the engine; by default the one that suits"
    )
    parser.add_argument("--format", choices=formats.names(), default=TEXT)
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if anything differs")


def run(args: argparse.Namespace) -> int:
    """Write the difference; returns 1 if there is one and --exit-code asks for it, else 0."""
    if args.new is None:
        print(f"{args.old} is unmerged; resolve its conflict, then compare it")
        return 0
    if args.more:
        return _for_git(args)
    if tables.are_packages(args.old, args.new):
        return _packages(args)
    if args.engine == "spark":
        return _in_spark(args)
    with ExitStack() as stack:
        sides = tables.sides(args, stack)
        return _written(args, sides, (args.old, args.new))


def _written(args: argparse.Namespace, sides: tables.Sides, names: tuple[str, str]) -> int:
    for note in (*sides.old.notes, *sides.new.notes):
        print(note, file=sys.stderr)
    with Progress("reading") as progress:
        diff = compare(sides.old, sides.new, sides.options, progress, args.engine)
    diff = replace(diff, old=names[0], new=names[1])
    return _shown(args, diff, is_folded=sides.is_folded)


def _shown(args: argparse.Namespace, diff: Diff, *, is_folded: bool) -> int:
    form = formats.load(args.format)
    counts = Counts()
    # An engine may write its events itself, but no one counts those.
    events = counts.counted(diff.events) if args.exit_code else diff.events
    diff = replace(diff, events=events)
    if not form.streamed:
        diff = diff.whole()
    if form.for_people and is_folded:
        from ..diff import sparse_columns

        diff = sparse_columns.folded(diff)
    _write(_rendered(form, diff))
    differs = any(counts.as_dict().values()) or any(diff.schema.column_events())
    return 1 if args.exit_code and differs else 0


def _in_spark(args: argparse.Namespace) -> int:
    """Write the difference of two folders, or patterns, of CSV files; returns as `run` does."""
    from ..diff.engines import spark

    if args.delimiter:
        raise UsageError("Spark reads CSV with commas alone; leave out --delimiter")
    with spark.opened() as session:
        columns = (spark.columns_of(session, path) for path in (args.old, args.new))
        options = tables.asked_for(args, *columns)
        if not options.key:
            raise UsageError(tables.KEY_NEEDED)
        diff = spark.difference(session, args.old, args.new, options)
        return _shown(args, diff, is_folded=False)


def _packages(args: argparse.Namespace) -> int:
    """Write the difference of all tables of two packages; returns as `run` does."""
    from ..release.versions import compare_packages

    options = ("key", "only", "ignore", "rename", "delimiter", "engine")
    if given := [f"--{name}" for name in options if getattr(args, name)]:
        raise UsageError(f"two packages are compared whole; leave out {', '.join(given)}")
    form = formats.load(args.format)
    if form.render_each is None:
        able = [name for name in formats.names() if formats.load(name).render_each]
        raise UsageError(
            f"two packages differ in many tables; --format takes {', '.join(able)} for them"
        )
    found = list(compare_packages.tables(Path(), args.old, args.new))
    if form.for_people:
        found = [
            (name, replace(diff, old=f"{args.old} {name}", new=f"{args.new} {name}"))
            for name, diff in found
        ]
    _write(form.render_each(found))
    return 1 if args.exit_code and found else 0


def _for_git(args: argparse.Namespace) -> int:
    """Write what git asks an external diff for; a file that cannot be compared is only named, so
    that git goes on with the next one. Returns 0."""
    words: Sequence[str] = (args.old, args.new, *args.more)
    if len(words) not in GIT_ARGUMENT_COUNTS:
        raise UsageError(
            f"diff takes OLD and NEW; {len(words)} words were given: quote a name that has spaces"
        )
    if args.engine == "spark":
        raise UsageError(
            "git gives one file at a time, and Spark reads folders; leave out --engine"
        )
    with ExitStack() as stack:
        try:
            sides = tables.sides_of_git(words, args, stack)
            _written(
                args, sides, (f"a/{words[0]}", f"b/{words[7] if len(words) > 7 else words[0]}")
            )
        except tables.REFUSED as error:
            print(f"{words[0]} differs, and cannot be compared by record: {error}")
    return 0


def _rendered(form: Format, diff: Diff) -> Iterator[str]:
    is_terminal = sys.stdout.isatty() or os.environ.get("GIT_PAGER_IN_USE") == "true"
    if form.render_coloured and is_terminal and not os.environ.get("NO_COLOR"):
        return form.render_coloured(diff)
    return form.render(diff)


def _write(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
