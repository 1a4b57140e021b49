"""`merge BASE OURS THEIRS`: three versions of a table as one; or a conflict by key and column.

As git's driver, for every file of a package:

    git config merge.revisioned.driver "python -m scripts merge %O %A %B --path %P --in-place"

.gitattributes says for which files. With --path the descriptor says what the key is, and which
files follow from others: those stay as ours has them, for `refresh`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..core import atomic, csv_table
from ..core.csv_table import Table
from ..core.errors import UsageError
from ..derive import merge as by_package
from ..descriptor.load import load
from ..descriptor.parse import DESCRIPTOR
from ..diff.merge import merge


def arguments(parser: argparse.ArgumentParser) -> None:
    for name, what in (
        ("base", "the version that both come from; an empty file if there is no common version"),
        ("ours", "the version that is merged into"),
        ("theirs", "the version that is merged"),
    ):
        parser.add_argument(name, metavar=name.upper(), type=Path, help=what)
    parser.add_argument(
        "--key", action="append", default=[], metavar="COLUMN,…", help="what identifies a record"
    )
    parser.add_argument("--path", help="the file's path in the package, whose key it has")
    parser.add_argument("--in-place", action="store_true", help="write into OURS, for git")


def run(args: argparse.Namespace) -> int:
    """Merge; with conflicts nothing is written, each is named on standard error, and exit is 1."""
    data, conflicts = _merged(args)
    for conflict in conflicts:
        print(f"{args.path or args.ours}: {conflict}", file=sys.stderr)
    if data is None:
        print("Nothing was merged; resolve these conflicts by hand.", file=sys.stderr)
        return 1
    if args.in_place:
        atomic.replace(args.ours, data)
    else:
        sys.stdout.buffer.write(data)
    return 0


def _merged(args: argparse.Namespace) -> tuple[bytes | None, list[str]]:
    """The bytes of the merged file, or None and the conflicts."""
    names = (args.base, args.ours, args.theirs)
    files = [csv_table.read_bytes(path, str(path)) for path in names]
    filled_in: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    if args.path:
        package = load(Path.cwd())
        if args.path == DESCRIPTOR:
            data = by_package.descriptor(package, *files)
            why = [] if data else ["both sides changed more than hashes and derived parts"]
            return data, why
        if by_package.follows(package, args.path):
            return files[1], []
        table = by_package.table(package, args.path)
        key, filled_in = table.schema.primary_key, by_package.written(table)
    if not key and not args.key:
        raise UsageError("say what identifies a record: --key COLUMN, or --path in a package")
    ours, theirs = (
        csv_table.parse(data, str(name)) for data, name in zip(files[1:], names[1:], strict=True)
    )
    key = tuple(csv_table.columns_named(args.key, ours.columns)) or key
    # git gives an empty file where the two have no common version.
    base = csv_table.parse(files[0], str(args.base)) if files[0] else Table("", ours.columns, [])
    merged = merge(base, ours, theirs, key)
    conflicts = [str(found) for found in merged.conflicts if found.column not in filled_in]
    if conflicts:
        return None, conflicts
    return csv_table.dump(merged.columns, merged.rows), []
