"""`serve`: the built database as a site on this machine."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from ..core.progress import stage
from ..descriptor.load import load
from ..site import app


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    parser.add_argument("--port", type=int, default=8001, help="8001 unless told; 0 for any free")


def run(args: argparse.Namespace) -> int:
    """Serve the package in the current folder until interrupted."""
    # Datasette would take it where it is installed; the limits are those of Python's own SQLite.
    sys.modules["pysqlite3"] = None  # type: ignore[assignment]
    # Asked to end, Python ends what it has begun, as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    package = load(Path.cwd())
    with app.listen(args.port) as listener, ExitStack() as starting:
        starting.enter_context(stage("Starting the site"))
        line = f"Serving {app.address(listener)} (Ctrl-C to stop)"

        def ready() -> None:
            starting.close()
            print(line, flush=True)

        app.serve(package, listener, ready)
    return 0
