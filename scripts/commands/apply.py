"""apply PATCH FILE: the table after a difference, as CSV on standard output."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from ..core import csv_table
from ..diff import patch, source
from ..diff.readers import Asked


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("patch", metavar="PATCH", help="a difference as `diff --format json` gives")
    parser.add_argument("file", metavar="FILE", help="the table that the difference starts from")
    parser.add_argument("--delimiter", metavar="D", default="", help="the delimiter: ; tab")


def run(args: argparse.Namespace) -> int:
    """Write the new CSV, by key; what does not fit is refused as a whole."""
    with ExitStack() as stack:
        diff = patch.loads(source.data(args.patch), args.patch)
        file = source.find(args.file, stack, Asked(diff.schema.old_key, args.delimiter))
        for note in file.notes:
            print(note, file=sys.stderr)
        after = patch.apply(diff, csv_table.read(file.path, file.name))
    sys.stdout.buffer.write(csv_table.dump(after.columns, [cells for _, cells in after.records]))
    return 0
