"""The command line. A command's module is imported only when it is called: a difference of two
small files must not wait for pandas."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import files
from scripts.errors import PackageError

COMMANDS = {
    "refresh": "bring every derived file up to date",
    "check": "say everything that is wrong with the package",
    "build": "check, then build the SQLite database",
    "serve": "serve the database with Datasette",
    "intake": "propose a printing from a published text, or accept one",
    "act": "enter one act, or take the last one back",
    "diff": "what differs between two revisions or two CSV files",
    "apply": "apply a difference to a CSV file",
    "history": "what each revision says of one record, or how much each changed",
    "adopt": "what every commit of a git repository changed in a CSV file",
    "release": "make the package as it is committed a version that never changes",
    "verify": "whether a release is what it was",
    "cite": "how to cite the package, a release, a revision, an organization",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 for done, 1 for findings, 2 for wrong use."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if files.finish(Path.cwd()):
            print("A change that was cut off before is now complete.", file=sys.stderr)
        return _run(words)
    except PackageError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts",
        description="Check, build, serve and compare the package in this folder.",
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=summary)
        if name == next(iter(words), None):
            module = importlib.import_module(f"scripts.commands.{name}")
            module.arguments(subparser)
            subparser.set_defaults(run=module.run)
    args = parser.parse_args(words)
    status: int = args.run(args)
    sys.stdout.flush()
    return status
