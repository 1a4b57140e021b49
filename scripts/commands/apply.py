"""apply PATCH FILE: the table after a difference, as CSV on standard output."""

from __future__ import annotations

import argparse
import sys

from ..core import csv_table
from ..diff import patch


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("patch", metavar="PATCH", help="a difference as `diff --format json` gives")
    parser.add_argument("file", metavar="FILE", help="the table that the difference starts from")
    parser.add_argument("--delimiter", metavar="D", default="", help="the delimiter: ; tab")


def run(args: argparse.Namespace) -> int:
    """Write the new CSV, by key; what does not fit is refused as a whole."""
    after, notes = patch.apply_file(args.patch, args.file, args.delimiter)
    for note in notes:
        print(note, file=sys.stderr)
    sys.stdout.buffer.write(csv_table.dump(after.columns, [cells for _, cells in after.records]))
    return 0
