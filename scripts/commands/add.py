"""add FILE --series S --revision R --source …: the next revision of a series."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from ..core import atomic
from ..core.diagnostics import amount
from ..core.errors import UsageError
from ..descriptor.load import load
from ..descriptor.model import SOURCES, Resource
from ..diff.revisions import revisions
from ..diff.revisions_text import between
from ..edit import add, version
from ..edit.version import Version
from .cells import cells_of
from .tables import pair

EPILOG = """A source that the package does not know is given with its cells, as NAME=VALUE:
  --source example-2026-03 title="…" url=https://…
Without --source each version gets one that is called by its file."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("files", metavar="FILE", nargs="+", help="a table, or a folder of tables")
    parser.add_argument("--series", help="which series, where the package has more than one")
    parser.add_argument(
        "--revision", action="append", default=[], help="its name, if the file name has no day"
    )
    parser.add_argument(
        "--rename",
        metavar="OLD=NEW",
        action="append",
        default=[],
        help="a column of the series that has another name in the file",
    )
    parser.add_argument("--source", nargs="+", metavar=("SOURCE", "NAME=VALUE"), help="who says so")


def run(args: argparse.Namespace) -> int:
    """Add the files as revisions to the package in the current folder, and show the difference."""
    root = Path.cwd()
    package = load(root)
    known = [item.name for item in package.series if not item.derived]
    if args.series is None and len(known) != 1:
        raise UsageError(f"say which series: --series {' or '.join(known) or '…: there is none'}")
    series = args.series or known[0]
    files = [file for word in args.files for file in version.tables(word)]
    members = package.revisions(series)
    key = members[-1].schema.primary_key if members else ()
    versions = version.from_files(files, args.revision, key)
    if args.rename:
        versions = _renamed(members, versions, args.rename)
    source, *pairs = args.source or [""]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        added = add.add(root, copy, series, versions, source, cells_of(pairs, SOURCES))
        shown = [*_differences(copy, series, [item.revision for item in versions])]
        atomic.commit(root, added.changes)
    for note in added.notes:
        print(note, file=sys.stderr)
    print("\n".join(shown))
    names = ", ".join(f"{series}/{item.revision}" for item in versions)
    print(f"{names} added; {amount(len(added.changes), 'file')} changed.")
    return 0


def _renamed(
    members: Sequence[Resource], versions: Sequence[Version], words: Sequence[str]
) -> list[Version]:
    """The versions with the columns OLD that are called NEW there. Raises UsageError for a column
    that the series does not have."""
    fields = members[-1].schema.fields if members else ()
    known = [name for field in fields for name in (field.title, field.name)]
    headers = [header for each in versions for header in each.columns]
    pairs = [pair(word, known, headers) for word in words]
    for old, _ in pairs:
        if old not in known:
            named = ", ".join(field.title for field in fields)
            raise UsageError(f"--rename: the series has no column {old!r}; it has: {named}")
    return version.renamed(versions, {new: old for old, new in pairs})


def _differences(root: Path, series: str, added: Sequence[str]) -> Iterator[str]:
    """What each revision that was added changed of the one before it."""
    found = revisions(root)
    names = [item.revision for item in load(root).revisions(series)]
    for before, after in pairwise(names):
        if after in added:
            yield between(found[f"{series}/{before}"], found[f"{series}/{after}"])
