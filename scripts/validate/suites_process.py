"""Run the suites in a process of their own. It imports Great Expectations, which is the longest
part of a check, while the files are read."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from ..core import bounded
from . import expectations
from .expectations import Results, Suite

LIBRARY = "great_expectations"
# The library imports it where it is installed, which takes seconds and prints its warnings.
UNUSED = "pyspark"
Run = Callable[[Sequence[Suite], Path], Results]
"""What runs suites on a staging database."""


@contextmanager
def begun() -> Iterator[Run]:
    """Gives the function that runs suites. Meanwhile the library is imported in a second process,
    unless it is already imported here."""
    if LIBRARY in sys.modules:
        yield expectations.run
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(ours, theirs), daemon=True)
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # The warning is about threads, which a check does not have when it begins.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()

    def ask(suites: Sequence[Suite], staging: Path) -> Results:
        try:
            ours.send((suites, staging))
            found: Results | Exception = ours.recv()
        except (EOFError, OSError):
            process.join()
            code = process.exitcode or 0
            is_late = -code in bounded.TOO_LONG
            why = "take too long" if is_late else f"did not finish: {bounded.ending(code)}"
            raise bounded.EndedError(f"the rules {why}") from None
        if isinstance(found, Exception):
            raise found
        return found

    try:
        yield ask
    finally:
        ours.close()
        process.kill()
        process.join()


def _work(parents: Connection, ours: Connection) -> None:
    """In the child: import, wait for a request, answer it, and exit."""
    parents.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.modules[UNUSED] = None  # type: ignore[assignment]
    with suppress(EOFError, OSError):
        # Nothing that is imported is garbage, and looking for it takes a sixth of the time.
        gc.disable()
        with suppress(ImportError):
            expectations.library()
        gc.freeze()
        gc.enable()
        suites, staging = ours.recv()
        try:
            ours.send(expectations.run(suites, staging))
        except Exception as error:
            ours.send(error)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
