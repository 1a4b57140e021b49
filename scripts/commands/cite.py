"""`cite [VERSION]`: how to cite the package, a release, a revision, a record."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from ..cite.formats import FORMATS
from ..cite.model import Citation, gather
from ..descriptor.load import load
from ..release import publish, store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    parser.add_argument("version", metavar="VERSION", nargs="?", help="the newest unless told")
    parser.add_argument("--revision", metavar="R", default="", help="a revision: series/name")
    parser.add_argument(
        *("--record", "--organization"), metavar="ID", default="", help="the key of a record"
    )
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument("--format", choices=FORMATS, default="apa")


def run(args: argparse.Namespace) -> int:
    """Write the citation; before the first release, that of the package as it lies here."""
    module = importlib.import_module(f"revisioned.cite.formats.{args.format.replace('-', '_')}")
    sys.stdout.buffer.write(module.render(_citation(Path.cwd(), args)).encode())
    return 0


def _citation(root: Path, args: argparse.Namespace) -> Citation:
    version = args.version or store.latest(root)
    asked = (args.revision, args.record, args.lang)
    if version is None:
        return gather(load(root), None, *asked)
    with publish.opened(root, version) as (package, _):
        return gather(
            package, store.manifest(root, version), *asked, store.deposited(root, version)
        )
