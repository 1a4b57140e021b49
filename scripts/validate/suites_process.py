"""The suites in a process of their own, which imports Great Expectations, the longest part of a
check, while the files are read."""

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

from ..core.bounded import EndedError
from . import expectations
from .expectations import Results, Suite

LIBRARY = "great_expectations"
Run = Callable[[Sequence[Suite], Path], Results]
"""What runs suites on a staging database."""


@contextmanager
def begun() -> Iterator[Run]:
    """What runs suites. Until then, the library is imported in parallel, unless it is there."""
    if LIBRARY in sys.modules:
        yield expectations.run
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(ours, theirs), daemon=True)
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Of threads that the child would wait for; a check has none when it begins.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()

    def ask(suites: Sequence[Suite], staging: Path) -> Results:
        try:
            ours.send((suites, staging))
            found: Results | Exception = ours.recv()
        except (EOFError, OSError):
            process.join()
            late = process.exitcode in (-signal.SIGXCPU, -signal.SIGKILL)
            why = "the rules take too long" if late else f"the rules ended with {process.exitcode}"
            raise EndedError(why) from None
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
    """The child: imports, waits to be asked, answers once."""
    parents.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with suppress(EOFError, OSError):
        # Nothing of all that is imported is garbage, and to look for it takes a sixth of the time.
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
