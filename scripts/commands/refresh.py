"""`refresh`: bring every derived file up to date, or with --check only say what is stale."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core import atomic
from ..core.errors import UsageError
from ..derive import key_order, refresh
from ..descriptor.load import load


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    parser.add_argument("--sort", action="store_true", help="first sort edited records by key")


def run(args: argparse.Namespace) -> int:
    """Refresh the package in the current folder."""
    root = Path.cwd()
    if args.check and args.sort:
        raise UsageError("--check writes nothing but --sort does; use one of them")
    if args.check:
        refresh.require(root)
        print("Every derived file is up to date.")
        return 0
    if args.sort and (sorted_files := key_order.sort(load(root))):
        atomic.commit(root, sorted_files)
        for path in sorted_files:
            print(f"{path}: sorted")
    written, faults = refresh.refresh(root)
    for path in written:
        print(f"{path}: written")
    for fault in faults:
        print(fault)
    if not written and not faults:
        print("Every derived file is up to date.")
    return 1 if faults else 0
