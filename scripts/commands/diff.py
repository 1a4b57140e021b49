"""diff OLD NEW: what differs between two revisions or two CSV files, on standard output."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from scripts.diff import source
from scripts.diff.compare import Options, compare
from scripts.diff.model import Counts, Diff
from scripts.diff.revisions import named, revisions
from scripts.diff.source import Source
from scripts.errors import UsageError
from scripts.progress import Progress

# These read the events once, as they come; the others need them in a tuple.
STREAMED = ("csv", "json")
# These are for people, who are told in one line of a column that one side leaves empty.
FOR_PEOPLE = ("text", "markdown", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("old", metavar="OLD", help="a revision (series/name), a CSV file, or -")
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
    with ExitStack() as stack:
        old, new, options = _sources(args, stack)
        with Progress("reading") as progress:
            diff = compare(old, new, options, progress)
        counts = Counts()
        # An engine may write its events itself, but nobody counts those.
        events = counts.counted(diff.events) if args.exit_code else diff.events
        diff = replace(diff, old=args.old, new=args.new, events=events)
        if args.format not in STREAMED:
            diff = diff.whole()
        for piece in _rendered(diff, args.format, old, new):
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()
    differs = any(counts.as_dict().values()) or diff.shape.added or diff.shape.removed
    return 1 if args.exit_code and differs else 0


def _sources(args: argparse.Namespace, stack: ExitStack) -> tuple[Source, Source, Options]:
    """What to compare and how. Raises UsageError and InputError."""
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
        return old, new, Options(args.key, args.only, args.ignore)
    declared = found[-1]
    present = {*old.header(), *new.header()} - {*args.only}
    ignore = [name for name in declared.ignore if name in present]
    key = args.key or declared.key
    return old, new, Options(key, args.only, (*args.ignore, *ignore), declared.columns)


def _rendered(diff: Diff, name: str, old: Source, new: Source) -> Iterable[str]:
    """The difference in the format `name`; only what that needs is imported."""
    module = importlib.import_module(f"scripts.diff.render.{name}")
    if name in FOR_PEOPLE:
        from scripts.diff.onesided import one_sided

        diff = replace(diff, one_sided=one_sided(diff, old, new))
    if name == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        rendered: Iterator[str] = module.render(diff, colour=colour)
    elif name == "tabular":
        rendered = module.render(diff, old.rows())
    else:
        rendered = module.render(diff)
    return rendered
