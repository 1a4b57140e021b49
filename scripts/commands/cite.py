"""`cite [VERSION]`: how to cite the package, a release, a revision, a record."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..cite import formats
from ..cite.model import Citation, NoRecordError, gather
from ..core.errors import UsageError
from ..database.load import read_tables
from ..derive import nearest, record
from ..descriptor.load import load
from ..release import archive, store


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", metavar="VERSION", nargs="?", help="otherwise the newest")
    parser.add_argument("--revision", metavar="R", default="", help="a revision: series/name")
    parser.add_argument(
        *("--record", "--organization"), metavar="ID", default="", help="the key of a record"
    )
    parser.add_argument("--lang", metavar="LANG", default="", help="a language of the package: zh")
    parser.add_argument("--format", choices=formats.names(), default="apa")


def run(args: argparse.Namespace) -> int:
    """Write the citation; before the first release, that of the package as it is here."""
    citation = _citation(Path.cwd(), args)
    sys.stdout.buffer.write(formats.load(args.format).render(citation).encode())
    return 0


def _citation(root: Path, args: argparse.Namespace) -> Citation:
    version = args.version or store.latest(root)
    here = load(root)
    spoken = [tag.partition("-")[0].lower() for tag in here.languages]
    lang = args.lang or spoken[0]
    if lang not in spoken:
        raise UsageError(f"--lang {lang}: the package has no such language: {', '.join(spoken)}")
    asked = (args.revision, args.record, lang)
    try:
        if version is None:
            return gather(here, None, *asked)
        with archive.unpacked(root, version) as (package, _):
            return gather(
                package, store.manifest(root, version), *asked, store.deposited(root, version)
            )
    except NoRecordError as error:
        tables = read_tables(here, record.resources(here))
        near = nearest.advice(here, tables, args.record)
        raise UsageError("; ".join(filter(None, (str(error), near)))) from None
