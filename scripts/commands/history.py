"""`history`: show one record in every revision, or what each revision changed."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..database.load import read_tables
from ..derive import record
from ..descriptor.load import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", metavar="KEY", nargs="?", help="the record's key")


def run(args: argparse.Namespace) -> int:
    """Print the history of one record, or a summary of all."""
    package = load(Path.cwd())
    if args.record:
        tables = read_tables(package, record.resources(package))
        lines = record.lines(package, tables, args.record)
    else:
        lines = record.summary(package, read_tables(package))
    for line in lines:
        print(line)
    return 0
