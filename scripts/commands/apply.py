"""apply PATCH FILE: the CSV file after a difference, on standard output."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from ..core import csv_table
from ..diff import patch, source


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("patch", metavar="PATCH", help="a difference as `diff --format json` gives")
    parser.add_argument("file", metavar="FILE", help="the CSV file that the difference starts from")


def run(args: argparse.Namespace) -> int:
    """Write the new CSV, by key; what does not fit is refused as a whole."""
    with ExitStack() as stack:
        changes = source.find(args.patch, stack)
        file = source.find(args.file, stack)
        diff = patch.loads(changes.path.read_bytes(), changes.name)
        after = patch.apply(diff, csv_table.read(file.path, file.name))
    sys.stdout.buffer.write(csv_table.dump(after.columns, [cells for _, cells in after.records]))
    return 0
