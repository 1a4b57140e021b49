"""`refresh`: bring every derived file up to date, or with --check only say what is stale."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..derive import refresh


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")


def run(args: argparse.Namespace) -> int:
    """Refresh the package in the current folder."""
    root = Path.cwd()
    if args.check:
        refresh.require(root)
        print("Every derived file is up to date.")
        return 0
    written, faults = refresh.refresh(root)
    for path in written:
        print(f"{path}: written")
    for fault in faults:
        print(fault)
    if not written and not faults:
        print("Every derived file is up to date.")
    return 1 if faults else 0
