"""init FOLDER --from …: a new package from files, or from the history of a file in git."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..core.errors import UsageError
from ..edit import naming, version
from ..scaffold import package

SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the package is to be")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="FILE",
        nargs="+",
        required=True,
        help="the versions of the list, a file each; or a git repository and the path of a file",
    )
    parser.add_argument(
        "--key", metavar="A,B", action="append", required=True, help="the columns that name a row"
    )
    parser.add_argument("--last", metavar="N", type=int, help="N versions of a history, spread")
    parser.add_argument(
        "--revision",
        metavar="NAME",
        action="append",
        default=[],
        help="what a file's version is called",
    )
    parser.add_argument("--series", metavar="NAME", help="what the list is called")


def run(args: argparse.Namespace) -> int:
    """Write the package, and say what was done and what to do next."""
    repository = Path(args.origin[0])
    skipped: list[str] = []
    key = [word.strip() for words in args.key for word in words.split(",") if word.strip()]
    if repository.is_dir():
        if len(args.origin) != 2:
            raise UsageError("after a repository name one file in it: --from REPO PATH")
        path = args.origin[1]
        found, skipped = version.from_repository(str(repository), path, args.last, key)
    else:
        path = args.origin[-1]
        found = version.from_files(args.origin, args.revision, key)
    made = package.make(args.folder, found, key, args.series or _called(path), skipped)
    for note in skipped:
        print(note, file=sys.stderr)
    first, last = made.revisions[0], made.revisions[-1]
    print(f"{args.folder}: {len(made.revisions)} revisions of {made.series}, {first} to {last}.")
    print(f"The newest has {made.records} records.")
    if made.notes:
        cleaned = args.folder / package.CLEANED
        print(f"{len(made.notes)} things were changed or left out; see {cleaned}.")
    print(f"Next: cd {args.folder} && revisioned build && revisioned serve")
    return 0


def _called(path: str) -> str:
    """What the list is called by its file, without the day; "list" where nothing is left."""
    stem = Path(path).name.partition(".")[0]
    return (
        naming.fit(naming.DAY.sub("", stem)) if naming.DAY.sub("", stem).strip("-_. ") else "list"
    )
