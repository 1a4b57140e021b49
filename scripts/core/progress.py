"""Progress on a terminal, for what takes over a second."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds after which one wonders whether anything happens.
SILENCE = 2


@contextmanager
def stage(what: str) -> Iterator[None]:
    """Say on a terminal what is done now, a dot every few seconds, and then how long it took."""
    if not sys.stderr.isatty():
        yield
        return
    began, over = time.monotonic(), threading.Event()

    def dots() -> None:
        while not over.wait(SILENCE):
            print(".", end="", file=sys.stderr, flush=True)

    print(f"{what} ", end="", file=sys.stderr, flush=True)
    ticking = threading.Thread(target=dots, daemon=True)
    ticking.start()
    took = ""
    try:
        yield
        took = f" {time.monotonic() - began:.1f} s"
    finally:
        over.set()
        ticking.join()
        print(took, file=sys.stderr, flush=True)


class Progress:
    """Call it with the share that is done, from 0 to 1; it writes to standard error if that is a
    terminal, not before a second and not after the end of the `with`."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.due = time.monotonic() + 1
        self.shown = False

    def __call__(self, share: float) -> None:
        """Show the share, at most ten times a second."""
        now = time.monotonic()
        if now >= self.due and sys.stderr.isatty():
            self.due = now + 0.1
            self.shown = True
            print(f"\r{self.what} {share:4.0%}", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
