"""diff OLD NEW: what differs between two revisions, two CSV files or two releases, on standard
output."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ..core.errors import UsageError
from ..core.progress import Progress
from ..diff import source
from ..diff.compare import Options, compare
from ..diff.model import Counts, Diff
from ..diff.revisions import named, revisions
from ..diff.source import Source
from ..release.versions.versioning import VERSION

# These read the events once, as they come; the others need them in a tuple.
STREAMED = ("csv", "json")
# These are for people, who are told in one line of a column that one side leaves empty, but in a
# series where that is the news.
FOR_PEOPLE = ("text", "markdown", "html")
# These can hold the differences of many tables.
OF_RELEASES = (*FOR_PEOPLE, "json")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "old", metavar="OLD", help="a revision (series/name), a CSV file, a release, or -"
    )
    parser.add_argument("new", metavar="NEW", help="the same, of the later state")
    parser.add_argument("--key", metavar="A,B", type=names, help="the columns that name a record")
    for option, what in (("--only", "compare these columns only"), ("--ignore", "leave these out")):
        parser.add_argument(
            option, metavar="COLUMN", type=names, action="extend", default=[], help=what
        )
    formats = (*FOR_PEOPLE, *STREAMED, "tabular")
    parser.add_argument("--format", choices=formats, default="text")
    parser.add_argument("--exit-code", action="store_true", help="end with 1 if anything differs")


def names(words: str) -> list[str]:
    """The names in a list with commas."""
    return [name for name in words.split(",") if name]


def run(args: argparse.Namespace) -> int:
    """Write the difference; returns 1 if there is one and --exit-code asks for it, else 0."""
    if releases := _releases(args):
        return _between(*releases, args)
    with ExitStack() as stack:
        old, new, options, is_folded = _sources(args, stack)
        with Progress("reading") as progress:
            diff = compare(old, new, options, progress)
        counts = Counts()
        # An engine may write its events itself, but nobody counts those.
        events = counts.counted(diff.events) if args.exit_code else diff.events
        diff = replace(diff, old=args.old, new=args.new, events=events)
        if args.format not in STREAMED:
            diff = diff.whole()
        if args.format in FOR_PEOPLE and is_folded:
            from ..diff.sparse_columns import one_sided

            diff = replace(diff, one_sided=one_sided(diff, old, new))
        if args.format == "tabular":
            from ..diff.formats import tabular

            _write(tabular.render(diff, old.rows()))
        else:
            _write(_rendered(diff, args.format))
    differs = any(counts.as_dict().values()) or diff.shape.added or diff.shape.removed
    return 1 if args.exit_code and differs else 0


def _releases(args: argparse.Namespace) -> tuple[str, str] | None:
    """The two releases that the words name, if they do. Raises UsageError where only one does, or
    what is asked for cannot be had of many tables."""
    words = (args.old, args.new)
    named = [word for word in words if VERSION.fullmatch(word) and not Path(word).exists()]
    if not named:
        return None
    if len(named) == 1:
        raise UsageError(f"{named[0]} is a release, and can be compared with another one only")
    if args.key or args.only or args.ignore:
        raise UsageError("two releases are compared whole, without --key, --only and --ignore")
    if args.format not in OF_RELEASES:
        listed = ", ".join(OF_RELEASES)
        raise UsageError(f"two releases differ in many tables; --format takes {listed} for them")
    return args.old, args.new


def _between(old: str, new: str, args: argparse.Namespace) -> int:
    """Write the difference of two releases; returns as `run` does."""
    from ..release.versions import between

    found = list(between.tables(Path(), old, new))
    if args.format == "json":
        from ..diff.formats import json

        _write(json.render_each("resources", found))
    else:
        for number, (name, diff) in enumerate(found):
            _write("\n" * bool(number))
            named = replace(diff, old=f"{old} {name}", new=f"{new} {name}")
            _write(_rendered(named, args.format))
    return 1 if args.exit_code and found else 0


def _sources(args: argparse.Namespace, stack: ExitStack) -> tuple[Source, Source, Options, bool]:
    """What to compare and how, and whether people are told in one line of a column that one side
    leaves empty. Raises UsageError and InputError."""
    if args.old == args.new == "-":
        raise UsageError("standard input can be one side only")
    known = revisions(Path())
    sides = [named(word, known) for word in (args.old, args.new)]
    old, new = (
        Source(str(side.path), side.path) if side else source.find(word, stack)
        for word, side in zip((args.old, args.new), sides, strict=True)
    )
    found = [side for side in sides if side]
    if len({side.series for side in found}) > 1:
        raise UsageError(f"{args.old!r} and {args.new!r} are revisions of different series")
    if not found and not args.key:
        raise UsageError("say which columns name a record: --key COLUMN, or --key A,B")
    if not found:
        return old, new, Options(args.key, args.only, args.ignore), True
    declared = found[-1]
    present = {*old.header(), *new.header()} - {*args.only}
    ignore = [name for name in declared.ignore if name in present]
    key = args.key or declared.key
    options = Options(key, args.only, (*args.ignore, *ignore), declared.columns)
    return old, new, options, declared.is_folded


def _rendered(diff: Diff, name: str) -> Iterator[str]:
    """The difference in the format `name`; only what that needs is imported."""
    module = importlib.import_module(f"revisioned.diff.formats.{name}")
    if name == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        rendered: Iterator[str] = module.render(diff, colour=colour)
    else:
        rendered = module.render(diff)
    return rendered


def _write(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
