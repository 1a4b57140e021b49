"""init FOLDER --from …: a new package from files, or from the history of a file in git."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..core import csv_table
from ..core.diagnostics import amount
from ..core.errors import UsageError, command
from ..edit import cleaning, naming, version
from ..edit.version import Skipped, Version
from ..history import states
from .tables import pair


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the folder of the new package")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="FILE",
        nargs="+",
        required=True,
        help="the versions of the list, a file each, or the folder of these files; a git repository"
        " and the path of a file; or a store of adopt",
    )
    parser.add_argument(
        "--key", metavar="A,B", action="append", required=True, help="the columns that name a row"
    )
    parser.add_argument(
        "--last", metavar="N", type=number, help="only N versions, spread over the history"
    )
    parser.add_argument(
        "--revision",
        metavar="NAME",
        action="append",
        default=[],
        help="the name of the revision of a file",
    )
    parser.add_argument(
        "--rename",
        metavar="OLD=NEW",
        action="append",
        default=[],
        help="a column that has another name in newer versions",
    )
    parser.add_argument("--series", metavar="NAME", help="the title of the list")


def number(text: str) -> int:
    """How many versions an argument asks for. Raises ArgumentTypeError."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of versions, such as 12")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Write the package, and say what was done and what to do next."""
    from ..scaffold import package

    key = csv_table.columns_named(args.key, ())
    series, found, skipped = versions_of(args.origin, args.revision, key, args.last)
    headers = [header for each in found for header in each.columns]
    names = dict(pair(word, headers, headers) for word in args.rename)
    found = version.renamed(found, names)
    key = [names.get(name, name) for name in key]
    made = package.make(args.folder, found, key, args.series or series, skipped)
    for each in made.skipped:
        print(each, file=sys.stderr)
    first, last = made.revisions[0], made.revisions[-1]
    revisions = amount(len(made.revisions), "revision")
    print(f"{args.folder}: {revisions} of {made.series}, {first} to {last}.")
    called = f"the column {made.label!r}" if made.label else "their key"
    print(f"The newest has {amount(made.records, 'record')}, called by {called}.")
    left_out = sum(note.what.startswith(cleaning.LEFT_OUT) for note in made.notes)
    for count, what in (
        (left_out, "records and versions were left out"),
        (len(made.notes) - left_out, "cells and names were changed"),
    ):
        if count:
            print(f"{count} {what}; see {args.folder / package.CLEANED}.")
    print(f"Next: cd {args.folder} && {command('serve')}")
    return 0


def versions_of(
    origin: Sequence[str], revisions: Sequence[str], key: Sequence[str], last: int | None
) -> tuple[str, list[Version], list[Skipped]]:
    """What the list is called, its versions, and those that are left out. Raises UsageError for
    words that name neither files nor one file of a repository."""
    if len(origin) == 1 and states.is_store(Path(origin[0])):
        found, skipped = version.from_store(Path(origin[0]), last)
        return _called(found[-1].origin.rpartition(":")[2]), found, skipped
    if len(origin) == 1 and not (Path(origin[0]) / ".git").exists():
        origin = version.tables(origin[0])
    if not Path(origin[0]).is_dir():
        # With one file there is nothing before or after it.
        is_nameless = len(origin) == 1 and not naming.day(Path(origin[0]).name)
        named = revisions or ["1"] * is_nameless
        found = version.from_files(origin, named, key)
        return _called(origin[-1]), [found[at] for at in version.spread(len(found), last)], []
    if len(origin) != 2:
        raise UsageError("after a repository name one file in it: --from REPO PATH")
    repository, path = origin
    return _called(path), *version.from_repository(repository, path, last, key)


def _called(path: str) -> str:
    """What the list is called by its file, without the day; "list" where nothing is left."""
    stem = naming.DAY.sub("", Path(path).name.partition(".")[0]).strip("-_. ")
    return naming.fit(stem) if stem else "list"
