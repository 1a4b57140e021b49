"""`serve`: a site on this machine, of a package or of plain tables."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from ..build import database
from ..contribute.contact import contact
from ..core import atomic, csv_table
from ..core.errors import UsageError
from ..core.progress import stage
from ..descriptor.load import load
from ..descriptor.parse import DESCRIPTOR
from ..edit import version
from ..history import states
from ..site import app
from ..site.masked import SQLITE, mask
from .build import build
from .init import number, versions_of

# The addresses of this machine itself.
LOCAL = (app.HOST, "localhost", "::1")

# The signals to end that came before the site was ready.
asked: list[int] = []


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        default=".",
        help="a package; tables, or a clone and a PATH, with --key; or a store of adopt",
    )
    parser.add_argument("path", metavar="PATH", nargs="?", help="a file, where FOLDER is a clone")
    parser.add_argument(
        "--key", metavar="A,B", action="append", default=[], help="the columns that name a row"
    )
    parser.add_argument(
        "--last", metavar="N", type=number, help="only N versions, spread over the history"
    )
    parser.add_argument(
        "--host", default=app.HOST, help=f"the address to listen on; {app.HOST} unless given"
    )
    parser.add_argument("--port", type=int, default=8001, help="8001 unless given; 0 for any free")


def run(args: argparse.Namespace) -> int:
    """Serve the package, which is built first where it is not yet, or what can be made of the
    tables, until interrupted."""
    mask(*SQLITE)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    root = Path(args.folder)
    stored = states.key(root) if root.is_file() and states.is_store(root) else ()
    key = csv_table.columns_named(args.key, stored) or [*stored]
    if not key:
        if args.path or args.last:
            raise UsageError("PATH and --last are for tables; name the columns of a row: --key")
        if not root.exists():
            raise UsageError(f"{root}: there is no such folder or file")
        if root != Path() and not (root / DESCRIPTOR).is_file():
            raise UsageError(
                f"{root} has no {DESCRIPTOR}; name the columns that identify a row: --key"
            )
        return _serve(root.resolve(), args)
    with tempfile.TemporaryDirectory(prefix="served-") as folder:
        made = Path(folder) / (root.resolve().stem or "list")
        print(f"Making a package of {root} ...", flush=True)
        _make(made, root, key, args)
        return _serve(made, args)


def _end(number: int, _: object) -> None:
    """On a signal, exit as Python does: through every `finally`."""
    asked.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(0)


def _make(made: Path, root: Path, key: Sequence[str], args: argparse.Namespace) -> None:
    """The package of the tables in a folder, or of the history of one file, built."""
    from ..scaffold import package

    origin = [str(root), args.path] if args.path else version.tables(str(root))
    series, found, skipped = versions_of(origin, [], key, args.last)
    for each in package.make(made, found, key, series, skipped).skipped:
        print(each, file=sys.stderr)
    loaded = load(made)
    database.build(loaded, database.path(loaded))


def _serve(root: Path, args: argparse.Namespace) -> int:
    package = load(root)
    if args.host not in LOCAL and not contact(package).is_given:
        raise UsageError(
            f"{root / DESCRIPTOR}: readers of this site would have no one to write to: give an"
            " `email` of one of the `contributors`, or `bugs`, the address of a page that takes"
            f" reports; without either it is served on {app.HOST} alone"
        )
    if not database.path(package).is_file():
        with atomic.lock(root / atomic.LOCK):
            build(root)
    with app.listen(args.port, args.host) as listener, ExitStack() as starting:
        starting.enter_context(stage("Starting the site"))
        line = f"Serving {app.address(listener)} (Ctrl-C to stop)"

        def ready() -> None:
            starting.close()
            print(line, flush=True)
            # Some modules swallow whatever is raised while they are imported.
            for number in asked:
                signal.raise_signal(number)

        app.serve(package, listener, ready)
    return 0
